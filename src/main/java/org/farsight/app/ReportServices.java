package org.farsight.app;

import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Way;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.reading.Claims;
import org.farsight.report.Report;
import org.farsight.report.ReportDesk;
import org.farsight.report.ReportFile;
import org.farsight.report.ReportKeys;
import org.farsight.report.ReportPaper;
import org.farsight.report.ReportPorts;
import org.farsight.report.ReportTemplates;
import org.farsight.report.ReportWriter;
import org.farsight.report.SignedVersions;
import org.farsight.report.Signing;
import org.farsight.web.KeyImages;
import org.farsight.web.ReportHandlers;
import org.farsight.web.VerifyHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports: written, signed, kept, and what they show over HTTP. */
final class ReportServices {
  private static final Logger log = LoggerFactory.getLogger(ReportServices.class);
  private static final String KEYS = "keys";

  /** How long a signature waits for the FHIR server before it says that it waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final SqlLedger ledger;
  private final SegmentStore store;
  private final Intake intake;
  private final Supplier<Sites> sites;
  private final Optional<Claims> claims;
  private final String target;
  private final ReportDesk desk;
  private final KillSwitch killSwitch;
  private volatile ReportTemplates templates;

  /**
   * Reads the keys, or makes them.
   *
   * @param claims know from the FHIR server who has a case; empty: there is no such server
   * @param address of the engine, where no other is configured
   * @param killSwitch is told of each version that is kept
   * @throws IOException if there is no key to sign with
   */
  ReportServices(
      Configuration configuration,
      SqlLedger ledger,
      SegmentStore store,
      Intake intake,
      Drawings drawings,
      Supplier<Sites> sites,
      Optional<Claims> claims,
      String address,
      KillSwitch killSwitch)
      throws IOException {
    this.ledger = ledger;
    this.store = store;
    this.intake = intake;
    this.sites = sites;
    this.claims = claims;
    this.killSwitch = killSwitch;
    this.target = configuration.reading().target().orElse("");
    ReportSettings settings = configuration.reports();
    templates = settings.templates();
    ReportKeys keys =
        ReportKeys.open(configuration.storage().data().resolve(KEYS), settings.keyFile());
    log.info("reports are signed by {}", keys.signing());
    ReportWriter writer =
        new ReportWriter(
            ledger,
            new ReportPaper(drawings.pdf()),
            new AcquisitionTimes(ledger, ledger.catalogue(), drawings.originals(), sites)::of,
            new ReportExhibits(
                ledger, drawings.originals(), new KeyImages(ledger.catalogue(), store), sites),
            keys.signing(),
            settings.language(),
            settings.publicUrl().orElse(address),
            InstantSource.system());
    desk =
        new ReportDesk(
            new ReportPorts(
                ledger,
                ledger.cases(),
                ledger.reportDrafts(),
                new SignedVersions(ledger, store),
                this::hindrance,
                this::keep,
                () -> templates,
                sites),
            writer);
  }

  /** A case that one has, one begins to read: then the FHIR server has said who has it. */
  private Optional<Signing> hindrance(ReadingCase one, Report.Signer reader) {
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    Claims.Answer answer =
        claims
            .get()
            .wish(
                Claims.Wish.START,
                one.id(),
                new Claims.Reader(reader.login(), reader.name()),
                Optional.empty());
    return switch (answer) {
      case Claims.Answer.Done done -> Optional.empty();
      // who has it was seen last; what is signed waits for the server
      case Claims.Answer.NotReached away -> Optional.empty();
      case Claims.Answer.Held held ->
          Optional.of(new Signing.HeldBy(held.by().id(), held.by().name()));
      case Claims.Answer.Changed changed -> Optional.of(new Signing.NotHeld(changed.now()));
      case Claims.Answer.NotAllowed no -> Optional.of(new Signing.NotHeld(no.now()));
      case Claims.Answer.Unknown unknown -> Optional.of(new Signing.Unknown());
      case Claims.Answer.Refused refused ->
          Optional.of(new Signing.NotKept("the FHIR server answers " + refused.why()));
    };
  }

  private Receipt keep(Exchange examination, ReportFile file) {
    Site site = sites.get().ofExchange(examination.siteId());
    ObjectFacts facts =
        ObjectFacts.ofDocument(
            ReportFile.FORMAT,
            file.caseId(),
            examination.modality(),
            examination.patientId(),
            examination.patientIssuer(),
            examination.accession());
    Receipt receipt =
        intake.keep(
            new Incoming(
                Way.READING_ROOM,
                site,
                file.report().signer().login(),
                null,
                null,
                new ByteArrayInputStream(file.bytes())),
            facts);
    if (receipt instanceof Receipt.Kept) {
      killSwitch.pass(KillPoint.REPORT_KEPT);
    }
    return receipt;
  }

  /** Puts the handlers on the router. */
  void addTo(Router router) {
    new ReportHandlers(
            new ReportHandlers.Ports(
                desk,
                new SignedVersions(ledger, store),
                ledger,
                ledger.cases(),
                ledger.returns(),
                () -> templates,
                () -> target,
                PATIENCE))
        .addTo(router);
    new VerifyHandler(desk, this::siteOf).addTo(router);
  }

  /** An addendum's id is the exchange's with a revision behind it. */
  private Optional<String> siteOf(String caseId) {
    return ledger
        .cases()
        .find(caseId)
        .map(ReadingCase::siteId)
        .or(() -> ledger.exchange(caseId.replaceFirst("-[0-9]+$", "")).map(Exchange::siteId));
  }

  /** Puts the templates of a configuration in force. */
  List<String> reload(Configuration next) {
    if (templates.equals(next.reports().templates())) {
      return List.of();
    }
    templates = next.reports().templates();
    return List.of("templates of reports changed: " + templates.all().size());
  }
}
