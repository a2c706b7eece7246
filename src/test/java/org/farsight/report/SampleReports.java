package org.farsight.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.DocumentException;

/** Reports that were never written of anybody. */
public final class SampleReports {
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private SampleReports() {}

  /** A first version of a chest CT. */
  public static Report first(String caseId, String site) {
    return version(caseId, site, 1, Report.Status.FINAL, Optional.empty(), "");
  }

  /** The version that amends or withdraws another. */
  public static Report next(ReportFile before, Report.Status status, String reason) {
    return version(
        before.caseId(),
        before.examination().siteId(),
        before.version() + 1,
        status,
        Optional.of(before.sha256()),
        reason);
  }

  private static Report version(
      String caseId,
      String site,
      int version,
      Report.Status status,
      Optional<String> replaces,
      String reason) {
    return new Report(
        caseId,
        caseId,
        version,
        status,
        replaces,
        reason,
        new Report.Subject(
            "Patient/7", "P-1001", "", "王建国", "male", Optional.of(LocalDate.of(1961, 4, 2))),
        new Report.Examination(
            site,
            "赵家湾社区卫生服务中心",
            "A2026-0007",
            "CT",
            "CT 胸部平扫",
            "1.2.826.0.1.3680043.10.1338.77",
            "ServiceRequest/12",
            "Task/1043",
            Instant.parse("2026-11-23T05:58:12.5Z")),
        "chest-ct",
        List.of(new Report.Field("nodule", "结节长径", "6.5", "mm")),
        "右肺上叶见一磨玻璃结节，直径约 6 mm。\n余肺未见明显异常 & <无胸腔积液>。",
        version == 1 ? "右肺上叶磨玻璃结节，建议 3 个月复查。" : "右肺上叶磨玻璃结节，建议 6 个月复查。",
        Optional.empty(),
        List.of(new Report.KeyImage("1.2.826.0.1.3680043.10.1338.77.1.5", 1)),
        new Report.Signer("zhang", "张敏"),
        Instant.parse("2026-11-23T06:20:00Z").plusSeconds(600L * (version - 1)),
        List.of(
            new Report.Source(
                "1.2.826.0.1.3680043.10.1338.77.1.5",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")));
  }

  /** A report with one blank page, signed with a key made for it. */
  public static ReportFile file(Report report) {
    return file(report, SigningKey.generate());
  }

  /** A report with one blank page. */
  public static ReportFile file(Report report, SigningKey key) {
    try {
      return ReportFile.sign(report, blank(report.caseId()), Language.ZH, ZONE, key);
    } catch (DocumentException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One page with nothing on it. */
  static byte[] blank(String title) {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      document.getDocumentInformation().setTitle(title);
      document.setDocumentId(1L);
      PdfIncrement.reserve(document);
      ByteArrayOutputStream pdf = new ByteArrayOutputStream();
      document.save(pdf, CompressParameters.NO_COMPRESSION);
      return pdf.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
