package org.farsight.app;

import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Replay;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Targets;
import org.farsight.intake.Evidence;
import org.farsight.intake.Intake;
import org.farsight.intake.QuarantineDesk;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.QuarantineHandlers;
import org.farsight.web.ReplayHandlers;

/**
 * What people decide about what the engine cannot decide itself.
 *
 * @param options those of the intake
 * @param sites in force
 * @param targets in force
 */
record QuarantineServices(
    SqlLedger ledger,
    SegmentStore store,
    Doorbell doorbell,
    Intake.Options options,
    Supplier<Sites> sites,
    Supplier<Targets> targets) {

  /** Puts the handlers on the router. */
  void addTo(Router router) {
    new QuarantineHandlers(
            ledger,
            ledger.interventions(),
            new QuarantineDesk(ledger, store, doorbell, options, sites),
            new Evidence(store, options),
            store)
        .addTo(router);
    new ReplayHandlers(
            new Replay(
                ledger, ledger.interventions(), store, targets, doorbell, InstantSource.system()),
            ledger.interventions())
        .addTo(router);
  }
}
