package org.farsight.bench;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UIDs of one length, so that one can be written over another: {@code 2.25.} and 39 digits, of
 * which 24 are drawn once and 14 are counted. Safe for use by many threads.
 */
final class BenchUids {
  /** Characters of each; even, so that no padding is needed. */
  static final int LENGTH = 44;

  private static final int COUNTED = 14;

  private final String root;
  private final AtomicLong last = new AtomicLong();

  BenchUids() {
    this(new Random());
  }

  /**
   * @param random gives the part that differs from run to run
   */
  BenchUids(Random random) {
    StringBuilder digits = new StringBuilder("2.25.1"); // at most 2^128, PS3.5 annex B.2
    while (digits.length() < LENGTH - COUNTED) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    root = digits.toString();
  }

  String next() {
    return root + "%014d".formatted(last.incrementAndGet());
  }

  /** A UID of the same length that no sequence gives. */
  static String placeholder(int number) {
    return "2.25.2" + "0".repeat(LENGTH - COUNTED - 6) + "%014d".formatted(number);
  }
}
