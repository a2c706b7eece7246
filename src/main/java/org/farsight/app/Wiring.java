package org.farsight.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.camel.Bells;
import org.farsight.camel.BranchLanes;
import org.farsight.camel.Broker;
import org.farsight.camel.Callers;
import org.farsight.camel.MllpPort;
import org.farsight.camel.ReadySslContext;
import org.farsight.camel.Receive;
import org.farsight.camel.ReceiveMessages;
import org.farsight.camel.Routes;
import org.farsight.camel.RunStep;
import org.farsight.camel.Trouble;
import org.farsight.delivery.ArchiveConnector;
import org.farsight.delivery.EcgObjects;
import org.farsight.delivery.Settlement;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Site;
import org.farsight.exchange.Steps;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;
import org.farsight.fhir.ConversionOptions;
import org.farsight.fhir.Conversions;
import org.farsight.fhir.Profiles;
import org.farsight.intake.Intake;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.report.ReportPaper;
import org.farsight.web.NoSignIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every {@code new} of a service, in the order in which they need one another; closed in the
 * opposite order.
 */
public final class Wiring {

  /** The names by which routes call beans. */
  public static final Set<String> BEANS =
      Set.of("receive", "messages", "step", "branches", "trouble");

  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  /** A service that is closed with the engine. */
  private record Part(String name, AutoCloseable service) {}

  private final Configuration configuration;
  private final CrashTest crash;
  private final Deque<Part> parts;
  private final Meters meters;
  private final SqlLedger ledger;
  private final SegmentStore store;
  private final Broker broker;
  private final TargetWatch targets;
  private final Bells bells;
  private final Callers callers;
  private final Optional<TlsKeys> tlsKeys;
  private final ArchiveConnector connectors;
  private final MllpPort mllp;
  private final Deliveries deliveries;
  private volatile InForce inForce;
  private final Optional<AccessServices> access;
  private final Routes routes;
  private final SitePorts sitePorts;
  private final ReportServices reports;
  private final AlarmServices alarms;

