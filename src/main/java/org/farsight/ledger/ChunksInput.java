package org.farsight.ledger;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Reads an object that lies in chunks; what is skipped is not looked at. */
final class ChunksInput extends InputStream {
  private final List<byte[]> chunks;
  private final long length;
  private long position;

  /**
   * @param chunks all full but the last
   * @param length bytes in all
   */
  ChunksInput(List<byte[]> chunks, long length) {
    this.chunks = chunks;
    this.length = length;
  }

  @Override
  public int read() {
    if (position == length) {
      return -1;
    }
    int offset = (int) (position % Chunks.SIZE);
    return chunks.get((int) (position++ / Chunks.SIZE))[offset] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int wanted) {
    Objects.checkFromIndexSize(offset, wanted, bytes.length);
    if (wanted == 0) {
      return 0;
    }
    if (position == length) {
      return -1;
    }
    int from = (int) (position % Chunks.SIZE);
    int n = (int) Math.min(Math.min(wanted, Chunks.SIZE - from), length - position);
    System.arraycopy(chunks.get((int) (position / Chunks.SIZE)), from, bytes, offset, n);
    position += n;
    return n;
  }

  @Override
  public long skip(long count) {
    long n = Math.max(0, Math.min(count, length - position));
    position += n;
    return n;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, length - position);
  }
}
