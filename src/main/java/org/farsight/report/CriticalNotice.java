package org.farsight.report;

import java.time.Instant;
import java.util.List;

/**
 * A critical value that the branch must be told of at once. Holds a person and what was found, so
 * {@code toString} says only what may be logged.
 *
 * @param exchangeId the examination
 * @param cause who says so
 * @param subject who was examined
 * @param examination what was done
 * @param values what is critical, one line each, in the words of the rule or the reader
 * @param at when it was found
 */
public record CriticalNotice(
    String exchangeId,
    Cause cause,
    Report.Subject subject,
    Report.Examination examination,
    List<String> values,
    Instant at) {

  /** Takes a copy. */
  public CriticalNotice {
    values = List.copyOf(values);
  }

  /** Who says that a value is critical. */
  public enum Cause {
    /** A rule of the table of critical values. */
    RULE,
    /** The reader's mark in a signed report. */
    READER
  }

  /**
   * What the branch has done about it.
   *
   * @param by who, by name: a person, not a program
   * @param action what was done, in that person's words
   */
  public record Acknowledgement(String by, String action, Instant at) {
    /** Hides the words. */
    @Override
    public String toString() {
      return "Acknowledgement[" + at + "]";
    }
  }

  @Override
  public String toString() {
    return "CriticalNotice of exchange " + exchangeId + " by " + cause;
  }
}
