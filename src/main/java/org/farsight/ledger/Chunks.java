package org.farsight.ledger;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A bounded number of equal pieces of memory, made when first needed and used again. */
final class Chunks {
  /** Bytes in a chunk. */
  static final int SIZE = 64 * 1024;

  private final ConcurrentLinkedQueue<byte[]> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left;

  /**
   * @param budget bytes in all, rounded down to whole chunks
   */
  Chunks(long budget) {
    this.left = new AtomicInteger((int) Math.min(Integer.MAX_VALUE, budget / SIZE));
  }

  /** A chunk, its content undefined; null when the budget is used up. */
  byte @Nullable [] take() {
    if (left.getAndDecrement() <= 0) {
      left.getAndIncrement();
      return null;
    }
    byte[] chunk = idle.poll();
    return chunk == null ? new byte[SIZE] : chunk;
  }

  /** Gives a chunk back; the caller must not touch it any more. */
  void giveBack(byte[] chunk) {
    idle.add(chunk);
    left.getAndIncrement();
  }

  /** Chunks that can still be taken. */
  int left() {
    return left.get();
  }
}
