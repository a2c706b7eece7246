package org.farsight.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.OrderDesk;
import org.farsight.exchange.OrderMatches;
import org.farsight.exchange.OrderMatching;
import org.farsight.exchange.Sites;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.OrderSearch;
import org.farsight.ledger.SqlLedger;
import org.farsight.orders.BookMatching;
import org.farsight.orders.LinkedPatients;
import org.farsight.web.OrderHandlers;

/**
 * Which order each examination belongs to, and what people decide about it.
 *
 * @param rules how examinations find their orders
 * @param matching by these rules
 */
record MatchServices(SqlLedger ledger, Configuration.Matching rules, OrderMatching matching) {

  /**
   * By these rules.
   *
   * @param sites in force
   */
  static MatchServices of(SqlLedger ledger, Configuration.Matching rules, Supplier<Sites> sites) {
    LinkedPatients linked =
        new LinkedPatients(
            ledger.identities(),
            (site, id, issuer) -> Identifiers.patientKey(sites.get().ofExchange(site), id, issuer));
    return new MatchServices(
        ledger, rules, new BookMatching(rules.window(), linked, InstantSource.system()));
  }

  /** What conversions ask. */
  OrderSearch search() {
    return new OrderSearch(
        matching, new OrderMatching.Sources(ledger.orders(), ledger.orderMatches()));
  }

  /** Puts the handlers on the router. */
  void addTo(Router router, Doorbell doorbell, MeterRegistry registry) {
    new OrderHandlers(
            ledger.orders(),
            ledger.orderMatches(),
            new OrderDesk(ledger, ledger.orders(), doorbell, InstantSource.system()),
            rules.overdue(),
            InstantSource.system())
        .addTo(router);
    gauge(
        registry,
        "in.doubt",
        "Examinations whose order a person must decide on",
        OrderMatches.Counts::inDoubt);
    gauge(
        registry,
        "open",
        "Orders of the last month without an examination",
        OrderMatches.Counts::openOrders);
    gauge(
        registry,
        "overdue",
        "Those of them whose time has passed",
        OrderMatches.Counts::overdueOrders);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<OrderMatches.Counts> value) {
    Gauge.builder("farsight.orders." + name, () -> value.applyAsDouble(counts()))
        .description(description)
        .register(registry);
  }

  private OrderMatches.Counts counts() {
    return ledger.orderMatches().counts(InstantSource.system().instant().minus(rules.overdue()));
  }
}
