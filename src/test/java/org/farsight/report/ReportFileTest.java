package org.farsight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.DocumentException;
import org.junit.jupiter.api.Test;

class ReportFileTest {
  private final Report report = SampleReports.first("0197c1f2a3b4", "zhaojiawan");
  private final ReportFile file = SampleReports.file(report);

  @Test
  void aFileGivesBackTheReportThatWasSigned() throws Exception {
    ReportFile read = ReportFile.read(file.bytes());

    assertThat(read.report()).isEqualTo(report);
    assertThat(read.jws()).isEqualTo(file.jws());
    assertThat(read.sha256()).isEqualTo(file.sha256()).hasSize(64);
    assertThat(read.zone()).isEqualTo(SampleReports.ZONE);
    assertThat(read.pdf()).hasValueSatisfying(pdf -> assertThat(pdf).isEqualTo(file.bytes()));
  }

  @Test
  void aReportOnAsManyObjectsAsAreTakenIsReadAgain() throws Exception {
    List<Report.Source> read =
        IntStream.range(0, 50_000)
            .mapToObj(
                i -> new Report.Source("1.2.840.113619.2.55.3.".repeat(2) + i, "a".repeat(64)))
            .toList();
    Report large =
        new Report(
            report.caseId(),
            report.exchangeId(),
            1,
            report.status(),
            report.replaces(),
            report.reason(),
            report.subject(),
            report.examination(),
            report.template(),
            report.fields(),
            report.findings(),
            report.impression(),
            report.critical(),
            report.keyImages(),
            report.signer(),
            report.signedAt(),
            read);
    assertThat(ReportFile.read(SampleReports.file(large).bytes()).report().read()).hasSize(50_000);
  }

  @Test
  void otherProgramsFindTheSignatureAmongTheAttachments() throws Exception {
    try (PDDocument document = Loader.loadPDF(file.bytes())) {
      PDComplexFileSpecification attached =
          Objects.requireNonNull(
              document
                  .getDocumentCatalog()
                  .getNames()
                  .getEmbeddedFiles()
                  .getNames()
                  .get(PdfIncrement.NAME));

      assertThat(document.getNumberOfPages()).isEqualTo(1);
      assertThat(attached.getEmbeddedFile().toByteArray())
          .isEqualTo(file.jws().getBytes(StandardCharsets.ISO_8859_1));
      assertThat(attached.getEmbeddedFile().getSubtype()).isEqualTo("application/jose");
    }
  }

  @Test
  void pagesStayByteForByteAsTheyWere() {
    byte[] pages = SampleReports.blank(report.caseId());

    assertThat(Arrays.copyOf(file.bytes(), pages.length)).isEqualTo(pages);
  }

  @Test
  void whatWasAddedBehindTheSignatureIsRefused() {
    byte[] longer = Arrays.copyOf(file.bytes(), file.bytes().length + 1);
    longer[longer.length - 1] = '\n';

    assertThatThrownBy(() -> ReportFile.read(longer))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("added");
  }

  @Test
  void aPdfWithoutASignatureIsRefused() {
    assertThatThrownBy(() -> ReportFile.read(SampleReports.blank("x")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("no signature");
  }

  @Test
  void anAmendmentNamesTheFileThatItReplaces() throws Exception {
    ReportFile second =
        SampleReports.file(SampleReports.next(file, Report.Status.AMENDED, "复查间隔写错"));

    assertThat(ReportFile.read(second.bytes()).report().replaces()).contains(file.sha256());
    assertThat(second.amended()).isTrue();
    assertThat(second.stands()).isTrue();
  }

  @Test
  void textAndPageSayAllThatWasSigned() {
    assertThat(file.text(Language.ZH))
        .contains("姓名: 王建国", "结节长径: 6.5 mm", "建议 3 个月复查", "报告医师: 张敏", "2026-11-23 14:20:00");
    assertThat(file.text(Language.EN)).contains("Name: 王建国", "Findings\n", "Impression\n");
    assertThat(file.html())
        .contains("lang=\"zh-CN\"", "王建国", "&amp; &lt;无胸腔积液&gt;")
        .doesNotContain("<无", "<script", "http");
  }

  @Test
  void aWithdrawnVersionSaysSoBeforeAllElse() {
    ReportFile withdrawn =
        SampleReports.file(SampleReports.next(file, Report.Status.ENTERED_IN_ERROR, "患者错误"));

    assertThat(withdrawn.stands()).isFalse();
    assertThat(withdrawn.text(Language.ZH)).startsWith("检查报告\n本报告已作废");
    assertThat(withdrawn.html(Language.EN))
        .contains("<p class=\"banner\">This report was withdrawn");
  }
}
