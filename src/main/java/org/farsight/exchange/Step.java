package org.farsight.exchange;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that an exchange needs: its conversion, or its delivery to one target. Stored
 * are revision numbers and outcomes; whether it is due follows from them.
 *
 * @param exchangeId the exchange
 * @param name {@link #CONVERT}, the id of a target (of a way back to a branch too), or that with
 *     {@link #DRAWING}
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

  /**
   * Ending of the name of the step that hands the drawing of an ECG to a target, once that has the
   * ECG. No exchange is required to have it done. Targets' ids have no such ending.
   */
  public static final String DRAWING = ".drawing";

  /**
   * Ending of the name of the step that carries out at a target what a person has decided about the
   * patient. It is there only once somebody has, hands nothing over, and no exchange is required to
   * have it done.
   */
  public static final String PATIENTS = ".patients";

  /**
   * Ending of the name of the step that tells an archive by a rejection note that what it has of a
   * recalled exchange counts no more (IHE RAD-66). It is there only once an exchange was recalled,
   * and no exchange is required to have it done; {@link #done} is the revision up to which the
   * archive was told.
   */
  public static final String REJECTION = ".rejection";

  /** Whether the exchange counts as delivered only once this delivery is done. */
  public boolean isRequired() {
    return !name.endsWith(DRAWING)
        && !name.endsWith(PATIENTS)
        && !name.endsWith(REJECTION)
        && !isReturn();
  }

  /** Whether it is a way back to the branch: it does not count for the way to the core hospital. */
  public boolean isReturn() {
    return name.startsWith(BranchWay.PREFIX);
  }

  /** True when the step has work to do and its time has come. */
  public boolean isDue(Instant now) {
    return done < wanted && dueAt != null && !dueAt.isAfter(now);
  }

  /** True when the newest wanted revision is done. */
  public boolean isDone() {
    return wanted > 0 && done >= wanted;
  }

  /** True when it has work and will do it by itself, with nothing in the way. */
  public boolean isWaiting() {
    return done < wanted && dueAt != null && trouble == null;
  }

  /** The same, wanting a newer revision; when it runs is unchanged. */
  public Step wanting(int revision) {
    return new Step(exchangeId, name, done, revision, attempts, dueAt, trouble, proof, doneAt);
  }

  /** The same, to run at this time with nothing in the way, as if it had never been tried. */
  public Step dueAt(Instant time) {
    return new Step(exchangeId, name, done, wanted, 0, time, null, proof, doneAt);
  }

  /** The same, wanting a newer revision, and waiting for another step to make it due. */
  Step waitingFor(int revision) {
    return new Step(exchangeId, name, done, revision, attempts, null, null, proof, doneAt);
  }

  /** The same, to be looked at again at this time. */
  public Step postponed(Instant time) {
    return new Step(exchangeId, name, done, wanted, attempts, time, trouble, proof, doneAt);
  }

  /** The same, as if it had done nothing: what it has to do is to be done again. */
  Step undone() {
    return new Step(exchangeId, name, 0, wanted, 0, dueAt, trouble, proof, doneAt);
  }

  /** The same, as if the newest that it has done were still to be done. */
  Step onceMore() {
    int before = Math.max(0, Math.min(done, wanted) - 1);
    return new Step(exchangeId, name, before, wanted, 0, dueAt, null, proof, doneAt);
  }

  /** The same after a revision was done; a newer one that is wanted runs at {@code next}. */
  public Step done(int revision, String newProof, Instant at, @Nullable Instant next) {
    return new Step(
        exchangeId, name, revision, wanted, 0, revision < wanted ? next : null, null, newProof, at);
  }

  /** The same after a try that did not work. */
  public Step parked(String why, Instant next) {
    Trouble parked = new Trouble(true, why);
    return new Step(exchangeId, name, done, wanted, attempts + 1, next, parked, proof, doneAt);
  }

  /** The same after it has become clear that it will never work as it is. */
  public Step quarantined(String why) {
    Trouble stuck = new Trouble(false, why);
    return new Step(exchangeId, name, done, wanted, attempts + 1, null, stuck, proof, doneAt);
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
