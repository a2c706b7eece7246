package org.farsight.hospital;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the bytes of all request bodies that are worked on at one time, so that a few large
 * transactions at once wait for each other instead of exhausting the memory.
 *
 * <p>A body larger than the whole budget is refused with 413; one that waited in vain gets 503 with
 * Retry-After. A body of undeclared length counts as the whole budget.
 */
final class BodyBudget implements Filter {

  private static final int KILOBYTE = 1024;
  private static final long WAIT_SECONDS = 60;

  /** Live data of an idle server, measured: 205 MB. */
  private static final long IDLE_BYTES = 240L * KILOBYTE * KILOBYTE;

  /** Memory a transaction takes for each of its bytes, measured: 9. */
  private static final int BYTES_PER_BYTE = 12;

  private final int kilobytes;
  private final Semaphore free;

  /**
   * @param bytes what all bodies together may have
   */
  BodyBudget(long bytes) {
    this.kilobytes = Math.toIntExact(Math.clamp(bytes / KILOBYTE, 1, Integer.MAX_VALUE));
    this.free = new Semaphore(kilobytes, true);
  }

  /** What fits into this JVM's memory; at least 4 MB. */
  static BodyBudget ofThisMachine() {
    long spare = Runtime.getRuntime().maxMemory() - IDLE_BYTES;
    return new BodyBudget(Math.max(4L * KILOBYTE * KILOBYTE, spare / BYTES_PER_BYTE));
  }

  /** The longest body taken at all. */
  long bytes() {
    return (long) kilobytes * KILOBYTE;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse answer = (HttpServletResponse) response;
    long length = request.getContentLengthLong();
    if (length > bytes()) {
      answer.sendError(413, "a body may have " + bytes() + " bytes");
      return;
    }
    int share = length < 0 ? kilobytes : (int) ((length + KILOBYTE - 1) / KILOBYTE);
    if (isBodyless(request)) {
      share = 0;
    }
    if (!acquire(share)) {
      answer.setHeader("Retry-After", "10");
      answer.sendError(503, "other large requests are being worked on");
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      free.release(share);
    }
  }

  private static boolean isBodyless(ServletRequest request) {
    String method = ((HttpServletRequest) request).getMethod();
    return switch (method) {
      case "GET", "HEAD", "DELETE", "OPTIONS" -> true;
      default -> false;
    };
  }

  private boolean acquire(int share) throws IOException {
    try {
      return free.tryAcquire(share, WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for memory", e);
    }
  }
}
