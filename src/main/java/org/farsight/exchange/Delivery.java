package org.farsight.exchange;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: hands over what is already stored to one target. Called by one thread per exchange. */
public interface Delivery {

  /**
   * Tries once. Unexpected failures may be thrown: the step is then parked with their words, or
   * quarantined where they go back to a {@link DamagedContentException}.
   */
  DeliveryOutcome deliver(Work work);

  /**
   * What carries out at the same target what a person has decided about a patient; empty where the
   * target knows no patients of its own.
   */
  default Optional<Delivery> ofPatients() {
    return Optional.empty();
  }

  /**
   * What tells the same target that what it has of an exchange counts no more; empty where that is
   * said with the exchange itself.
   */
  default Optional<Delivery> ofRejections() {
    return Optional.empty();
  }

  /**
   * What is to be handed over.
   *
   * @param exchange as it stands in the ledger
   * @param site where it came from
   * @param fromRevision the revision the target has accepted already; 0 for none
   * @param toRevision the revision to deliver
   * @param arrivals those of revision {@code fromRevision + 1 … toRevision}, in order
   * @param bundle the transaction Bundle of {@code toRevision}; null if none was needed
   * @param progress call with the revision accepted so far, so that a crash does not start over
   * @param triedBefore whether an earlier try, of this process or of one before it, may have come
   *     through without our knowing: ask before sending
   */
  record Work(
      Exchange exchange,
      Site site,
      int fromRevision,
      int toRevision,
      List<Arrival> arrivals,
      @Nullable Content bundle,
      Progress progress,
      boolean triedBefore) {

    /** Work that nobody has tried before. */
    public Work(
        Exchange exchange,
        Site site,
        int fromRevision,
        int toRevision,
        List<Arrival> arrivals,
        @Nullable Content bundle,
        Progress progress) {
      this(exchange, site, fromRevision, toRevision, arrivals, bundle, progress, false);
    }

    /** The same, telling another of its progress. */
    public Work telling(Progress other) {
      return new Work(
          exchange, site, fromRevision, toRevision, arrivals, bundle, other, triedBefore);
    }
  }

  /** Records how far a long delivery has come. */
  interface Progress {
    /** All arrivals up to and including this revision have been accepted by the target. */
    void accepted(int revision);
  }
}
