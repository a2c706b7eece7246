package org.farsight.orders;

import java.util.Optional;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Order;

/** Whether the ids of an order and an examination are known to be one person's. */
interface Links {

  /** No two ids are. */
  Links NONE = (order, examination) -> Optional.empty();

  /** How they are linked; empty where they are not, or are the same id. */
  Optional<Link> between(Order order, Examination examination);
}
