package org.farsight.exchange;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that an exchange needs: its conversion, or its delivery to one target. Stored
 * are revision numbers and outcomes; whether it is due follows from them.
 *
 * @param exchangeId the exchange
 * @param name {@link #CONVERT}, or the id of a target
 * @param done the revision this step has done; 0 before the first
 * @param wanted the revision this step shall do: due while {@code done < wanted}
 * @param attempts tries since the last success
 * @param dueAt when it may run next; null while there is nothing to do or a person must decide
 * @param trouble why it is parked or quarantined; null when all is well
 * @param proof what the receiver said when it accepted {@code done}; empty before
 * @param doneAt when {@code done} was reached
 */
public record Step(
    String exchangeId,
    String name,
    int done,
    int wanted,
    int attempts,
    @Nullable Instant dueAt,
    @Nullable Trouble trouble,
    String proof,
    @Nullable Instant doneAt) {

  /** The step that makes a Bundle of what arrived. Each other step is named by its target. */
  public static final String CONVERT = "convert";

  /** True when the step has work to do and its time has come. */
  public boolean isDue(Instant now) {
    return done < wanted && dueAt != null && !dueAt.isAfter(now);
  }

  /** True when the newest wanted revision is done. */
  public boolean isDone() {
    return wanted > 0 && done >= wanted;
  }

  /** What is in the way, if anything. */
  public Optional<Trouble> troubleIfAny() {
    return Optional.ofNullable(trouble);
  }

  /**
   * What is in a step's way.
   *
   * @param parked true: tried again by itself at {@code dueAt}; false: permanent, quarantined
   * @param why in plain words, without patient data
   */
  public record Trouble(boolean parked, String why) {}
}
