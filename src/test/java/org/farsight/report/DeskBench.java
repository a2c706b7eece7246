package org.farsight.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.drawing.Language;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Way;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.farsight.intake.IntakeListener;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;

/** A desk over a real ledger and store, with a case that zhang has claimed. */
final class DeskBench implements AutoCloseable {
  static final ReportDesk.Reader ZHANG =
      new ReportDesk.Reader(new Report.Signer("zhang", "张敏"), false);
  static final ReportDesk.Reader LI = new ReportDesk.Reader(new Report.Signer("li", "李强"), false);
  static final ReportDesk.Reader CHIEF =
      new ReportDesk.Reader(new Report.Signer("zhao", "赵主任"), true);
  static final Instant T0 = Instant.parse("2026-11-23T06:20:00Z");
  private static final PdfDrawing PDF = new PdfDrawing();
  private static final Site SITE =
      new Site(
          "zhaojiawan",
          "赵家湾社区卫生服务中心",
          "http://zhaojiawan.example.org",
          ZoneId.of("Asia/Shanghai"),
          Set.of("ZJW"),
          Set.of(),
          Set.of(),
          false,
          List.of());

  final SqlLedger ledger;
  final SegmentStore store;
  final Intake intake;
  final SigningKey key = SigningKey.generate();
  final SignedVersions versions;
  Optional<Signing> hindrance = Optional.empty();
  ReportTemplates templates = ReportTemplates.NONE;
  boolean dies;

  DeskBench(Path folder) throws IOException {
    ledger = SqlLedger.open(SqlLedger.Options.in(folder.resolve("ledger")));
    store =
        SegmentStore.open(SegmentStore.Options.in(folder.resolve("store")), ledger.committedEnds());
    intake =
        new Intake(
            ledger,
            store,
            (exchange, step) -> {},
            new Silent(),
            Intake.Options.of(
                new Completeness(Duration.ofSeconds(5), Duration.ofSeconds(60)), List.of()));
    versions = new SignedVersions(ledger, store);
    if (ledger.exchange("x1").isEmpty()) {
      ledger.<Void>write(
          tx -> {
            tx.open(
                new Exchange(
                    "x1",
                    "zhaojiawan",
                    Kind.STUDY,
                    "1.2.3",
                    "P1",
                    "",
                    "A1",
                    "CT",
                    Priority.ROUTINE,
                    0,
                    T0,
                    T0));
            return null;
          });
    }
    put(Status.ACCEPTED, "zhang");
  }

  void put(Status status, String owner) {
    ledger.<ReadingCase>write(tx -> tx.cases().put(one(status, owner)));
  }

  private static ReadingCase one(Status status, String owner) {
    return new ReadingCase(
        "x1",
        "x1",
        false,
        "zhaojiawan",
        new ReadingCase.Person("Patient/1", "P1", "王建国", "male", Optional.empty()),
        new ReadingCase.Examination("A1", "CT", "CT 胸部平扫"),
        new ReadingCase.TaskView(
            "Task/1",
            "3",
            T0,
            "ServiceRequest/9",
            status,
            Progress.CLAIMED,
            Priority.URGENT,
            false,
            new Owner(OwnerKind.READER, owner, owner),
            Optional.empty()),
        new ReadingCase.Times(T0, Optional.of(T0), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /** A desk as after a start. */
  ReportDesk desk() {
    ReportPorts ports =
        new ReportPorts(
            ledger,
            ledger.cases(),
            ledger.reportDrafts(),
            versions,
            (one, reader) -> hindrance,
            this::keep,
            () -> templates,
            () -> new Sites(List.of(SITE), false));
    ReportWriter writer =
        new ReportWriter(
            ledger,
            new ReportPaper(PDF),
            exchange -> Optional.of(T0.minusSeconds(90)),
            (report, language) -> Exhibits.NONE,
            key,
            Language.ZH,
            "https://reading.example.org",
            () -> T0.plusMillis(300));
    return new ReportDesk(ports, writer);
  }

  private Receipt keep(Exchange examination, ReportFile file) {
    ObjectFacts facts =
        ObjectFacts.ofDocument(ReportFile.FORMAT, file.caseId(), "CT", "P1", "", "A1");
    Receipt receipt =
        intake.keep(
            new Incoming(
                Way.READING_ROOM,
                SITE,
                file.report().signer().login(),
                null,
                null,
                new ByteArrayInputStream(file.bytes())),
            facts);
    if (dies) {
      throw new IllegalStateException("killed behind the commit");
    }
    return receipt;
  }

  @Override
  public void close() throws IOException {
    intake.close();
    store.close();
    ledger.close();
  }

  /** Hears and says nothing. */
  private static final class Silent implements IntakeListener {
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
