package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A critical value that its branch must be told of, as the newest notice has it. Holds what was
 * found in whom, so {@code toString} says only what may be logged.
 *
 * @param id of the exchange that tells it, {@link Kind#CRITICAL}
 * @param examination the exchange that it was found in
 * @param modality of the examination
 * @param revision of the exchange that the newest notice made
 * @param notice the newest notice, as it is told: JSON
 * @param clock by when what is to be done
 * @param toldAt when the branch was told first, over whichever way; empty: not yet
 * @param answer what a person there has said; empty: nobody has
 */
public record CriticalValue(
    String id,
    String examination,
    String siteId,
    String modality,
    int revision,
    String notice,
    Clock clock,
    Optional<Instant> toldAt,
    Optional<Answer> answer) {

  /**
   * However late a value is found, its branch is not told in no time: so long after it was found
   * nobody is to be alarmed.
   */
  public static final Duration GRACE = Duration.ofMinutes(1);

  /**
   * By when what is to be done.
   *
   * @param foundAt when the value was found
   * @param tellBy when the branch is to be told
   * @param answerBy when somebody there is to have answered
   */
  public record Clock(Instant foundAt, Instant tellBy, Instant answerBy) {}

  /**
   * The answer of a person at the branch.
   *
   * @param by who, by name
   * @param action what was done, in that person's words
   */
  public record Answer(Instant at, String by, String action) {
    /** Hides the words. */
    @Override
    public String toString() {
      return "Answer[" + at + "]";
    }
  }

  /** How far it has come. */
  public enum Standing {
    /** The branch has not been told yet. */
    OPEN,
    /** The branch was told; nobody there has answered. */
    TOLD,
    /** A person at the branch has answered. */
    ACKNOWLEDGED
  }

  /** How far it has come. */
  public Standing standing() {
    if (answer.isPresent()) {
      return Standing.ACKNOWLEDGED;
    }
    return toldAt.isPresent() ? Standing.TOLD : Standing.OPEN;
  }

  /** Whether nobody at the branch has answered in the time set for it. */
  public boolean isUnanswered(Instant now) {
    return answer.isEmpty() && now.isAfter(clock.answerBy());
  }

  /** Whether the branch has not been told in the time set for it. */
  public boolean isUntold(Instant now) {
    return standing() == Standing.OPEN
        && now.isAfter(clock.tellBy())
        && now.isAfter(clock.foundAt().plus(GRACE));
  }

  @Override
  public String toString() {
    return "CriticalValue " + id + " revision " + revision;
  }
}
