package org.farsight.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The word shown for an exchange. It is never stored. */
public enum State {
  /** Kept durably; work is under way. */
  RECEIVED,
  /** The newest revision has been turned into FHIR resources. */
  CONVERTED,
  /** Each required target has accepted the newest revision. */
  DELIVERED,
  /** That, and a signed report of it has been noticed at the FHIR server. */
  READ,
  /**
   * That, and each required way of its branch has accepted the newest signed version of each report
   * on it.
   */
  RETURNED;

  /**
   * Derives the word from revisions, outcomes, the read and its way back.
   *
   * @param reports those on it that were signed here or came by another system
   */
  public static State of(
      int revision,
      Collection<Step> steps,
      Optional<ReadingCase.Report> signed,
      Collection<ReportReturn> reports) {
    State read = of(revision, steps, signed);
    boolean returned = !reports.isEmpty() && reports.stream().allMatch(ReportReturn::isReturned);
    return read == READ && returned ? RETURNED : read;
  }

  /**
   * Derives the word from revisions, outcomes and the read.
   *
   * @param signed the newest signed report; an addendum that is still open does not take the word
   *     back
   */
  public static State of(
      int revision, Collection<Step> steps, Optional<ReadingCase.Report> signed) {
    State way = of(revision, steps);
    return way == DELIVERED && signed.isPresent() ? READ : way;
  }

  /**
   * Derives the word from revisions and outcomes: how far it has come on its way to the reader.
   *
   * @param revision the exchange's revision
   * @param steps all its steps; the targets among them are the required ones, and what follows them
   */
  public static State of(int revision, Collection<Step> steps) {
    boolean converted =
        steps.stream().anyMatch(s -> s.name().equals(Step.CONVERT) && s.done() >= revision);
    if (!converted) {
      return RECEIVED;
    }
    List<Step> required =
        steps.stream().filter(s -> !s.name().equals(Step.CONVERT) && s.isRequired()).toList();
    boolean delivered =
        !required.isEmpty() && required.stream().allMatch(s -> s.done() >= revision);
    return delivered ? DELIVERED : CONVERTED;
  }
}
