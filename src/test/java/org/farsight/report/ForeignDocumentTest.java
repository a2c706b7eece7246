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
  void aFileAndAMessageAsLargeAsAreTakenAreReadAgain() throws Exception {
    byte[] pdf = new byte[ForeignDocument.MOST_BYTES];
    byte[] message = new byte[ForeignDocument.MOST_BYTES / 3 * 4 + 1000];
    ForeignDocument document =
        new ForeignDocument(report(Report.Status.FINAL).with(pdf), "RIS|1|OBR[1]", message);
    byte[] written = document.write();
    assertThat(written.length).isLessThan(ForeignDocument.LONGEST);
    ForeignDocument read = ForeignDocument.read(written);
    assertThat(read.report().pdf().orElseThrow().length).isEqualTo(pdf.length);
    assertThat(read.original().length).isEqualTo(message.length);
  }

  @Test
  void halfCharactersOfAnotherSystemDoNotKeepItsReportOut() throws Exception {
    ForeignReport odd = report(Report.Status.FINAL);
    Report.Subject subject =
        new Report.Subject("Patient/1", "P\uD840", "", "王\uDC00", "male", Optional.empty());
    ForeignReport report =
        new ForeignReport(
            "x1",
            "x1",
            1,
            Report.Status.FINAL,
            "",
            subject,
            odd.examination(),
            "李\uD83D",
            odd.signedAt(),
            "",
            "𠮷\uD842",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SampleReports.ZONE);
    ForeignReport read =
        ForeignDocument.read(new ForeignDocument(report, "o", new byte[] {1}).write()).report();
    assertThat(read.impression()).isEqualTo("𠮷\uFFFD");
    assertThat(read.signedBy()).isEqualTo("李\uFFFD");
    assertThat(read.subject().name()).isEqualTo("王\uFFFD");
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
  void lettersThatNoFontHasKeepNoReportOut() throws Exception {
    ForeignReport of = report(Report.Status.FINAL);
    ForeignReport odd =
        new ForeignReport(
            "x1",
            "x1",
            1,
            Report.Status.FINAL,
            "",
            of.subject(),
            of.examination(),
            "😀",
            of.signedAt(),
            "bell \u0007 tab \t right-to-left \u202E private \uE000 nothing \u0000",
            "😀 ﷽ 𠮷 \uFFFD " + "W".repeat(5000),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SampleReports.ZONE);
    try (PDDocument pdf =
        Loader.loadPDF(new ReportPaper(new PdfDrawing()).copy(odd, Language.ZH))) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("U+1F600", "副本");
    }
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