  private Wiring(Configuration configuration, CrashTest crash, Deque<Part> parts) throws Exception {
    this.configuration = configuration;
    this.crash = crash;
    this.parts = parts;
    Path data = configuration.storage().data();
    Files.createDirectories(configuration.storage().inbox());
    for (var site : configuration.sites()) {
      Files.createDirectories(configuration.storage().inbox().resolve(site.id()));
    }
    meters = closing("meters", crash.meters());
    ledger =
        closing(
            "ledger",
            SqlLedger.open(
                crash.of(
                    configuration
                        .storage()
                        .ledgerOptions()
                        .withStore(configuration.storage().store()))));
    SegmentStore.Options usual = SegmentStore.Options.in(configuration.storage().store());
    store =
        closing(
            "content store",
            SegmentStore.open(
                new SegmentStore.Options(
                    usual.folder(),
                    usual.small(),
                    usual.memory(),
                    crash.segment().orElse(usual.segment()),
                    configuration.storage().reserve(),
                    Optional.of(configuration.storage().ledger())),
                ledger.committedEnds(),
                crash.killSwitch()));
    Optional<String> url = configuration.brokerUrlIfAny();
    broker = closing("broker", url.isPresent() ? Broker.external(url.get()) : Broker.embedded());
    targets =
        new TargetWatch(
            () -> inForce.targets(), configuration.retries().circuits(), meters.registry());
    bells =
        closing(
            "bells",
            new Bells(
                broker.connections(),
                ledger,
                broker::waiting,
                () -> inForce.steps(),
                targets.circuits()));
    Doorbell doorbell = crash.ports().over(bells);
    EcgFormats formats = EcgFormats.standard();
    DeviceServices devices = closing("device services", deviceServices());
    Intake.Options door =
        Intake.Options.of(configuration.study(), formats.readers())
            .telling(devices::joined)
            .taking(OrderServices.READERS);
    Intake intake = closing("intake", new Intake(ledger, store, doorbell, meters, door));
    tlsKeys = configuration.dicom().tlsKeys();
    mllp = new MllpPort(configuration.mllp().limits());
    connectors = configuration.dicom().archives(tlsKeys);
    Optional<Profiles> profiles = crash.unchecked() ? Optional.empty() : Optional.of(profiles());
    Drawings drawings =
        new Drawings(
            store,
            conversionOptions(),
            new PdfDrawing(),
            () -> inForce.ecg().policy(),
            ledger.interventions()::isRecalled,
            profiles);
    KeptReports keptReports =
        new KeptReports(
            ledger, store, intake, () -> inForce.sites(), new ReportPaper(drawings.pdf()));
    ReadingServices reading =
        closing(
            "reading", new ReadingServices(configuration, ledger, keptReports, crash.killSwitch()));
    deliveries =
        new Deliveries(
            store,
            new EcgObjects(
                crash.ports().sending(store), formats, conversionOptions().maxFileBytes()),
            closing("archive associations", new StoragePool(StoragePool.Limits.DEFAULT)),
            connectors,
            drawings,
            new Settlement(ledger, ledger.identities()),
            reading.reads(),
            ReturnServices.documents(store),
            ReturnServices.orders(ledger),
            crash);
    inForce = deliveries.inForce(configuration, null);
    ReturnServices.note(ledger, inForce);
    targets.measure(inForce, ledger.openSteps().keySet());
    inForce.ecg().notes().forEach(log::warn);
    callers =
        new Callers(
            () -> inForce.sites(),
            () -> inForce.workstations(),
            aet -> inForce.isArchive(aet),
            intake::associationClosed);
    CriticalServices criticals =
        closing(
            "critical values",
            new CriticalServices(
                ledger, store, intake, () -> inForce, reading, crash.killSwitch()));
    MatchServices matching =
        MatchServices.of(ledger, configuration.matching(), () -> inForce.sites());
    Steps steps =
        new Steps(
            new Steps.Ports(
                ledger,
                crash.ports().over(store),
                crash
                    .ports()
                    .over(
                        new Conversions(
                            store,
                            conversionOptions(),
                            formats,
                            profiles,
                            ledger::recording,
                            () -> inForce.ecg().policy(),
                            ledger.identities(),
                            ledger.interventions()::isRecalled,
                            matching.search(),
                            new KnownExaminations(ledger))),
                () -> inForce.targets(),
                () -> inForce.sites(),
                intake.carriage(),
                doorbell,
                targets.circuits(),
                criticals.telling(reading.telling(meters)),
                InstantSource.system(),
                matching.matching()),
            configuration.study(),
            configuration.retries().policy());
    access = configuration.http().access().map(this::accessServices);
    access.ifPresent(services -> closing("access", services));
    routes =
        closing(
            "routes",
            Routes.start(
                routesOptions(
                    Map.of(
                        "receive",
                        new Receive(intake, callers, () -> inForce.sites(), crash.killSwitch()),
                        "messages",
                        new ReceiveMessages(
                            intake,
                            () -> inForce.sites(),
                            keptReports.ofRis(configuration.reading().risFacilities())),
                        "mllpFrames",
                        mllp,
                        "mllpChannels",
                        mllp.channels(),
                        "step",
                        new RunStep(bells, steps),
                        "branches",
                        closing("branch lanes", new BranchLanes(bells, steps)),
                        "trouble",
                        new Trouble(),
                        "callers",
                        callers,
                        "dicomServices",
                        DicomServices.of(
                            new DicomServices.Ports(
                                ledger,
                                store,
                                callers,
                                () -> inForce.sites(),
                                () -> inForce.workstations(),
                                connectors::of,
                                configuration.dicom().aet(),
                                devices.services())))),
                broker.connections(),
                meters.registry()));
    for (String step : inForce.steps()) {
      routes.addTarget(step);
    }
    sitePorts = new SitePorts(routes);
    sitePorts.follow(inForce.sites());
    meters.watch(ledger, callers::count, bells::lost);
    closing(
        "HTTP services",
        new HttpServices(
            configuration,
            ledger,
            store,
            intake,
            drawings,
            () -> inForce.sites(),
            targets.circuits(),
            meters,
            routes,
            this::reloadFile));
    reports =
        new ReportServices(
            configuration,
            ledger,
            store,
            intake,
            drawings,
            () -> inForce.sites(),
            reading.claims(),
            "http://" + configuration.http().host() + ":" + routes.httpPort(),
            crash.killSwitch());
    reports.addTo(routes.router());
    new QuarantineServices(
            ledger, store, doorbell, door, () -> inForce.sites(), () -> inForce.targets())
        .addTo(routes.router());
    new PatientServices(ledger, store, doorbell, () -> inForce.targets()).addTo(routes.router());
    matching.addTo(routes.router(), doorbell, meters.registry());
    ReturnServices.addTo(routes.router(), ledger, store, () -> inForce, reading);
    closing(
            "upkeep",
            new Upkeep(ledger, store, configuration.storage(), () -> inForce, meters, crash))
        .start(routes.router());
    closing("clock", new ClockService(ledger));
    alarms =
        closing(
            "alarms",
            new AlarmServices(
                configuration,
                ledger,
                () -> inForce,
                targets.circuits(),
                tlsKeys,
                meters.registry()));
    bells.start();
    alarms.start(routes.router());
    reading.start(routes.router(), () -> inForce.sites(), () -> inForce.targets().gate());
    criticals.start(routes.router());
    devices.start();
    access.ifPresentOrElse(
        services -> services.start(routes.router()), () -> NoSignIn.addTo(routes.router()));
    EngineFile file =
        new EngineFile(
            ProcessHandle.current().pid(),
            "http://" + configuration.http().host() + ":" + routes.httpPort(),
            configuration.dicom().address(routes.dicomPort()),
            routes.dicomTlsPort().map(configuration.dicom()::address).orElse(""),
            mllp.port().map(port -> configuration.mllp().host() + ":" + port).orElse(""),
            commandToken());
    file.write(data);
    closing("engine.json", () -> EngineFile.remove(data));
  }

