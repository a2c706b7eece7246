package org.farsight.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down whoever guesses: after some failures of one key each next try has to wait, twice as
 * long each time. An hour without a failure forgets them. Safe for use by many threads.
 */
final class Throttle {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final int MOST = 20_000;
  private static final int DOUBLINGS = 10;

  private record Failures(int count, Instant last) {}

  private final int free;
  private final InstantSource clock;
  private final Map<String, Failures> keys = new LinkedHashMap<>();

  /**
   * @param free failures that cost nothing
   */
  Throttle(int free, InstantSource clock) {
    this.free = free;
    this.clock = clock;
  }

  /** How long the key has to wait before it may try; empty where it may now. */
  synchronized Optional<Duration> wait(String key) {
    Failures failures = keys.get(key);
    if (failures == null || failures.count() < free) {
      return Optional.empty();
    }
    int doublings = Math.min(failures.count() - free, DOUBLINGS);
    Duration delay = FIRST.multipliedBy(1L << doublings);
    delay = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    Duration left = Duration.between(clock.instant(), failures.last().plus(delay));
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  /** It failed. */
  synchronized void failed(String key) {
    Instant now = clock.instant();
    Failures before = keys.remove(key);
    boolean goesOn = before != null && before.last().plus(FORGOTTEN).isAfter(now);
    keys.put(key, new Failures(goesOn ? before.count() + 1 : 1, now));
    if (keys.size() > MOST) {
      keys.remove(keys.keySet().iterator().next()); // whose last failure is the oldest
    }
  }

  /** It knew the password. */
  synchronized void passed(String key) {
    keys.remove(key);
  }
}
