package org.farsight.app;

import java.time.Duration;

/** Reads how examinations find their orders. */
final class MatchReader {
  private MatchReader() {}

  static Configuration.Matching read(Settings s) {
    return new Configuration.Matching(
        Duration.ofHours(s.number("orders.match-hours", 48, 1, 2400)),
        Duration.ofHours(s.number("orders.overdue-hours", 24, 1, 2400)));
  }
}
