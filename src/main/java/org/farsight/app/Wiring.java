package org.farsight.app;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.camel.BranchLanes;
import org.farsight.camel.Broker;
import org.farsight.camel.MllpPort;
import org.farsight.camel.Routes;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.Site;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.NoSignIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every service of the engine, in the order in which they need one another; closed in the opposite
 * order: the {@link Foundation}, the {@link Entrance}, the {@link Work}, then routes, and what
 * answers over HTTP.
 */
public final class Wiring {

  /** The names by which routes call beans. */
  public static final Set<String> BEANS = RouteBeans.NAMES;

  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  private final Configuration configuration;
  private final Foundation base;
  private final Current current = new Current();
  private final Entrance entrance;
  private final Work work;
  private final Optional<AccessServices> access;
  private final Routes routes;
  private final SitePorts sitePorts;
  private final ReportServices reports;
  private final AlarmServices alarms;

  private Wiring(Configuration configuration, CrashTest crash, Parts parts) throws Exception {
    this.configuration = configuration;
    base = Foundation.open(configuration, crash, parts);
    entrance = new Entrance(base, current);
    work = Work.of(base, entrance, current);
    ReturnServices.note(base.ledger(), current.get());
    measureTargets();
    current.get().ecg().notes().forEach(log::warn);
    access = configuration.http().access().map(this::accessServices);
    access.ifPresent(services -> parts.closing("access", services));
    routes = parts.closing("routes", startRoutes());
    for (String step : current.get().steps()) {
      routes.addTarget(step);
    }
    sitePorts = new SitePorts(routes);
    sitePorts.follow(current.sites());
    base.meters().watch(base.ledger(), entrance.callers()::count, entrance.bells()::lost);
    parts.closing("HTTP services", httpServices());
    reports = reportServices();
    addHandlers();
    Upkeep upkeep =
        new Upkeep(
            base.ledger(), base.store(), configuration.storage(), current, base.meters(), crash);
    parts.closing("upkeep", upkeep).start(routes.router());
    parts.closing("clock", new ClockService(base.ledger()));
    alarms = parts.closing("alarms", alarmServices());
    begin();
    engineFile().write(base.data());
    parts.closing("engine.json", () -> EngineFile.remove(base.data()));
  }

