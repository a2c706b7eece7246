package org.farsight.exchange;

import java.time.Duration;

/**
 * When a step that did not work is tried again: after {@code first}, doubling up to {@code fast},
 * and after {@code attempts} such waits every {@code slow}.
 *
 * @param first wait after the first failure
 * @param fast longest wait of the doubling
 * @param attempts number of failures after which the slow rhythm begins
 * @param slow wait of the slow rhythm
 */
public record RetryPolicy(Duration first, Duration fast, int attempts, Duration slow) {

  /** 1 s, doubling to 60 s, after 20 failures every 5 minutes. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 20, Duration.ofMinutes(5));

  /**
   * The wait after a number of failures in a row.
   *
   * @param failures 1 after the first failure
   */
  public Duration after(int failures) {
    if (failures > attempts) {
      return slow;
    }
    Duration wait = first;
    for (int i = 1; i < failures && wait.compareTo(fast) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(fast) < 0 ? wait : fast;
  }
}
