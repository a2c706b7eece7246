package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: which examinations belong to which orders. Safe for use by many threads. */
public interface OrderMatches {

  /** Knows none. */
  OrderMatches NONE =
      new OrderMatches() {
        @Override
        public Optional<OrderMatch> of(String exchangeId) {
          return Optional.empty();
        }

        @Override
        public List<OrderMatch> ofOrder(String orderId) {
          return List.of();
        }

        @Override
        public List<OrderMatch> unordered(Clue clue, int limit) {
          return List.of();
        }
      };

  /** What was decided about this exchange. */
  Optional<OrderMatch> of(String exchangeId);

  /** The examinations that belong to an order, oldest first. */
  List<OrderMatch> ofOrder(String orderId);

  /**
   * Examinations without an order of their own to which an order may belong, unless a person has
   * decided that they have none: of its site, with one of its numbers, its study or its patient
   * within the time; more than fit do no harm.
   */
  List<OrderMatch> unordered(Clue clue, int limit);

  /** What people ask. */
  interface Overview extends OrderMatches {
    /** What was found so, newest first. */
    List<OrderMatch> all(OrderMatch.Verdict verdict, int limit);

    /** The newest orders; {@code siteId} null means all sites. */
    List<Order> newestOrders(@Nullable String siteId, int limit);

    /**
     * How many there are.
     *
     * @param late orders that were to begin before this and have no examination are overdue
     */
    Counts counts(Instant late);
  }

  /**
   * What an order says by which its examinations may be found. Empty parts are not asked for.
   *
   * @param siteId of this site only
   * @param study Study Instance UID that the worklist gave
   * @param numbers accession, placer and filler number
   * @param patientIds the patient's, and those that are known to be the same person's; within the
   *     time
   * @param from not before
   * @param to not after
   */
  record Clue(
      String siteId,
      String study,
      List<String> numbers,
      List<String> patientIds,
      Instant from,
      Instant to) {
    /** Takes copies; an empty id is none. */
    public Clue {
      numbers = List.copyOf(numbers);
      patientIds = patientIds.stream().filter(id -> !id.isEmpty()).distinct().toList();
    }

    /** Hides the patient's ids. */
    @Override
    public String toString() {
      return "Clue[…]";
    }
  }

  /**
   * How many examinations and orders wait.
   *
   * @param inDoubt examinations that wait for a person
   * @param openOrders orders of the last month that stand and have no examination yet
   * @param overdueOrders those of them whose time has passed
   */
  record Counts(long inDoubt, long openOrders, long overdueOrders) {}

  /** What a ledger transaction does; it sees what was written before it in the same commit. */
  interface Writer extends OrderMatches {
    /** Writes what was decided about an exchange, instead of what was decided before. */
    void put(OrderMatch match);
  }
}
