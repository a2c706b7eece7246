package org.farsight.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Bytes of a stream or an array with a position, looking ahead within a buffer. */
final class ByteInput {

  /** A total length that is not known. */
  static final long UNKNOWN = -1;

  private static final int BUFFER = 8192;
  private static final int CHUNK = 1 << 16;

  /**
   * What deflated data may inflate to: no object needs more, and a thousand times less can claim
   * it.
   */
  private static final long MAX_INFLATED = 1L << 32;

  private final @Nullable InputStream in;
  private final @Nullable Inflater inflater;
  private final long total;
  private byte[] buffer;
  private int next;
  private int limit;
  private long bufferStart;

  private ByteInput(
      @Nullable InputStream in, @Nullable Inflater inflater, long total, byte[] buffer, int limit) {
    this.in = in;
    this.inflater = inflater;
    this.total = total;
    this.buffer = buffer;
    this.limit = limit;
  }

  static ByteInput of(byte[] bytes) {
    return new ByteInput(null, null, bytes.length, bytes, bytes.length);
  }

  static ByteInput of(InputStream in, long total) {
    return new ByteInput(in, null, total, new byte[BUFFER], 0);
  }

  static ByteInput inflating(InputStream in) {
    Inflater inflater = new Inflater(true);
    InputStream inflated = new InflaterInputStream(in, inflater, BUFFER);
    return new ByteInput(inflated, inflater, UNKNOWN, new byte[BUFFER], 0);
  }

  /** Bytes consumed since the start. */
  long position() {
    return bufferStart + next;
  }

  /** The number of bytes from the start to the end, or {@link #UNKNOWN}. */
  long total() {
    return total;
  }

  /** Frees what inflating holds; does not close the stream. */
  void release() {
    if (inflater != null) {
      inflater.end();
    }
  }

  /** Bytes that can be looked at, at least the wanted number unless the data end before. */
  int available(int wanted) throws IOException {
    while (limit - next < wanted && fill(wanted)) {
      // each turn adds at least one byte
    }
    return limit - next;
  }

  /** A byte ahead of the position, 0 to 255, which {@link #available} has covered. */
  int peek(int ahead) {
    return buffer[next + ahead] & 0xFF;
  }

  int peek16(int ahead, boolean bigEndian) {
    int a = peek(ahead);
    int b = peek(ahead + 1);
    return bigEndian ? a << 8 | b : b << 8 | a;
  }

  /** An unsigned 32-bit number ahead of the position. */
  long peek32(int ahead, boolean bigEndian) {
    long a = peek16(ahead, bigEndian);
    long b = peek16(ahead + 2, bigEndian);
    return bigEndian ? a << 16 | b : b << 16 | a;
  }

  /** Moves on by bytes that {@link #available} has covered. */
  void consume(int bytes) {
    next += bytes;
  }

  /** Reads exactly so many bytes, or as many as there are; memory grows with what really comes. */
  byte[] read(int length) throws IOException {
    boolean there = total != UNKNOWN && length <= total - position();
    byte[] bytes = new byte[there ? length : Math.min(length, CHUNK)];
    int filled = 0;
    while (filled < length) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
      }
      int count = readSome(bytes, filled, bytes.length - filled);
      if (count < 0) {
        return Arrays.copyOf(bytes, filled);
      }
      filled += count;
    }
    return bytes;
  }

  /** Reads at least one byte into the array; -1 at the end. */
  int readSome(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int buffered = limit - next;
    if (buffered > 0) {
      int count = Math.min(buffered, length);
      System.arraycopy(buffer, next, bytes, from, count);
      next += count;
      return count;
    }
    if (length < BUFFER) {
      return available(1) == 0 ? -1 : readSome(bytes, from, length);
    }
    int count = readStream(bytes, from, length);
    if (count > 0) {
      bufferStart += count;
    }
    return count;
  }

  /** Skips exactly so many bytes; false where the data end before. */
  boolean skip(long length) throws IOException {
    if (total != UNKNOWN && length > total - position()) {
      return false;
    }
    int buffered = (int) Math.min(limit - next, length);
    next += buffered;
    long left = length - buffered;
    if (left > 0 && in != null) {
      bufferStart += limit;
      next = 0;
      limit = 0;
      // The last byte is read, since a file may be skipped past its end without notice.
      while (left > 1) {
        long skipped = skipStream(left - 1);
        if (skipped <= 0) {
          break;
        }
        left -= skipped;
        bufferStart += skipped;
      }
    }
    while (left > 0) {
      int count = (int) Math.min(available(1), left);
      if (count == 0) {
        return false;
      }
      next += count;
      left -= count;
    }
    return true;
  }

  private boolean fill(int wanted) throws IOException {
    if (in == null) {
      return false;
    }
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      bufferStart += next;
      limit -= next;
      next = 0;
    }
    if (wanted > buffer.length) {
      buffer = Arrays.copyOf(buffer, wanted);
    }
    int count = readStream(buffer, limit, buffer.length - limit);
    if (count > 0) {
      limit += count;
    }
    return count > 0;
  }

  private int readStream(byte[] bytes, int from, int length) throws IOException {
    if (in == null) {
      return -1;
    }
    try {
      requireModest();
      return in.read(bytes, from, length);
    } catch (EOFException | ZipException e) {
      throw broken(e);
    }
  }

  private long skipStream(long length) throws IOException {
    if (in == null) {
      return 0;
    }
    try {
      requireModest();
      return in.skip(length);
    } catch (EOFException | ZipException e) {
      throw broken(e);
    }
  }

  private void requireModest() throws DicomFormatException {
    if (inflater != null && bufferStart + limit >= MAX_INFLATED) {
      throw new DicomFormatException(
          "the deflated data become more than " + MAX_INFLATED + " bytes", bufferStart + limit, "");
    }
  }

  /** What inflating complains about is the data's fault; anything else is the stream's own. */
  private IOException broken(IOException e) {
    if (inflater == null) {
      return e;
    }
    String problem =
        e instanceof ZipException
            ? "the deflated data are broken"
            : "the deflated data end within a block";
    DicomFormatException broken = new DicomFormatException(problem, bufferStart + limit, "");
    broken.initCause(e);
    return broken;
  }

  /** What is left, the buffered bytes first. Reading here and from the stream must not be mixed. */
  InputStream rest() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return ByteInput.this.available(1) == 0 ? -1 : buffer[next++] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return readSome(bytes, from, length);
      }

      @Override
      public long skip(long count) throws IOException {
        if (count <= 0) {
          return 0;
        }
        int buffered = (int) Math.min(limit - next, count);
        if (buffered > 0 || in == null) {
          next += buffered;
          return buffered;
        }
        long skipped = in.skip(count);
        bufferStart += skipped;
        return skipped;
      }

      @Override
      public int available() throws IOException {
        return in == null || limit > next ? limit - next : in.available();
      }

      @Override
      public void close() throws IOException {
        if (in != null) {
          in.close();
        }
      }
    };
  }
}
