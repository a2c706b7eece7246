package org.farsight.exchange;

import java.util.Collection;
import java.util.List;

/** The word shown for an exchange. It is never stored. */
public enum State {
  /** Kept durably; work is under way. */
  RECEIVED,
  /** The newest revision has been turned into FHIR resources. */
  CONVERTED,
  /** Each required target has accepted the newest revision. */
  DELIVERED;

  /**
   * Derives the word from revisions and outcomes.
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
