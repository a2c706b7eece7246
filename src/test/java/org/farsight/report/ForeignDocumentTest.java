package org.farsight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.farsight.ecg.drawing.Language;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.exchange.DocumentException;
import org.junit.jupiter.api.Test;

/** What another system has written, as it is kept and printed. */
class ForeignDocumentTest {
  private static ForeignReport report(Report.Status status) {
    Report of = SampleReports.first("x1", "zhaojiawan");
    return new ForeignReport(
        "x1",
        "x1",
        2,
        status,
        "",
        of.subject(),
        of.examination(),
        "李医生",
        of.signedAt(),
        "右肺上叶结节",
        "未见异常",
        Optional.of("气胸"),
        Optional.empty(),
        Optional.of("<p>未见异常</p>"),
        SampleReports.ZONE);
  }

  @Test
  void itIsReadAsItWasWritten() throws Exception {
    byte[] came = "what came".getBytes(StandardCharsets.UTF_8);
    ForeignReport report = report(Report.Status.AMENDED).with(new byte[] {1, 2, 3});
    ForeignDocument document = new ForeignDocument(report, "http://core/fhir/x/_history/2", came);
    byte[] written = document.write();
    assertThat(document.write()).isEqualTo(written);
    ForeignDocument read = ForeignDocument.read(written);
    assertThat(read.write()).isEqualTo(written);
    assertThat(read.report().pdf()).hasValue(new byte[] {1, 2, 3});
    assertThat(read.report().page()).isEqualTo(report.page());
    assertThat(read.report().subject()).isEqualTo(report.subject());
    assertThat(read.report().examination()).isEqualTo(report.examination());
    assertThat(read.original()).isEqualTo(came);
    assertThat(ReturnedReports.read(ForeignDocument.HL7, written))
        .isInstanceOf(ForeignReport.class);
    assertThat(document.toString()).doesNotContain("王", "李", "core");
  }

  @Test
  void whatIsNoneIsRefusedWithItsPlace() {
    ForeignDocument document =
        new ForeignDocument(report(Report.Status.FINAL), "o", new byte[] {1});
    String written = new String(document.write(), StandardCharsets.UTF_8);
    byte[] zone = written.replace("Asia/Shanghai", "Nowhere").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ForeignDocument.read(zone))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("/zone");
    assertThatThrownBy(() -> ReturnedReports.read("report-other", zone))
        .isInstanceOf(DocumentException.class);
  }

  @Test
  void withoutAFileACopyIsPrintedThatSaysItIsOne() throws Exception {
    ReportPaper paper = new ReportPaper(new PdfDrawing());
    byte[] copy = paper.copy(report(Report.Status.FINAL), Language.ZH);
    assertThat(paper.copy(report(Report.Status.FINAL), Language.ZH)).isEqualTo(copy);
    try (PDDocument pdf = Loader.loadPDF(copy)) {
      String text = new PDFTextStripper().getText(pdf);
      assertThat(text).contains("王建国", "未见异常", "右肺上叶结节", "李医生", "副本");
      assertThat(text).doesNotContain("扫码核验");
    }
    assertThatThrownBy(() -> ReportFile.read(copy))
        .as("nothing of ours is signed in it")
        .isInstanceOf(DocumentException.class);
  }
}
