package org.farsight.exchange;

import java.time.Duration;

/**
 * When a target is taken to be down, and how often it is asked then.
 *
 * @param failures in a row that open its circuit, at least 1
 * @param first wait before the first probe; doubles with each that fails
 * @param longest wait between two probes, unless the target asks for more
 */
public record CircuitRule(int failures, Duration first, Duration longest) {

  /** 3 failures; probes after 2 s, 4 s, 8 s and so on, at least each minute. */
  public static final CircuitRule DEFAULT =
      new CircuitRule(3, Duration.ofSeconds(2), Duration.ofSeconds(60));

  /** Checks that it can be followed. */
  public CircuitRule {
    if (failures < 1 || !first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          failures + " failures, first wait " + first + ", longest " + longest);
    }
  }

  /** The wait that follows another one. */
  Duration after(Duration wait) {
    Duration doubled = wait.multipliedBy(2);
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
