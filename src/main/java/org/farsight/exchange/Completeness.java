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

  /** Why an exchange is taken as complete. */
  public enum Reason {
    /** It is one file, or a word that counts at once. */
    ON_ARRIVAL,
    /** All that was announced of it is here. */
    ANNOUNCED,
    /** The association that brings a whole study has ended. */
    ASSOCIATION_ENDED,
    /** Nothing came any more. */
    QUIET,
    /** It has waited long enough. */
    MAX_WAIT
  }

  /**
   * When an exchange is to be converted.
   *
   * @param at the time, as far as is known now
   * @param reason why then
   */
  public record Due(Instant at, Reason reason) {}

  /**
   * The time at which the exchange is to be converted, seen from what is known now. An ECG file and
   * a word about an order are complete on arrival. A study is complete {@code quiet} after the last
   * byte of any of its objects while no association that carried it is open; {@code maxWait} after
   * the first byte of the revision that waits, whatever happens.
   *
   * @param kind of the exchange
   * @param waitingSince when the first arrival that has not been converted was here
   * @param last when the last byte of any of its objects was here
   * @param carried true while an association that carried one of its objects is open
   * @param now the present
   */
  public Instant dueAt(
      Kind kind, Instant waitingSince, Instant last, boolean carried, Instant now) {
    return due(kind, waitingSince, last, new Heard(carried, false, false), now).at();
  }

  /**
   * What was heard of an exchange besides its objects.
   *
   * @param carried true while an association that carried one of its objects is open
   * @param ended true after the end of an association that brings whole studies
   * @param announced true if as much is here as was announced
   */
  public record Heard(boolean carried, boolean ended, boolean announced) {}

  /**
   * The time and the reason. A last byte in the future was heard by a clock that has been put back
   * since: it must not hold the study back, so that is taken as quiet. Whatever was heard can only
   * shorten the wait: a signal that says nothing, too little or too much leaves the study to its
   * quiet time, and what comes late amends.
   */
  public Due due(Kind kind, Instant waitingSince, Instant last, Heard heard, Instant now) {
    return switch (kind) {
      case ECG, ORDER, PATIENT, REPORT, CRITICAL -> new Due(waitingSince, Reason.ON_ARRIVAL);
      case STUDY -> {
        if (heard.announced()) {
          yield new Due(waitingSince, Reason.ANNOUNCED);
        }
        if (heard.ended()) {
          yield new Due(waitingSince, Reason.ASSOCIATION_ENDED);
        }
        if (last.isAfter(now.plus(quiet))) {
          yield new Due(now, Reason.QUIET);
        }
        Instant byQuiet = (heard.carried() && now.isAfter(last) ? now : last).plus(quiet);
        Instant latest = waitingSince.plus(maxWait);
        yield byQuiet.isBefore(latest)
            ? new Due(byQuiet, Reason.QUIET)
            : new Due(latest, Reason.MAX_WAIT);
      }
    };
  }
}
