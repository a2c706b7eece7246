package org.farsight.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.farsight.camel.Callers;
import org.farsight.catalogue.EngineQuery;
import org.farsight.catalogue.EngineRetrieve;
import org.farsight.catalogue.EngineWorklist;
import org.farsight.catalogue.RetrievalStory;
import org.farsight.catalogue.StandingStudies;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.service.QueryScp;
import org.farsight.dicom.service.RetrieveScp;
import org.farsight.dicom.service.WorklistScp;
import org.farsight.dicom.ul.Connector;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Node;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Workstations;
import org.farsight.ledger.SqlLedger;

/** What the DICOM listener offers besides C-ECHO and C-STORE: the bean {@code dicomServices}. */
final class DicomServices {

  private DicomServices() {}

  /**
   * What the services work with.
   *
   * @param callers knows who has opened an association
   * @param sites in force now, which a reload may change
   * @param workstations in force now, which a reload may change
   * @param connectors open associations with destinations
   * @param ourAet our AE title
   * @param devices what devices announce and ask about what they store
   */
  record Ports(
      SqlLedger ledger,
      ContentStore store,
      Callers callers,
      Supplier<Sites> sites,
      Supplier<Workstations> workstations,
      Function<Node, Connector> connectors,
      String ourAet,
      List<DimseService> devices) {}

  static List<DimseService> of(Ports ports) {
    Catalogue catalogue =
        new StandingStudies(
            ports.ledger().catalogue(), ports.ledger().interventions()::recalled, false);
    EngineRetrieve retrieve =
        new EngineRetrieve(
            catalogue,
            ports.store(),
            ports.callers()::caller,
            ports.workstations(),
            () -> ports.sites().get().sites(),
            ports.connectors(),
            new RetrievalStory(ports.ledger(), InstantSource.system()));
    List<DimseService> services = new ArrayList<>(ports.devices());
    services.add(new QueryScp(new EngineQuery(catalogue, ports.callers()::caller, ports.ourAet())));
    services.add(new RetrieveScp(retrieve, ports.ourAet()));
    services.add(
        new WorklistScp(new EngineWorklist(ports.ledger().worklist(), ports.callers()::caller)));
    return services;
  }
}
