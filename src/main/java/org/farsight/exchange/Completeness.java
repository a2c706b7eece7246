package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;

/**
 * When an exchange may be taken as complete. What comes later is an amendment.
 *
 * @param quiet how long nothing may have come for a study
 * @param maxWait how long after its first byte a study waits at most
 */
public record Completeness(Duration quiet, Duration maxWait) {

  /**
   * The time at which the exchange is to be converted, seen from what is known now. An ECG file is
   * complete on arrival. A study is complete {@code quiet} after the last byte of any of its
   * objects while no association that carried it is open; {@code maxWait} after the first byte of
   * the revision that waits, whatever happens.
   *
   * @param kind of the exchange
   * @param waitingSince when the first arrival that has not been converted was here
   * @param last when the last byte of any of its objects was here
   * @param carried true while an association that carried one of its objects is open
   * @param now the present
   */
  public Instant dueAt(
      Kind kind, Instant waitingSince, Instant last, boolean carried, Instant now) {
    return switch (kind) {
      case ECG -> waitingSince;
      case STUDY -> {
        Instant byQuiet = (carried && now.isAfter(last) ? now : last).plus(quiet);
        Instant latest = waitingSince.plus(maxWait);
        yield byQuiet.isBefore(latest) ? byQuiet : latest;
      }
    };
  }
}
