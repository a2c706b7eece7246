package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: the orders that are known. Safe for use by many threads. */
public interface OrderBook {

  /** The order of this exchange. */
  Optional<Order> order(String id);

  /**
   * Orders that may be the one an examination belongs to, newest first; more than fit do no harm.
   */
  List<Order> candidates(Clue clue, int limit);

  /**
   * What an examination says that an order may be found by: an order is a candidate if it has the
   * study or the number, or if it is of the patient and placed or scheduled within the time, or the
   * time lies between. Cancelled and completed orders are candidates too: who asks decides what
   * that means. Empty parts are not asked for.
   *
   * @param siteId of this site only
   * @param study Study Instance UID that the worklist gave
   * @param number accession, placer or filler number
   * @param patientIds the patient's, and those that are known to be the same person's; each under
   *     whatever issuer
   * @param from not before
   * @param to not after
   */
  record Clue(
      String siteId,
      String study,
      String number,
      List<String> patientIds,
      Instant from,
      Instant to) {

    /** Takes a copy; an empty id is none. */
    public Clue {
      patientIds = patientIds.stream().filter(id -> !id.isEmpty()).distinct().toList();
    }

    /** Of a patient with one id; empty: of none. */
    public Clue(
        String siteId, String study, String number, String patientId, Instant from, Instant to) {
      this(siteId, study, number, List.of(patientId), from, to);
    }

    /** Hides the patient's ids. */
    @Override
    public String toString() {
      return "Clue[…]";
    }
  }

  /** No orders: the book of an engine that takes none. */
  OrderBook EMPTY =
      new OrderBook() {
        @Override
        public Optional<Order> order(String id) {
          return Optional.empty();
        }

        @Override
        public List<Order> candidates(Clue clue, int limit) {
          return List.of();
        }
      };

  /**
   * What a ledger transaction does with orders; it sees what was written before it in the same
   * commit.
   */
  interface Writer extends OrderBook {
    /** Writes an order, new or changed. */
    void put(Order order);
  }
}
