package org.farsight.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.delivery.ArchiveConnector;
import org.farsight.delivery.EcgObjects;
import org.farsight.delivery.FhirDelivery;
import org.farsight.delivery.FhirOptions;
import org.farsight.delivery.ReturnDelivery;
import org.farsight.delivery.ReturnDocuments;
import org.farsight.delivery.ReturnPorts;
import org.farsight.delivery.Settlement;
import org.farsight.delivery.StorageDelivery;
import org.farsight.dicom.service.StoragePool;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.Interventions.Recalled;
import org.farsight.exchange.Order;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;
import org.farsight.exchange.Workstations;
import org.farsight.fhir.SignedReads;
import org.jspecify.annotations.Nullable;

/**
 * A delivery for each target that a configuration names.
 *
 * @param store what is handed over
 * @param ecgs ECG files as objects for an archive
 * @param archives associations with archives, shared by all of them
 * @param connectors call archives, as secured as each is
 * @param drawings what FHIR servers are given later than the ECG itself
 * @param settlement carries out what was decided about patients
 * @param reads is told of each read that a FHIR server has taken
 * @param documents reads what goes back to branches
 * @param recalls the recall of an exchange that is in force
 * @param orders numbers of the order of an examination, by the examination's exchange
 */
record Deliveries(
    ContentStore store,
    EcgObjects ecgs,
    StoragePool archives,
    ArchiveConnector connectors,
    Drawings drawings,
    Settlement settlement,
    SignedReads reads,
    ReturnDocuments documents,
    Function<String, Optional<Recalled>> recalls,
    Function<String, Optional<Order.Numbers>> orders,
    CrashTest crash) {

  private ReturnPorts ports() {
    return new ReturnPorts(FhirOptions.DEFAULT, archives, connectors, orders, crash.killSwitch());
  }

  /** An unchanged target keeps its delivery, and with it what that has open. */
  InForce inForce(Configuration from, @Nullable InForce before) {
    List<Targets.Entry> entries = new ArrayList<>();
    List<Target> all = new ArrayList<>(from.targets());
    all.addAll(from.ways());
    for (Target target : all) {
      Optional<Targets.Entry> same =
          before == null
              ? Optional.empty()
              : before.targets().entries().stream()
                  .filter(entry -> entry.target().equals(target))
                  .findFirst();
      entries.add(same.orElseGet(() -> new Targets.Entry(target, delivery(target))));
    }
    return new InForce(
        new Sites(from.sites(), from.dicom().acceptUnknown()),
        new Targets(
            entries,
            drawings.after(entries, Optional.ofNullable(before).map(InForce::targets)),
            from.reading().target()),
        new Workstations(from.workstations()),
        from.commitment(),
        from.ecg(),
        from.retention(),
        from.reading().clocks(),
        from.critical());
  }

  private Delivery delivery(Target target) {
    return switch (target) {
      case Target.FhirServer fhir ->
          new FhirDelivery(
                  fhir, store, FhirOptions.DEFAULT, crash.killSwitch(), Optional.of(settlement))
              .telling(reads);
      case Target.Archive archive ->
          crash
              .ports()
              .over(
                  new StorageDelivery(
                          archive,
                          crash.ports().sending(store),
                          ecgs,
                          archives,
                          connectors.of(archive))
                      .rejecting(recalls));
      case BranchWay way ->
          crash.ports().returning(way, ReturnDelivery.by(way, documents, ports()));
    };
  }
}
