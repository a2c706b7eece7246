package org.farsight.exchange;

import java.util.List;
import java.util.Optional;

/**
 * Port: decides which order an examination belongs to. What was decided stands until what the
 * examination says changes; what a person decided stands always. Asked twice for each conversion:
 * before it, and in the transaction that notes it, so that an order and its examination which come
 * at the same time do not miss each other. Safe for use by many threads.
 */
public interface OrderMatching {

  /** No examination has an order. */
  OrderMatching NONE =
      new OrderMatching() {
        @Override
        public Optional<Found> of(Examination examination, Sources sources) {
          return Optional.empty();
        }

        @Override
        public Late late(Order order, Sources sources) {
          return Late.NONE;
        }
      };

  /** The order of an examination; empty where nobody keeps orders. */
  Optional<Found> of(Examination examination, Sources sources);

  /** What an order, new or changed, means to examinations that are here already. */
  Late late(Order order, Sources sources);

  /** What is asked: outside of a transaction, or within one. */
  record Sources(OrderBook orders, OrderMatches matches) {
    /** Nothing is known. */
    public static final Sources NONE = new Sources(OrderBook.EMPTY, OrderMatches.NONE);
  }

  /**
   * What is known of the order of an examination.
   *
   * @param match what was decided
   * @param order its order, where it has one
   */
  record Found(OrderMatch match, Optional<Order> order) {}

  /**
   * What changes for examinations that were here before the order, or before its newest word.
   *
   * @param matched those that belong to it now, each for which an order was made before
   * @param doubtful those that may belong to it
   * @param touched those that belonged to it before and are to learn that it is taken back, or
   *     stands again
   * @param adopted those for which an order was made that becomes this one, now or before
   */
  record Late(
      List<OrderMatch> matched,
      List<OrderMatch> doubtful,
      List<OrderMatch> touched,
      List<Examination> adopted) {
    /** Nothing changes. */
    public static final Late NONE = new Late(List.of(), List.of(), List.of(), List.of());

    /** Takes copies. */
    public Late {
      matched = List.copyOf(matched);
      doubtful = List.copyOf(doubtful);
      touched = List.copyOf(touched);
      adopted = List.copyOf(adopted);
    }
  }
}
