package org.farsight.critical;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.Decision;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.RejectionReason;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.Way;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.farsight.intake.IntakeListener;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ForeignReport;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.SampleReports;
import org.jspecify.annotations.Nullable;

/** A ledger, a store and an intake in a folder, with a desk that looks when the test says so. */
public final class Scene implements AutoCloseable, InstantSource {
  public static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  public static final String SITE = "lake";

  private final Path folder;
  private Instant now = T0;
  public SqlLedger ledger;
  SegmentStore store;
  private Intake intake;
  public CriticalDesk desk;
  final List<String> changed = new ArrayList<>();
  final List<String> failures = new ArrayList<>();

  /** Is asked before something is kept, and before something is written after it; may throw. */
  Runnable beforeKeeping = () -> {};

  Runnable afterKeeping = () -> {};

  public Scene(Path folder) throws IOException {
    this.folder = folder;
    ledger = SqlLedger.open(SqlLedger.Options.in(folder.resolve("ledger")));
    store = store();
    intake = intake();
    desk = desk();
  }

  private SegmentStore store() throws IOException {
    return SegmentStore.open(
        new SegmentStore.Options(folder.resolve("store"), 1 << 20, 32 << 20, 64 << 20, 0),
        ledger.committedEnds());
  }

  private Intake intake() {
    return new Intake(
        ledger,
        store,
        (exchange, step) -> {},
        new Quiet(),
        new Intake.Options(
            new Completeness(Duration.ofSeconds(5), Duration.ofSeconds(60)),
            List.of(),
            1 << 20,
            this));
  }

  private CriticalDesk desk() {
    return new CriticalDesk(
        new CriticalPorts(
            ledger,
            ledger.criticals(),
            store,
            ledger.interventions()::isRecalled,
            this::keep,
            new Known(),
            () -> new Sites(List.of(site(SITE), site("hill")), false),
            () -> CriticalClocks.STANDARD,
            new Listener(),
            this));
  }

  private Receipt keep(Incoming incoming, ObjectFacts facts) {
    beforeKeeping.run();
    Receipt receipt = intake.keep(incoming, facts);
    afterKeeping.run();
    return receipt;
  }

  /** As after a crash: all is opened again, and nobody remembers anything. */
  void restart() throws IOException {
    close();
    ledger = SqlLedger.open(SqlLedger.Options.in(folder.resolve("ledger")));
    store = store();
    intake = intake();
    desk = desk();
    beforeKeeping = () -> {};
    afterKeeping = () -> {};
  }

