package org.farsight.delivery;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.farsight.report.CriticalNotice;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.SampleReports;

/** Documents on their way back to a branch, for tests of one way. */
final class Returned {
  static final Site SITE =
      new Site(
          "zhaojiawan",
          "赵家湾社区卫生服务中心",
          "https://branch.example/zjw",
          ZoneId.of("+08:00"),
          Set.of(),
          Set.of(),
          Set.of(),
          false,
          List.of());

  static final Instant AT = Instant.parse("2026-11-23T06:20:00Z");

  private Returned() {}

  /** The first version of a report, and the one that amends it, and the one that takes it back. */
  static List<ReportFile> versions() {
    ReportFile first = SampleReports.file(SampleReports.first("0197c1f2", SITE.id()));
    ReportFile second =
        SampleReports.file(SampleReports.next(first, Report.Status.AMENDED, "随访间隔更正"));
    ReportFile third =
        SampleReports.file(SampleReports.next(second, Report.Status.ENTERED_IN_ERROR, "患者错误"));
    return List.of(first, second, third);
  }

  static Document.Read read(ReportFile report) {
    return new Document.Read(report, arrival(ReportFile.FORMAT, report.version(), report.sha256()));
  }

  static Document.Told told() {
    ReportFile report = versions().getFirst();
    CriticalNotice notice =
        new CriticalNotice(
            "0197c1f2",
            CriticalNotice.Cause.RULE,
            report.subject(),
            report.examination(),
            List.of("心率 32 次/分 HR 32/min ≤ 35"),
            AT);
    return new Document.Told(
        notice, Optional.empty(), arrival(CriticalValues.NOTICE, 1, "0".repeat(64)));
  }

  private static Arrival arrival(String format, int revision, String digest) {
    return new Arrival(
        revision,
        "r1",
        revision,
        AT,
        Way.READING_ROOM,
        "zhang",
        new Content(digest, "f", 0, 1),
        ObjectFacts.ofDocument(format, "0197c1f2", "CT", "P-1001", "", "A2026-0007"),
        0);
  }

  static Work work(Document.Read read) {
    return work(Kind.REPORT, read.arrival());
  }

  static Work work(Document.Told told) {
    return work(Kind.CRITICAL, told.arrival());
  }

  private static Work work(Kind kind, Arrival arrival) {
    Exchange exchange =
        new Exchange(
            "r1",
            SITE.id(),
            kind,
            SITE.id() + "|0197c1f2",
            "P-1001",
            "",
            "A2026-0007",
            "CT",
            Priority.ROUTINE,
            arrival.revision(),
            AT,
            AT);
    return new Work(exchange, SITE, 0, arrival.revision(), List.of(arrival), null, revision -> {});
  }
}
