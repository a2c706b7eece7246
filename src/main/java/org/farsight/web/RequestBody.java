package org.farsight.web;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a blocking stream for a working thread. The client may be ahead by a bounded
 * number of buffers only; then its connection is not read until the worker has caught up.
 */
final class RequestBody extends InputStream {

  /** Buffers that may wait; Vert.x reads up to 8 KiB of a body into each. */
  private static final int AHEAD = 128;

  /** A rejected request's body is read to its end up to this, so that the answer gets through. */
  private static final long DISCARDED_AT_MOST = 64L << 20;

  private final HttpServerRequest request;
  private final Context context;
  private final Duration patience;
  private final long longest;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Buffer> waiting = new ArrayDeque<>();
  private @Nullable Buffer current;
  private int next;
  private int taken;
  private long received;
  private boolean ended;
  private boolean discarding;
  private @Nullable Throwable broken;

  /**
   * Takes over the request, which must be paused; called on its event loop.
   *
   * @param patience how long the client may be silent
   * @param longest bytes; a longer body is broken off
   */
  RequestBody(HttpServerRequest request, Context context, Duration patience, long longest) {
    this.request = request;
    this.context = context;
    this.patience = patience;
    this.longest = longest;
    request.handler(this::arrived);
    request.endHandler(nothing -> finish(null));
    request.exceptionHandler(this::finish);
    request.fetch(AHEAD);
  }

  private void arrived(Buffer buffer) {
    lock.lock();
    try {
      received += buffer.length();
      if (!discarding) {
        waiting.add(buffer);
        changed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    if (received > DISCARDED_AT_MOST) {
      var unused = request.connection().close();
    }
  }

  private void finish(@Nullable Throwable cause) {
    lock.lock();
    try {
      ended = true;
      broken = cause;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the body was longer than is allowed. */
  boolean tooLong() {
    lock.lock();
    try {
      return received > longest;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    Buffer buffer = current;
    if (buffer == null) {
      buffer = await();
      if (buffer == null) {
        return -1;
      }
      current = buffer;
      next = 0;
    }
    int count = Math.min(length, buffer.length() - next);
    buffer.getBytes(next, next + count, bytes, offset);
    next += count;
    if (next == buffer.length()) {
      current = null;
    }
    return count;
  }

  /** The next buffer that is not empty; null at the end. */
  private @Nullable Buffer await() throws IOException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (true) {
        if (received > longest) {
          throw new IOException("a body of more than " + longest + " bytes");
        }
        Buffer buffer = waiting.poll();
        if (buffer != null) {
          askForMore();
          if (buffer.length() > 0) {
            return buffer;
          }
        } else if (broken != null) {
          throw new IOException("the client broke off", broken);
        } else if (ended) {
          return null;
        } else if (left <= 0) {
          throw new IOException("the client was silent for " + patience.toSeconds() + " s");
        } else {
          left = changed.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private void askForMore() {
    if (++taken >= AHEAD / 2) {
      int credit = taken;
      taken = 0;
      context.runOnContext(nothing -> request.fetch(credit));
    }
  }

  /** Nobody reads on: what still comes is thrown away, and the connection cut if it is much. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (discarding || ended) {
        return;
      }
      discarding = true;
      received = 0;
      waiting.clear();
    } finally {
      lock.unlock();
    }
    context.runOnContext(nothing -> request.resume());
  }
}