  public static Site site(String id) {
    return new Site(
        id,
        id + " 卫生院",
        "https://example.org/" + id,
        ZoneId.of("+08:00"),
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        List.of());
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void sleep(Duration time) {
    now = instant().plus(time);
  }

  /** An examination of a site, kept as a file. */
  public Exchange examination(String site, String modality) {
    byte[] bytes = (site + modality + instant() + changed.size()).getBytes(StandardCharsets.UTF_8);
    ObjectFacts facts =
        new ObjectFacts("aecg", "", "", "", "", "", modality, "P-1001", "", "A2026-0007");
    Receipt receipt =
        intake.keep(
            new Incoming(Way.HTTP, site(site), "cart", null, null, new ByteArrayInputStream(bytes)),
            facts);
    return ledger.exchange(((Receipt.Kept) receipt).exchangeId()).orElseThrow();
  }

  /** A conversion has found something. */
  public void found(Exchange examination, String en, String zh) {
    tell(examination, new Finding(Event.CRITICAL_VALUE, en, zh));
  }

  private void tell(Exchange examination, Finding finding) {
    ledger.<Void>write(
        tx -> {
          tx.tell(
              examination.id(),
              new StoryLine(instant(), finding.event(), 1, Step.CONVERT, finding.detail()));
          return null;
        });
  }

  /** It was sent under the wrong patient, or was not. */
  void recall(Exchange examination, boolean recalled) {
    ledger.<Void>write(
        tx -> {
          tx.interventions()
              .recall(
                  examination.id(),
                  recalled ? Optional.of(RejectionReason.PATIENT_SAFETY) : Optional.empty(),
                  new Decision.Maker("周", "x"),
                  instant());
          return null;
        });
    Event event = recalled ? Event.RECALLED : Event.RECALL_UNDONE;
    tell(examination, new Finding(event, "周: x", "周: x"));
  }

  /** A version of the report is signed, with these words marked as critical. */
  ReportFile sign(Exchange examination, @Nullable ReportFile before, @Nullable String critical) {
    Report plain =
        before == null
            ? SampleReports.first(examination.id(), examination.siteId())
            : SampleReports.next(before, Report.Status.AMENDED, "补充");
    return keep(examination, plain, critical);
  }

  /** The report is taken back. */
  ReportFile withdraw(Exchange examination, ReportFile before) {
    return keep(
        examination, SampleReports.next(before, Report.Status.ENTERED_IN_ERROR, "患者有误"), null);
  }

  private ReportFile keep(Exchange examination, Report plain, @Nullable String critical) {
    ReportFile file = SampleReports.file(marked(plain, critical, instant()));
    ObjectFacts facts =
        ObjectFacts.ofDocument(
            ReportFile.FORMAT,
            examination.id(),
            examination.modality(),
            examination.patientId(),
            examination.patientIssuer(),
            examination.accession());
    intake.keep(
        new Incoming(
            Way.READING_ROOM,
            site(examination.siteId()),
            "zhang",
            null,
            null,
            new ByteArrayInputStream(file.bytes())),
        facts);
    return file;
  }

  /** Another system has signed a report that says what is critical. */
  void signedElsewhere(Exchange examination, String critical) {
    Report like = SampleReports.first(examination.id(), examination.siteId());
    ForeignReport report =
        new ForeignReport(
            like.caseId(),
            like.exchangeId(),
            1,
            like.status(),
            "",
            like.subject(),
            like.examination(),
            "钱主任",
            instant(),
            "",
            "见报告",
            Optional.of(critical),
            Optional.empty(),
            Optional.empty(),
            SampleReports.ZONE);
    byte[] bytes = new ForeignDocument(report, "DiagnosticReport/7", new byte[] {'{', '}'}).write();
    intake.keep(
        new Incoming(
            Way.FHIR_SERVER,
            site(examination.siteId()),
            "fhir",
            null,
            null,
            new ByteArrayInputStream(bytes)),
        ObjectFacts.ofDocument(ForeignDocument.FHIR, examination.id(), "CT", "P-1001", "", ""));
  }

  /** Something that calls itself a report and is none. */
  void keepBroken(Exchange examination) {
    intake.keep(
        new Incoming(
            Way.READING_ROOM,
            site(examination.siteId()),
            "zhang",
            null,
            null,
            new ByteArrayInputStream("%PDF-1.7 and no more".getBytes(StandardCharsets.UTF_8))),
        ObjectFacts.ofDocument(ReportFile.FORMAT, examination.id(), "ECG", "P-1001", "", ""));
  }

  private static Report marked(Report plain, @Nullable String critical, Instant at) {
    return new Report(
        plain.caseId(),
        plain.exchangeId(),
        plain.version(),
        plain.status(),
        plain.replaces(),
        plain.reason(),
        plain.subject(),
        plain.examination(),
        plain.template(),
        plain.fields(),
        plain.findings(),
        plain.impression(),
        Optional.ofNullable(critical),
        plain.keyImages(),
        plain.signer(),
        at,
        plain.read());
  }

  /** A way has taken the notice as it stands. */
  public void took(CriticalValue value, String way, String proof) {
    ledger.<Void>write(
        tx -> {
          int revision = tx.exchange(value.id()).orElseThrow().revision();
          tx.put(
              new Step(
                  value.id(),
                  "return." + value.siteId() + "." + way,
                  revision,
                  revision,
                  0,
                  null,
                  null,
                  proof,
                  instant()));
          return null;
        });
  }

  List<CriticalValue> of(Exchange examination) {
    return ledger.criticals().ofExamination(examination.id());
  }

  public CriticalValue only(Exchange examination) {
    List<CriticalValue> all = of(examination);
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " critical values");
    }
    return all.getFirst();
  }

  /** What the story says of critical values, in English. */
  public List<String> story(String exchangeId) {
    return ExchangeView.of(ledger, exchangeId).orElseThrow().story().stream()
        .map(ExchangeView.Line::en)
        .filter(line -> line.startsWith("critical value"))
        .toList();
  }

  /** Notices and answers that are kept, by their formats. */
  List<String> kept(CriticalValue value) {
    return ledger.arrivals(value.id(), 0).stream().map(one -> one.facts().format()).toList();
  }

  long criticalExchanges() {
    return ledger.newest(null, 1000).stream().filter(one -> one.kind() == Kind.CRITICAL).count();
  }

  @Override
  public void close() throws IOException {
    desk.close();
    intake.close();
    store.close();
    ledger.close();
  }

  private static final class Known implements Examinations {
    @Override
    public Report.Subject subject(Exchange examination, Site site) {
      return new Report.Subject(
          "", examination.patientId(), "", "王建国", "male", Optional.of(LocalDate.of(1961, 4, 2)));
    }

    @Override
    public Report.Examination examination(Exchange examination, Site site) {
      return new Report.Examination(
          site.id(),
          site.name(),
          examination.accession(),
          examination.modality(),
          "",
          "",
          "",
          "",
          examination.firstAt());
    }
  }

  private final class Listener implements CriticalListener {
    @Override
    public void changed(String examination) {
      changed.add(examination);
    }

    @Override
    public void failed(String what, Throwable cause) {
      failures.add(what + ": " + cause.getMessage());
    }
  }

  private static final class Quiet implements IntakeListener {
    @Override
    public void answered(Way way, String siteId, long bytes, Receipt receipt) {}

    @Override
    public void committed(int objects, long nanos) {}

    @Override
    public void failed(int objects, Throwable cause) {}

    @Override
    public void unexpected(Throwable cause) {}
  }
}
