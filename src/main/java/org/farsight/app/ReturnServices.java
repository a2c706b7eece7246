package org.farsight.app;

import java.util.Optional;
import java.util.function.Function;
import org.farsight.delivery.ReturnDocuments;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderMatch;
import org.farsight.ledger.SqlLedger;

/** What the ways back to branches are made of. */
final class ReturnServices {
  private ReturnServices() {}

  /** Reads what goes back. */
  static ReturnDocuments documents(ContentStore store) {
    return new ReturnDocuments(store, (arrival, bytes) -> Optional.empty());
  }

  /** The order of an examination, where one is known. */
  static Function<String, Optional<Order>> orders(SqlLedger ledger) {
    return exchange ->
        ledger
            .orderMatch(exchange)
            .flatMap(OrderMatch::order)
            .flatMap(order -> ledger.orders().order(order));
  }

  /** Notes which ways need not be gone. */
  static void note(SqlLedger ledger, InForce inForce) {
    ledger.<Void>write(
        tx -> {
          tx.returns().optional(inForce.optionalWays());
          return null;
        });
  }
}