  /**
   * Starts everything.
   *
   * @throws IOException with what could not be opened or bound; nothing is left running
   */
  static Wiring start(Configuration configuration) throws IOException {
    Parts parts = new Parts();
    try {
      return new Wiring(configuration, CrashTest.of(System.getProperties()), parts);
    } catch (Exception e) {
      parts.close();
      throw e instanceof IOException io ? io : new IOException(reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "the engine cannot start: " + cause.getMessage();
  }

  private Routes startRoutes() throws Exception {
    BranchLanes branches =
        base.parts().closing("branch lanes", new BranchLanes(entrance.bells(), work.steps()));
    Routes.Options options =
        new Routes.Options(
            configuration.routes(),
            configuration.http().host(),
            configuration.http().port(),
            configuration.http().maxBody(),
            configuration.placeholders(),
            RouteBeans.of(base, entrance, work, current, branches),
            access.map(AccessServices::gate));
    return Routes.start(options, base.broker().connections(), base.meters().registry());
  }

  private AccessServices accessServices(AccessSettings settings) {
    return new AccessServices(
        settings,
        base.ledger(),
        current::sites,
        current::fhirServer,
        configuration.department().name());
  }

  private HttpServices httpServices() throws IOException {
    return new HttpServices(
        configuration,
        base.ledger(),
        base.store(),
        entrance.intake(),
        work.drawings(),
        current::sites,
        entrance.targets().circuits(),
        base.meters(),
        routes,
        this::reloadFile);
  }

  private ReportServices reportServices() throws IOException {
    return new ReportServices(
        configuration,
        base.ledger(),
        base.store(),
        entrance.intake(),
        work.drawings(),
        current::sites,
        work.reading().claims(),
        httpAddress(),
        base.crash().killSwitch());
  }

  private AlarmServices alarmServices() throws IOException {
    return new AlarmServices(
        configuration,
        base.ledger(),
        current,
        entrance.targets().circuits(),
        entrance.tlsKeys(),
        base.meters().registry());
  }

  private void addHandlers() {
    reports.addTo(routes.router());
    new QuarantineServices(
            base.ledger(),
            base.store(),
            entrance.doorbell(),
            entrance.rules(),
            current::sites,
            current::targets)
        .addTo(routes.router());
    new PatientServices(base.ledger(), base.store(), entrance.doorbell(), current::targets)
        .addTo(routes.router());
    work.matching().addTo(routes.router(), entrance.doorbell(), base.meters().registry());
    ReturnServices.addTo(routes.router(), base.ledger(), base.store(), current, work.reading());
  }

  /** From here on work that was left is gone on with, and what is due is looked for. */
  private void begin() throws Exception {
    entrance.bells().start();
    alarms.start(routes.router());
    work.reading().start(routes.router(), current::sites, () -> current.targets().gate());
    work.criticals().start(routes.router());
    entrance.devices().start();
    access.ifPresentOrElse(
        services -> services.start(routes.router()), () -> NoSignIn.addTo(routes.router()));
  }

  private EngineFile engineFile() {
    return new EngineFile(
        ProcessHandle.current().pid(),
        httpAddress(),
        configuration.dicom().address(routes.dicomPort()),
        routes.dicomTlsPort().map(configuration.dicom()::address).orElse(""),
        mllp().port().map(port -> configuration.mllp().host() + ":" + port).orElse(""),
        commandToken());
  }

  private void measureTargets() {
    entrance.targets().measure(current.get(), base.ledger().openSteps().keySet());
  }

  /** Reads the file again, with the same overrides, and puts it in force. */
  private List<String> reloadFile() {
    return reload(
        ConfigurationReader.read(
            configuration.source(),
            configuration.storage().data(),
            configuration.overrides(),
            configuration.home()));
  }

  /** Puts the sites and targets of a configuration in force; open associations stay untouched. */
  synchronized List<String> reload(Configuration next) {
    InForce before = current.get();
    InForce after = work.deliveries().inForce(next, before);
    List<String> changes = new ArrayList<>();
    try {
      replace(before, after, changes);
      changes.addAll(sitePorts.follow(after.sites()));
      for (Site site : next.sites()) {
        Files.createDirectories(configuration.storage().inbox().resolve(site.id()));
      }
    } catch (Exception e) {
      throw new IllegalStateException("the reload broke off after " + changes, e);
    }
    changes.addAll(before.changesTo(after));
    changes.addAll(alarms.reload(next));
    changes.addAll(reports.reload(next));
    List<String> restart = next.needsRestartFrom(configuration);
    if (!restart.isEmpty()) {
      changes.add("only after a restart: " + String.join(", ", restart));
    }
    changes.forEach(change -> log.info("reload: {}", change));
    return changes;
  }

  /** Queues of targets that are gone end before, those of new ones begin after. */
  private void replace(InForce before, InForce after, List<String> changes) throws Exception {
    for (String id : before.steps()) {
      if (after.targets().delivery(id).isEmpty()) {
        routes.removeTarget(id);
        changes.add("target " + id + " removed");
      }
    }
    current.set(after);
    ReturnServices.note(base.ledger(), after);
    measureTargets();
    for (String id : after.steps()) {
      Optional<Delivery> old = before.targets().delivery(id);
      if (old.isEmpty()) {
        routes.addTarget(id);
        changes.add("target " + id + " added");
      } else if (!old.equals(after.targets().delivery(id))) {
        changes.add("target " + id + " changed");
      }
    }
  }

  /** Base address of the HTTP server. */
  String httpAddress() {
    return "http://" + configuration.http().host() + ":" + routes.httpPort();
  }

  /** What this machine's commands send; empty where there is no sign-in. */
  String commandToken() {
    return access.map(AccessServices::commandToken).orElse("");
  }

  /** The password of the first account, if this start has made it. */
  Optional<String> firstPassword() {
    return access.flatMap(AccessServices::firstPassword);
  }

  Configuration configuration() {
    return configuration;
  }

  MllpPort mllp() {
    return entrance.mllp();
  }

  SqlLedger ledger() {
    return base.ledger();
  }

  Broker broker() {
    return base.broker();
  }

  Routes routes() {
    return routes;
  }

  void close() {
    base.parts().close();
  }
}
