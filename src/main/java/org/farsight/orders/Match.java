package org.farsight.orders;

import java.util.List;
import org.farsight.exchange.Order;

/** Which order an examination belongs to, as far as rules can tell. */
sealed interface Match {

  /** It belongs to this one. */
  record Matched(Order order, Rule rule) implements Match {}

  /** No order is known for it. */
  record None() implements Match {}

  /**
   * It may belong to one of these; a person must say.
   *
   * @param candidates at least one
   */
  record InDoubt(List<Order> candidates, Doubt why) implements Match {
    /** Takes a copy. */
    public InDoubt {
      candidates = List.copyOf(candidates);
    }
  }
}
