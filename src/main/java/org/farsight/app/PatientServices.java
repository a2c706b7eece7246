package org.farsight.app;

import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Recall;
import org.farsight.exchange.Targets;
import org.farsight.identity.PatientDesk;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.PatientHandlers;
import org.farsight.web.RecallHandlers;

/**
 * What people decide about patients, and about what was sent under the wrong one.
 *
 * @param targets in force
 */
record PatientServices(
    SqlLedger ledger, SegmentStore store, Doorbell doorbell, Supplier<Targets> targets) {

  /** Puts the handlers on the router. */
  void addTo(Router router) {
    InstantSource clock = InstantSource.system();
    new PatientHandlers(
            ledger.identities(),
            new PatientDesk(ledger, ledger.identities(), targets, doorbell, clock))
        .addTo(router);
    new RecallHandlers(new Recall(ledger, ledger.interventions(), store, targets, doorbell, clock))
        .addTo(router);
  }
}
