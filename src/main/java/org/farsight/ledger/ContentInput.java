package org.farsight.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.farsight.exchange.Content;

/** Reads one content from its file; small reads go through a buffer, skipping costs nothing. */
final class ContentInput extends InputStream {
  private final FileChannel channel;
  private final Content content;
  private final ByteBuffer buffer = ByteBuffer.allocate(8192).flip();
  private long position; // in the content, behind what the buffer holds

  ContentInput(FileChannel channel, Content content) {
    this.channel = channel;
    this.content = content;
  }

  private long left() {
    return content.length() - position + buffer.remaining();
  }

  @Override
  public int read() throws IOException {
    if (!buffer.hasRemaining() && !fill()) {
      return -1;
    }
    return buffer.get() & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!buffer.hasRemaining()) {
      if (length >= buffer.capacity()) {
        return readThrough(ByteBuffer.wrap(bytes, offset, length));
      }
      if (!fill()) {
        return -1;
      }
    }
    int n = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, n);
    return n;
  }

  private boolean fill() throws IOException {
    buffer.clear();
    int n = readThrough(buffer);
    buffer.flip();
    return n > 0;
  }

  private int readThrough(ByteBuffer target) throws IOException {
    long rest = content.length() - position;
    if (rest == 0) {
      return -1;
    }
    if (target.remaining() > rest) {
      target.limit(target.position() + (int) rest);
    }
    int n = channel.read(target, content.offset() + position);
    if (n < 0) {
      throw new IOException(
          content.file() + " ends " + rest + " bytes before the end of a content that it holds");
    }
    position += n;
    return n;
  }

  @Override
  public long skip(long count) {
    long n = Math.max(0, Math.min(count, left()));
    if (n <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) n);
    } else {
      position += n - buffer.remaining();
      buffer.position(buffer.limit());
    }
    return n;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, left());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
