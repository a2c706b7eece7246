package org.farsight.dicom.ul;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The sending side of a connection. Java's blocking sockets know no time-out for writing, so a
 * timer of the JDK looks in now and then, and closes a connection whose peer takes nothing.
 */
final class TransportOutput implements Closeable {
  private final Transport transport;
  private final OutputStream out;
  private final long timeoutNanos;
  private volatile long writingSince;
  private volatile boolean writing;
  private volatile boolean timedOut;
  private volatile boolean closed;
  private CompletableFuture<Void> timer;

  TransportOutput(Transport transport, Duration timeout) throws IOException {
    this.transport = transport;
    this.out = transport.output();
    this.timeoutNanos = timeout.toNanos();
    this.timer = watch();
  }

  /** Writes all of it, in one call of the socket. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    writingSince = System.nanoTime();
    writing = true;
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (timedOut) {
        throw new IOException(
            "peer took nothing for " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms", e);
      }
      throw e;
    } finally {
      writing = false;
    }
  }

  /** Ends the timer; the connection is closed by its owner. */
  @Override
  public synchronized void close() {
    closed = true;
    timer.cancel(false);
  }

  private CompletableFuture<Void> watch() {
    CompletableFuture<Void> tick = new CompletableFuture<>();
    CompletableFuture<Void> unused = tick.thenRun(this::look);
    return tick.completeOnTimeout(null, Math.max(1, timeoutNanos / 4), TimeUnit.NANOSECONDS);
  }

  private synchronized void look() {
    if (closed || transport.isClosed()) {
      return;
    }
    if (writing && System.nanoTime() - writingSince > timeoutNanos) {
      timedOut = true;
      transport.cut();
    } else {
      timer = watch();
    }
  }
}
