package org.farsight.ecg.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.farsight.ecg.Recording;
import org.junit.jupiter.api.Test;

/** The PDF, opened again by PDFBox. */
class PdfDrawingTest {
  private static final SheetCaption CAPTION =
      new SheetCaption("青山镇卫生院", true, List.of("工频干扰 50 Hz"));
  private final PdfDrawing pdf = new PdfDrawing();

  @Test
  void thePageIsA4AndOneMillimetreIsOne() throws IOException {
    try (PDDocument document = open(DrawnRecordings.recording(DrawnRecordings.twelve()))) {
      PDPage page = document.getPage(0);
      assertThat(page.getMediaBox().getWidth() / PdfDrawing.POINTS).isEqualTo(297, within(1e-4));
      assertThat(page.getMediaBox().getHeight() / PdfDrawing.POINTS).isEqualTo(210, within(1e-4));
      String operators = new String(page.getContents().readAllBytes(), "ISO-8859-1");
      assertThat(operators).startsWith("q 1 J 1 j 2.83464566929133");
      // a pulse of 5 mm by 10 mm, on the grid's second millimetre and a half
      assertThat(operators).contains("16 57 l\n16 47 l\n21 47 l\n21 57 l\n");
    }
  }

  @Test
  void titleAuthorAndLanguageAreSetAndPrintersAreToldNotToScale() throws IOException {
    try (PDDocument document = open(DrawnRecordings.recording(DrawnRecordings.twelve()))) {
      assertThat(document.getDocumentInformation().getTitle())
          .isEqualTo("ECG 2026-11-22 08:30:15 +08:00");
      assertThat(document.getDocumentInformation().getAuthor()).isEqualTo("青山镇卫生院");
      assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("zh-CN");
      assertThat(document.getDocumentCatalog().getViewerPreferences().getPrintScaling())
          .isEqualTo("None");
    }
  }

  @Test
  void chineseIsTextThatCanBeFoundAndItsFontIsInside() throws IOException {
    Recording recording =
        DrawnRecordings.recording(DrawnRecordings.twelve(), "欧阳䶮", List.of("窦性心律；Ⅱ、Ⅲ 导联 ST 段抬高"));
    try (PDDocument document = open(recording)) {
      assertThat(new PDFTextStripper().getText(document))
          .contains(
              "欧阳䶮",
              "青山镇卫生院",
              "窦性心律；II、III 导联 ST 段抬高",
              "导联 ST 段抬高",
              "aVR",
              "25 mm/s",
              "工频干扰 50 Hz");
      List<PDFont> fonts = new ArrayList<>();
      for (COSName name : document.getPage(0).getResources().getFontNames()) {
        fonts.add(document.getPage(0).getResources().getFont(name));
      }
      assertThat(fonts).hasSize(2).allMatch(PDFont::isEmbedded);
      assertThat(fonts).allMatch(font -> font.getName().matches("[A-Z]{6}\\+.*"), "a subset");
    }
  }

  @Test
  void aLetterOutsideTheFontsIsMarkedAndItsCodePointNamed() throws IOException {
    Recording recording =
        DrawnRecordings.recording(
            DrawnRecordings.twelve(), "𠮷田\u0007<b>&\ud800", List.of("行1\n行2"));
    try (PDDocument document = open(recording)) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("〓田 <b>&〓", "〓 = U+20BB7, U+D800", "行1 行2");
    }
  }

  @Test
  void theSameDrawingGivesTheSameBytes() {
    Recording recording = DrawnRecordings.recording(DrawnRecordings.twelve());
    byte[] one = pdf.write(EcgSheet.draw(recording, CAPTION, SheetOptions.USUAL));
    byte[] two = new PdfDrawing().write(EcgSheet.draw(recording, CAPTION, SheetOptions.USUAL));
    assertThat(one).isEqualTo(two);
    assertThat(one.length).isLessThan(200_000);
  }

  @Test
  void eachSheetIsAPage() throws IOException {
    SheetOptions options = SheetOptions.USUAL.with("speed", "50");
    Recording recording = DrawnRecordings.recording(DrawnRecordings.twelve());
    try (PDDocument document =
        Loader.loadPDF(pdf.write(EcgSheet.draw(recording, CAPTION, options)))) {
      assertThat(document.getNumberOfPages()).isEqualTo(2);
    }
  }

  private PDDocument open(Recording recording) throws IOException {
    return Loader.loadPDF(pdf.write(EcgSheet.draw(recording, CAPTION, SheetOptions.USUAL)));
  }
}
