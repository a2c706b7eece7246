package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Port: what people do to what the ledger holds, and what is found broken. For reading, by many
 * threads; {@link Writer} is part of a transaction.
 */
public interface Interventions {

  /** What was kept back under this number, decided or not. */
  Optional<QuarantineEntry> entry(long id);

  /** What was kept back, newest first. */
  List<QuarantineEntry> entries(Filter filter, int limit);

  /** What people have done with it, oldest first. */
  List<Decision> decisions(long quarantineId);

  /** Exchanges whose first object came within a window, behind a place in it, in order. */
  List<Place> window(Window window, Place after, int limit);

  /** How many exchanges a window holds. */
  long count(Window window);

  /** Kept bytes that were found damaged and have not been healed, newest first. */
  List<Damage> damages(int limit);

  /** Whether a person has said that an exchange was sent under the wrong patient. */
  default boolean isRecalled(String exchangeId) {
    return recalled(exchangeId).isPresent();
  }

  /** The recall of an exchange that is in force. */
  Optional<Recalled> recalled(String exchangeId);

  /** Ids of all exchanges that are recalled. */
  Set<String> recalled();

  /** When the newest arrival or line of a story was written, by the clock of that time. */
  Optional<Instant> newestTime();

  /**
   * Which entries are asked for.
   *
   * @param siteId of this site; null: of all
   * @param reason kept back by this rule; null: by any
   * @param settledToo also those that are decided
   */
  record Filter(@Nullable String siteId, @Nullable QuarantineReason reason, boolean settledToo) {
    /** All that waits for a decision. */
    public static final Filter WAITING = new Filter(null, null, false);
  }

  /**
   * A window of time.
   *
   * @param from first moment
   * @param to first moment behind it
   * @param siteId of this site; null: of all
   */
  record Window(Instant from, Instant to, @Nullable String siteId) {
    /** The place before its first exchange. */
    public Place start() {
      return new Place(from, "");
    }
  }

  /**
   * A place in a window: behind an exchange.
   *
   * @param at when its first object came
   * @param exchangeId empty before the first
   */
  record Place(Instant at, String exchangeId) {}

  /**
   * A recall.
   *
   * @param number of the decision; a later one has a higher number
   * @param at when it was made
   * @param reason what an archive is told
   */
  record Recalled(long number, Instant at, RejectionReason reason) {}

  /** What can be written, within a transaction. */
  interface Writer {
    /** What was kept back under this number, decided or not. */
    Optional<QuarantineEntry> entry(long id);

    /** Notes a decision; it settles the entry if its kind does. */
    void decide(long quarantineId, Decision decision);

    /** The entry counts as sent by this site. */
    void assign(long quarantineId, String siteId);

    /**
     * The two objects change places: what was kept back becomes the exchange's newest revision, and
     * what it replaces is kept under the entry's number.
     *
     * @param known as it stands
     * @param instead the same row with the other bytes, at a new revision
     */
    void replace(Arrival known, Arrival instead, QuarantineEntry entry);

    /**
     * Notes that an exchange was sent under the wrong patient, or that it was not.
     *
     * @param reason why what archives have of it counts no more; empty: it counts again
     */
    void recall(
        String exchangeId, Optional<RejectionReason> reason, Decision.Maker maker, Instant at);

    /** The recall of an exchange that is in force. */
    Optional<Recalled> recalled(String exchangeId);

    /** Whether bytes with this digest were found damaged where they are kept. */
    boolean isDamaged(String digest);

    /** Notes damage; once for each digest. */
    void damaged(Damage damage);

    /**
     * The bytes with this digest are whole again, and kept here from now on.
     *
     * @param arrival the object that they are; empty where it is one that was kept back
     */
    void healed(Content content, Optional<Arrival> arrival);

    /**
     * The clock was set: what waits for a time waits as much longer or shorter.
     *
     * @param by how far forward; negative: back
     */
    void clockMoved(Duration by);
  }
}
