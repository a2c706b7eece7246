package org.farsight.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A response's body as a blocking stream of a working thread, which waits while the client takes
 * less than it gets.
 */
final class ResponseBody extends OutputStream {

  private static final int CHUNK = 1 << 16;
  private static final int QUEUE = 1 << 20;

  private final HttpServerResponse response;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] chunk = new byte[CHUNK];
  private int filled;
  private boolean closed;

  /**
   * Writes to a response whose status and headers are set.
   *
   * @param patience how long the client may take nothing
   */
  ResponseBody(HttpServerResponse response, Duration patience) {
    this.response = response;
    this.patience = patience;
    response.setWriteQueueMaxSize(QUEUE);
    response.drainHandler(nothing -> signal());
    response.exceptionHandler(cause -> signal());
    response.closeHandler(nothing -> signal());
  }

  private void signal() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(int value) throws IOException {
    if (filled == CHUNK) {
      send();
    }
    chunk[filled++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == CHUNK) {
        send();
      }
      int count = Math.min(left, CHUNK - filled);
      System.arraycopy(bytes, from, chunk, filled, count);
      filled += count;
      from += count;
      left -= count;
    }
  }

  private void send() throws IOException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (response.writeQueueFull() && !response.closed()) {
        if (left <= 0) {
          throw new IOException("the client took nothing for " + patience.toSeconds() + " s");
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      lock.unlock();
    }
    if (response.closed()) {
      throw new IOException("the client is gone");
    }
    // copied: what is in the queue must not change
    var unused = response.write(Buffer.buffer(CHUNK).appendBytes(chunk, 0, filled));
    filled = 0;
  }

  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      send();
    }
  }

  /** Ends the response. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      flush();
      var unused = response.end();
    }
  }
}