  /**
   * Starts everything.
   *
   * @throws IOException with what could not be opened or bound; nothing is left running
   */
  static Wiring start(Configuration configuration) throws IOException {
    Deque<Part> parts = new ArrayDeque<>();
    try {
      return new Wiring(configuration, CrashTest.of(System.getProperties()), parts);
    } catch (Exception e) {
      closeAll(parts);
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

  private <T extends AutoCloseable> T closing(String name, T service) {
    parts.push(new Part(name, service));
    return service;
  }

  private Routes.Options routesOptions(Map<String, Object> beans) {
    Map<String, Object> all = new HashMap<>(beans);
    all.put("associations", callers);
    tlsKeys.ifPresent(keys -> all.put("dicomTls", new ReadySslContext(keys.context())));
    return new Routes.Options(
        configuration.routes(),
        configuration.http().host(),
        configuration.http().port(),
        configuration.http().maxBody(),
        configuration.placeholders(),
        all,
        access.map(AccessServices::gate));
  }

  private AccessServices accessServices(AccessSettings settings) {
    return new AccessServices(
        settings,
        ledger,
        () -> inForce.sites(),
        () ->
            inForce.targets().entries().stream()
                .map(Targets.Entry::target)
                .filter(Target.FhirServer.class::isInstance)
                .map(Target.FhirServer.class::cast)
                .findFirst(),
        configuration.department().name());
  }

  /** What this machine's commands send; empty where there is no sign-in. */
  String commandToken() {
    return access.map(AccessServices::commandToken).orElse("");
  }

  /** The password of the first account, if this start has made it. */
  Optional<String> firstPassword() {
    return access.flatMap(AccessServices::firstPassword);
  }

  private DeviceServices deviceServices() {
    return new DeviceServices(
        ledger,
        bells,
        meters,
        new DeviceServices.InForce(
            () -> inForce.sites(),
            () -> inForce.targets(),
            site -> inForce.commitment().mode(site)),
        archive -> connectors.of(archive),
        device -> connectors.of(device),
        association -> callers.site(association),
        configuration.commitment().patience(),
        crash.killSwitch());
  }

  /** The first resource takes seconds: a thread beside the start takes them. */
  private Profiles profiles() throws IOException {
    Profiles profiles = new Profiles(configuration.home().resolve("fhir-profiles"));
    Thread.ofPlatform().name("profiles").daemon().start(profiles::warmUp);
    return profiles;
  }

  private ConversionOptions conversionOptions() {
    String version = Wiring.class.getPackage().getImplementationVersion();
    return new ConversionOptions(
            configuration.wadoUrl(),
            version == null ? "development" : version,
            configuration.department().id(),
            configuration.department().name(),
            configuration.maxInstances())
        .with(examination -> inForce.clocks().allowed(examination));
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
    InForce before = inForce;
    InForce after = deliveries.inForce(next, before);
    List<String> changes = new ArrayList<>();
    try {
      for (String id : before.steps()) {
        if (after.targets().delivery(id).isEmpty()) {
          routes.removeTarget(id);
          changes.add("target " + id + " removed");
        }
      }
      inForce = after;
      ReturnServices.note(ledger, after);
      targets.measure(after, ledger.openSteps().keySet());
      for (String id : after.steps()) {
        Optional<Delivery> old = before.targets().delivery(id);
        if (old.isEmpty()) {
          routes.addTarget(id);
          changes.add("target " + id + " added");
        } else if (!old.equals(after.targets().delivery(id))) {
          changes.add("target " + id + " changed");
        }
      }
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

  Configuration configuration() {
    return configuration;
  }

  MllpPort mllp() {
    return mllp;
  }

  SqlLedger ledger() {
    return ledger;
  }

  Broker broker() {
    return broker;
  }

  Routes routes() {
    return routes;
  }

  void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<Part> parts) {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.service().close();
      } catch (Exception e) {
        log.error("{} did not close well", part.name(), e);
      }
    }
  }
}
