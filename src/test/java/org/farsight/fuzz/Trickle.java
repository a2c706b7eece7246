package org.farsight.fuzz;

import java.io.ByteArrayInputStream;

/** Hands out, and skips, one byte at a time. */
final class Trickle extends ByteArrayInputStream {
  Trickle(byte[] bytes) {
    super(bytes);
  }

  @Override
  public synchronized int read(byte[] into, int from, int length) {
    return super.read(into, from, Math.min(1, length));
  }

  @Override
  public synchronized long skip(long count) {
    return super.skip(Math.min(1, count));
  }
}
