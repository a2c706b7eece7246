package org.farsight.dicom.web;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one request while it comes in: in memory while they are few bytes, else in a file
 * that goes when the request is done. One thread writes, then one reads.
 */
public final class PartSpool implements Closeable {

  /** Bytes that a request may hold in memory. */
  private static final int MEMORY = 256 << 10;

  private static final int PIECE = 1 << 16;
  private static final long CHECK_EVERY = 16L << 20;

  /** Asked now and then whether there is room for more. */
  public interface Space {
    /**
     * Looks at the disk.
     *
     * @throws IOException if it is full
     */
    void check() throws IOException;
  }

  /** It could not be written: no fault of the client. */
  public static final class FullException extends IOException {
    private static final long serialVersionUID = 1L;

    FullException(IOException cause) {
      super("the parts of the request could not be written", cause);
    }
  }

  /**
   * Where some bytes lie.
   *
   * @param offset from the start of all parts
   * @param length in bytes
   */
  public record Range(long offset, long length) {
    /** A piece of it. */
    Range piece(long from, long count) {
      Objects.checkFromIndexSize(from, count, length);
      return new Range(offset + from, count);
    }
  }

  private final Path folder;
  private final Space space;
  private final byte[] piece = new byte[PIECE];
  private byte[] memory = {};
  private @Nullable FileChannel file;
  private long length;
  private long lookAgain;

  PartSpool(Path folder, Space space) {
    this.folder = folder;
    this.space = space;
  }

  /**
   * Takes a part to its end.
   *
   * @throws FullException if it cannot be written
   * @throws IOException what reading it throws
   */
  public Range take(InputStream part) throws IOException {
    long start = length;
    for (int n = part.read(piece); n >= 0; n = part.read(piece)) {
      try {
        add(piece, n);
      } catch (IOException e) {
        throw new FullException(e);
      }
    }
    return new Range(start, length - start);
  }

  private void add(byte[] bytes, int count) throws IOException {
    FileChannel channel = file;
    if (channel == null && length + count <= MEMORY) {
      int end = (int) length + count;
      if (end > memory.length) {
        memory = Arrays.copyOf(memory, Math.min(MEMORY, Math.max(end, 2 * memory.length)));
      }
      System.arraycopy(bytes, 0, memory, (int) length, count);
      length += count;
      return;
    }
    if (channel == null) {
      channel = create();
      file = channel;
      write(channel, memory, (int) length);
      memory = new byte[0];
    }
    if (length >= lookAgain) {
      space.check();
      lookAgain = length + CHECK_EVERY;
    }
    write(channel, bytes, count);
    length += count;
  }

  private FileChannel create() throws IOException {
    Files.createDirectories(folder);
    // where the system can, the file has no name from now on: it goes with this program
    return FileChannel.open(
        folder.resolve(UUID.randomUUID().toString()),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static void write(FileChannel channel, byte[] bytes, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** The bytes of a range, as often as wanted, until this is closed. */
  public InputStream open(Range range) {
    Objects.checkFromIndexSize(range.offset(), range.length(), length);
    return new RangeInput(range);
  }

  @Override
  public void close() throws IOException {
    memory = new byte[0];
    FileChannel channel = file;
    if (channel != null) {
      channel.close();
    }
  }

  /** Reads a range. */
  private final class RangeInput extends InputStream {
    private long next;
    private final long end;

    RangeInput(Range range) {
      next = range.offset();
      end = range.offset() + range.length();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, bytes.length);
      if (count == 0) {
        return 0;
      }
      if (next == end) {
        return -1;
      }
      int wanted = (int) Math.min(count, end - next);
      FileChannel channel = file;
      int read = wanted;
      if (channel == null) {
        System.arraycopy(memory, (int) next, bytes, offset, wanted);
      } else {
        read = channel.read(ByteBuffer.wrap(bytes, offset, wanted), next);
      }
      if (read < 0) {
        throw new EOFException("the parts of the request are shorter than they were");
      }
      next += read;
      return read;
    }

    @Override
    public long skip(long count) {
      long skipped = Math.clamp(count, 0, end - next);
      next += skipped;
      return skipped;
    }
  }
}
