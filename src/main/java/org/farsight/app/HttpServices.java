package org.farsight.app;

import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.camel.Routes;
import org.farsight.catalogue.StandingStudies;
import org.farsight.dicom.web.PartSpools;
import org.farsight.exchange.Circuits;
import org.farsight.exchange.Sites;
import org.farsight.intake.Intake;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.DicomWebHandlers;
import org.farsight.web.EcgHandlers;
import org.farsight.web.EcgUploads;
import org.farsight.web.ExchangeHandlers;
import org.farsight.web.ObserveHandlers;
import org.farsight.web.PageHandlers;
import org.farsight.web.ReloadHandler;
import org.farsight.web.StowHandler;

/** What the HTTP server answers besides the routes. */
final class HttpServices implements AutoCloseable {
  /** Where below the data folder the parts of requests are while they come in. */
  private static final String PARTS = "parts";

  private final SqlLedger ledger;
  private final SegmentStore store;
  private final DicomWebHandlers dicomWeb;

  /**
   * Puts every handler on the router.
   *
   * @param sites in force
   * @param circuits which targets are called
   * @param reload reads the configuration again
   */
  HttpServices(
      Configuration configuration,
      SqlLedger ledger,
      SegmentStore store,
      Intake intake,
      Drawings drawings,
      Supplier<Sites> sites,
      Circuits circuits,
      Meters meters,
      Routes routes,
      ReloadHandler.Reload reload)
      throws IOException {
    this.ledger = ledger;
    this.store = store;
    Router router = routes.router();
    dicomWeb =
        new DicomWebHandlers(
            new StowHandler(intake, sites, spools(configuration)),
            new StandingStudies(ledger.catalogue(), ledger.interventions()::recalled, true),
            store,
            configuration.http().maxDicom());
    dicomWeb.addTo(router);
    new EcgUploads().addTo(router);
    OrderServices.addTo(router, intake, sites);
    new ExchangeHandlers(ledger, ledger.commitments(), circuits::downFor).addTo(router);
    new EcgHandlers(ledger, drawings.originals(), sites, drawings.pdf()).addTo(router);
    new ObserveHandlers(
            Map.of(
                "ledger",
                this::ledgerCheck,
                "disk",
                this::diskCheck,
                "dicom",
                routes::dicomTrouble,
                "routes",
                () -> routes.running() ? Optional.empty() : Optional.of("a route does not run")),
            circuits::statuses,
            meters.registry())
        .addTo(router);
    new ReloadHandler(reload).addTo(router);
    new PageHandlers().addTo(router);
  }

  private PartSpools spools(Configuration configuration) throws IOException {
    return new PartSpools(
        configuration.storage().data().resolve(PARTS),
        () -> {
          if (store.free() <= 0) {
            throw new IOException("the disk is full up to its reserve");
          }
        });
  }

  private Optional<String> ledgerCheck() {
    ledger.newest(null, 1);
    List<String> damages = ledger.damages();
    return damages.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", damages));
  }

  private Optional<String> diskCheck() {
    try {
      List<String> full = store.fullDisks();
      return full.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", full));
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  @Override
  public void close() {
    dicomWeb.close();
  }
}
