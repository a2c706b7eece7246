package org.farsight.exchange;

import java.time.Instant;
import java.util.Optional;

/**
 * Port: what readers have written and not signed yet; one draft a case. Kept when this says so.
 * Safe for use by many threads.
 */
public interface ReportDrafts {

  /** The draft of a case, also one that is spent. */
  Optional<Draft> find(String caseId);

  /**
   * Keeps a draft over the one whose version was seen, if that is still the newest.
   *
   * @param wanted what is to be kept; its version counts for nothing
   * @param seen version of the draft that the writer has seen; 0 for none
   */
  Saved save(Draft wanted, int seen);

  /**
   * Throws a draft away.
   *
   * @param seen version that is meant
   * @return whether there was such a draft
   */
  boolean discard(String caseId, int seen);

  /** Notes that a version of a draft was signed, as which version of the report. */
  void signed(String caseId, int version, int signedAs);

  /** What came of keeping a draft. */
  sealed interface Saved {
    /** It is kept, under this version. */
    record Kept(Draft draft) implements Saved {}

    /** Another window was faster; nothing was changed. */
    record Overtaken(Draft newer) implements Saved {}
  }

  /**
   * A draft. Holds what a reader found, so {@code toString} says only what may be logged.
   *
   * @param caseId the case
   * @param exchangeId the examination
   * @param version rises with each change, also over drafts that were signed or thrown away
   * @param builtOn version of the report that stood when it was begun; 0 for none
   * @param body what was written, as JSON; empty once it was signed or thrown away
   * @param login who wrote last
   * @param name what people call that person
   * @param changed when
   * @param signedAs version of the report that it became
   */
  record Draft(
      String caseId,
      String exchangeId,
      int version,
      int builtOn,
      Optional<String> body,
      String login,
      String name,
      Instant changed,
      Optional<Integer> signedAs) {

    /** The same under another version. */
    public Draft at(int other) {
      return new Draft(caseId, exchangeId, other, builtOn, body, login, name, changed, signedAs);
    }

    @Override
    public String toString() {
      return "Draft of case " + caseId + " version " + version;
    }
  }
}
