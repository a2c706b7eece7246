package org.farsight.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.farsight.ecg.drawing.Box;
import org.farsight.ecg.drawing.Drawing;
import org.farsight.ecg.drawing.Ink;
import org.farsight.ecg.drawing.Language;
import org.farsight.ecg.drawing.Mark;
import org.farsight.ecg.drawing.Page;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.ecg.drawing.SheetOptions;
import org.junit.jupiter.api.Test;

class ReportPaperTest {
  private static final String ADDRESS =
      "https://reading.example.org/verify/0197c1f2a3b4/1?d=0123456789abcdef";
  private static final PdfDrawing PDF = new PdfDrawing();

  private final Report report = SampleReports.first("0197c1f2a3b4", "zhaojiawan");
  private final ReportPaper paper = new ReportPaper(PDF);

  private byte[] pages(Report report, Language language, Exhibits exhibits) {
    return paper.write(report, language, SampleReports.ZONE, exhibits, ADDRESS);
  }

  private static String text(byte[] pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private Exhibits picture() throws Exception {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY), "jpeg", jpeg);
    Report.KeyImage key = report.keyImages().getFirst();
    return new Exhibits(
        List.of(
            new Exhibits.Image.Shown(key, 64, 32, jpeg.toByteArray()),
            new Exhibits.Image.Missing(new Report.KeyImage("1.2.3", 7))),
        List.of(
            new Page(
                297,
                210,
                new Box(0, 0, 297, 210),
                List.of(new Mark.Text(Ink.TEXT, 20, 20, 4, false, "12 leads")))));
  }

  @Test
  void thePaperSaysAllThatWasSigned() throws Exception {
    String text = text(pages(report, Language.ZH, Exhibits.NONE));

    assertThat(text)
        .contains("检查报告", "王建国", "赵家湾社区卫生服务中心", "A2026-0007", "1961-04-02")
        .contains("结节长径: 6.5 mm", "余肺未见明显异常 & <无胸腔积液>。", "建议 3 个月复查", "张敏")
        .contains("2026-11-23 14:20:00", "第 1 页 / 共 1 页", "扫码核验");
    assertThat(text(pages(report, Language.EN, Exhibits.NONE)))
        .contains("Findings", "Impression", "page 1 of 1", "Signed by");
  }

  @Test
  void thePageShowsKeyImagesAndTheDrawingThatAreSignedWithThePaper() throws Exception {
    ReportFile file =
        ReportFile.sign(
            report,
            pages(report, Language.ZH, picture()),
            Language.ZH,
            SampleReports.ZONE,
            SigningKey.generate());
    byte[] jpeg = ((Exhibits.Image.Shown) picture().images().getFirst()).jpeg();

    String page = ReportFile.read(file.bytes()).html();

    assertThat(page)
        .contains("<h2>关键图像</h2>", "图像 1 · 帧 1</figcaption>", "<h2>心电图</h2>")
        .contains("src=\"data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg))
        .contains("src=\"data:image/svg+xml;base64,")
        .doesNotContain("<script", "http");
    assertThat(file.html(Language.EN))
        .contains("image 1 · frame 1</figcaption>", "data:image/jpeg");
    String svg = page.replaceFirst("(?s).*data:image/svg\\+xml;base64,([^\"]*).*", "$1");
    assertThat(new String(Base64.getDecoder().decode(svg), StandardCharsets.UTF_8))
        .contains("12 leads");
  }

  @Test
  void manyLargeKeyImagesAreMadeSmallerUntilThePageIsBelowOneMegabyte() throws Exception {
    BufferedImage noise = new BufferedImage(1000, 1000, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(7);
    for (int i = 0; i < 1_000_000; i++) {
      noise.getRaster().setSample(i % 1000, i / 1000, 0, random.nextInt(256));
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(noise, "jpeg", jpeg);
    Report.KeyImage key = report.keyImages().getFirst();
    Exhibits many =
        new Exhibits(
            Collections.nCopies(12, new Exhibits.Image.Shown(key, 1000, 1000, jpeg.toByteArray())),
            List.of());

    ReportPictures pictures =
        ReportPictures.of(many, new Drawing("t", "a", SheetOptions.USUAL, picture().sheets()));

    assertThat(pictures.files()).hasSize(12);
    assertThat(pictures.files().values().stream().mapToInt(one -> one.length).sum())
        .isBetween(100_000, 700_000);
  }

  @Test
  void aKeyImageThatIsNotInTheFileIsSaidToBeInThePaper() {
    assertThat(SampleReports.file(report).html())
        .contains("图像 1 · 帧 1: 见 PDF 文件</figcaption>")
        .doesNotContain("data:");
  }

  @Test
  void theSameReportGivesTheSameBytes() throws Exception {
    assertThat(pages(report, Language.ZH, picture()))
        .isEqualTo(
            new ReportPaper(new PdfDrawing())
                .write(report, Language.ZH, SampleReports.ZONE, picture(), ADDRESS));
  }

  @Test
  void thePaperHasRoomForASignature() throws Exception {
    byte[] pages = pages(report, Language.ZH, picture());
    SigningKey key = SigningKey.generate();
    ReportFile file = ReportFile.sign(report, pages, Language.ZH, SampleReports.ZONE, key);

    assertThat(Verification.of(file.bytes(), KnownKeys.none().and(key)).finding())
        .isEqualTo(Verification.Finding.GENUINE);
    assertThat(ReportFile.read(file.bytes()).report()).isEqualTo(report);
  }

  @Test
  void keyImagesAndTheEcgAreInIt() throws Exception {
    byte[] pdf = pages(report, Language.ZH, picture());

    assertThat(text(pdf)).contains("关键图像", "帧 7", "1.2.3", "12 leads", "第 2 页 / 共 2 页");
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getPage(1).getMediaBox().getWidth())
          .isGreaterThan(document.getPage(1).getMediaBox().getHeight());
    }
  }

  @Test
  void theCodeLeadsToTheVerification() throws Exception {
    try (PDDocument document = Loader.loadPDF(pages(report, Language.ZH, Exhibits.NONE))) {
      BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 200);
      int[] rgb = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
      var source = new RGBLuminanceSource(page.getWidth(), page.getHeight(), rgb);
      assertThat(new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText())
          .isEqualTo(ADDRESS);
    }
  }

  @Test
  void aLongReportGoesOnOnOtherPages() throws Exception {
    String findings = "第一行,足够长以至于必须换行,".repeat(12) + "\n";
    String text = text(pages(said(findings.repeat(30) + "最后一行"), Language.ZH, Exhibits.NONE));

    assertThat(text).contains("最后一行").containsPattern("第 [34] 页 / 共 [34] 页");
  }

  @Test
  void lettersThatNoFontHasAreNamed() throws Exception {
    assertThat(text(pages(said("字 \ud83d\ude00"), Language.ZH, Exhibits.NONE))).contains("U+1F600");
  }

  @Test
  void aWithdrawnVersionSaysSoAcrossEachPage() throws Exception {
    ReportFile first = SampleReports.file(report);
    Report withdrawn = SampleReports.next(first, Report.Status.ENTERED_IN_ERROR, "患者错误");

    assertThat(text(pages(withdrawn, Language.EN, picture())))
        .contains("WITHDRAWN", "Do not rely on it", "Reason of withdrawal", "患者错误");
  }

  private Report said(String findings) {
    return new Report(
        report.caseId(),
        report.exchangeId(),
        report.version(),
        report.status(),
        report.replaces(),
        report.reason(),
        report.subject(),
        report.examination(),
        report.template(),
        report.fields(),
        findings,
        report.impression(),
        Optional.of("可疑主动脉夹层"),
        report.keyImages(),
        report.signer(),
        report.signedAt(),
        report.read());
  }
}
