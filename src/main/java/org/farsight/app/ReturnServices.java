package org.farsight.app;

import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.farsight.delivery.ReturnDocuments;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderMatch;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.BranchHandlers;

/** What the ways back to branches are made of. */
final class ReturnServices {
  private ReturnServices() {}

  /** Reads what goes back. */
  static ReturnDocuments documents(ContentStore store) {
    return new ReturnDocuments(store);
  }

  /** The numbers of the order of an examination, where one is known. */
  static Function<String, Optional<Order.Numbers>> orders(SqlLedger ledger) {
    return exchange ->
        ledger
            .orderMatch(exchange)
            .flatMap(OrderMatch::order)
            .flatMap(order -> ledger.orders().order(order))
            .map(Order::numbers);
  }

  /** Shows branches their reports. */
  static void addTo(
      Router router,
      SqlLedger ledger,
      ContentStore store,
      Supplier<InForce> inForce,
      ReadingServices reading) {
    new BranchHandlers(
            ledger,
            ledger.returns(),
            ledger.criticals(),
            documents(store)::report,
            () -> inForce.get().sites(),
            InstantSource.system(),
            () -> inForce.get().targets().gate(),
            opened -> reading.told())
        .addTo(router);
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
