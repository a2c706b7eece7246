package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A device's request for storage commitment, kept before it is answered.
 *
 * @param id number in the ledger
 * @param transactionUid by which the device knows it
 * @param caller the device's AE title
 * @param called the AE title by which the device called, and expects to be called
 * @param siteId the device's site
 * @param requestedAt when it was asked first
 * @param stage what is to be done next
 * @param attempts tries of the stage that did not work, in a row
 * @param dueAt when it is to be looked at; null when nothing is left to do
 * @param decidedAt when the last object was decided; null before
 * @param references the objects, in the order of the request
 */
public record Commitment(
    long id,
    String transactionUid,
    String caller,
    String called,
    String siteId,
    Instant requestedAt,
    Stage stage,
    int attempts,
    @Nullable Instant dueAt,
    @Nullable Instant decidedAt,
    List<Reference> references) {

  /** Takes a copy. */
  public Commitment {
    references = List.copyOf(references);
  }

  /** What is to be done with a request. */
  public enum Stage {
    /** It is being found out which objects are safe. */
    DECIDING,
    /** All is decided, the device does not know yet. */
    REPORTING,
    /** The device has taken the report. */
    REPORTED,
    /** The device could not be reached for days. */
    GIVEN_UP
  }

  /**
   * An object that the device asks about.
   *
   * @param sopClass Referenced SOP Class UID (0008,1150)
   * @param sopInstance Referenced SOP Instance UID (0008,1155)
   * @param outcome {@link #COMMITTED}, or a Failure Reason (0008,1197); empty while undecided
   */
  public record Reference(String sopClass, String sopInstance, OptionalInt outcome) {
    /** The outcome of an object that is safe. */
    public static final int COMMITTED = 0;

    /** True if it is decided that the object is safe. */
    public boolean committed() {
      return outcome.isPresent() && outcome.getAsInt() == COMMITTED;
    }
  }

  /** When all was decided, if it is. */
  public Optional<Instant> decidedAtIfAny() {
    return Optional.ofNullable(decidedAt);
  }

  /** The same, with a stage that begins at a time. */
  public Commitment to(Stage next, @Nullable Instant at) {
    return with(next, 0, at, decidedAt);
  }

  /** The same, all decided: the report is due. */
  public Commitment decided(Instant at) {
    return with(Stage.REPORTING, 0, at, at);
  }

  /** The same, to be looked at again without anything having failed. */
  public Commitment later(Instant at) {
    return with(stage, attempts, at, decidedAt);
  }

  /** The same after a try that did not work. */
  public Commitment failed(Instant next) {
    return with(stage, attempts + 1, next, decidedAt);
  }

  private Commitment with(Stage next, int tries, @Nullable Instant due, @Nullable Instant decided) {
    return new Commitment(
        id,
        transactionUid,
        caller,
        called,
        siteId,
        requestedAt,
        next,
        tries,
        due,
        decided,
        references);
  }
}
