package org.farsight.dicom.ul;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The receiving side of a connection: buffered, each wait bounded by the socket's time-out. Large
 * reads go past the buffer. Used by one thread.
 */
final class TransportInput extends InputStream {
  private final Transport transport;
  private final InputStream in;
  private final byte[] buffer;
  private final boolean quickAck;
  private int position;
  private int limit;
  private boolean bounded;
  private long deadline;
  private int perRead;
  private long waited;

  /**
   * @param acknowledgeAtOnce whether each piece that comes is acknowledged at once (where the
   *     system can): a peer that writes its answer in two pieces with Nagle's algorithm on (DCMTK,
   *     Orthanc) holds the second back until then, 40 ms for each object
   */
  TransportInput(Transport transport, int bufferSize, boolean acknowledgeAtOnce)
      throws IOException {
    this.transport = transport;
    this.quickAck = acknowledgeAtOnce && transport.canAcknowledgeAtOnce();
    this.in = transport.input();
    this.buffer = new byte[bufferSize];
  }

  /** From now on everything must have arrived within this time (a timer like ARTIM). */
  void within(Duration time) {
    bounded = true;
    deadline = System.nanoTime() + time.toNanos();
  }

  /** From now on each wait for the next bytes may take this long. */
  void idle(Duration time) {
    bounded = false;
    perRead = (int) Math.max(1, time.toMillis());
  }

  /** Nanoseconds spent waiting for the peer since the last call of {@link #resetWaited}. */
  long waited() {
    return waited;
  }

  void resetWaited() {
    waited = 0;
  }

  @Override
  public int read() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    return buffer[position++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == limit) {
      if (length >= buffer.length) {
        return receive(target, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return limit - position;
  }

  /**
   * Whether bytes of the peer have come that were not taken yet; does not wait, or not noticeably
   * where a TLS record has not come to its end.
   */
  boolean hasArrived() throws IOException {
    if (position < limit || in.available() > 0) {
      return true;
    }
    if (!transport.isSecured() || !transport.hasArrived()) {
      return false;
    }
    transport.timeout(1);
    try {
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      position = 0;
      return position < limit;
    } catch (SocketTimeoutException e) {
      return false; // JSSE goes on with the record when the rest has come
    }
  }

  /** Drops up to that many bytes; returns how many, -1 at the end of the connection. */
  int drop(int count) throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    int dropped = Math.min(count, limit - position);
    position += dropped;
    return dropped;
  }

  private boolean fill() throws IOException {
    int count = receive(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(0, count);
    return count > 0;
  }

  private int receive(byte[] target, int offset, int length) throws IOException {
    long start = System.nanoTime();
    int timeout = perRead;
    if (bounded) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - start);
      if (left <= 0) {
        throw new SocketTimeoutException("time is up");
      }
      timeout = (int) left;
    }
    transport.timeout(timeout);
    try {
      int count = in.read(target, offset, length);
      if (quickAck && count > 0) {
        transport.acknowledgeAtOnce();
      }
      return count;
    } finally {
      waited += System.nanoTime() - start;
    }
  }

  /** Whether the peer has neither sent anything nor closed the connection; waits a millisecond. */
  boolean isQuiet() {
    if (position < limit) {
      return false;
    }
    idle(Duration.ofMillis(1));
    try {
      fill();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
