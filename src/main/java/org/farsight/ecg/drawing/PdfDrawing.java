package org.farsight.ecg.drawing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.jspecify.annotations.Nullable;

/**
 * A drawing as PDF, a sheet a page, with its fonts embedded as far as they are used. A letter that
 * no font has is drawn as U+3013 and its code point named on the page. The same drawing gives the
 * same bytes. The fonts are parsed at the first drawing and kept. Safe for use by many threads; one
 * at a time is served.
 */
public final class PdfDrawing {
  /** Points of a PDF's user space in a millimetre. */
  static final double POINTS = 72 / 25.4;

  /** Of zlib, 1 to 9: the fastest that looks for better matches; by default it is 6. */
  private static final int LEVEL = 4;

  private static final double NOTE_SIZE = 2.6;
  private static final double NOTE_TOP = 5.5;

  private @Nullable PdfFonts fonts;

  /**
   * Writes the whole drawing.
   *
   * @throws UncheckedIOException if a font cannot be read
   */
  public byte[] write(Drawing drawing) {
    return write(drawing, document -> {}, CompressParameters.DEFAULT_COMPRESSION);
  }

  /**
   * Writes the whole drawing in the form of PDF 1.4, with a cross-reference table, so that
   * something can be added later by an incremental update.
   *
   * @param last is given the document before it is written, and must alter no page
   * @throws UncheckedIOException if a font cannot be read
   */
  public byte[] write(Drawing drawing, Consumer<PDDocument> last) {
    return write(drawing, last, CompressParameters.NO_COMPRESSION);
  }

  private synchronized byte[] write(
      Drawing drawing, Consumer<PDDocument> last, CompressParameters compression) {
    try (PDDocument document = new PDDocument()) {
      if (fonts == null) {
        fonts = PdfFonts.load();
      }
      describe(document, drawing);
      PdfText text = PdfText.of(document, fonts, drawing);
      CRC32 check = new CRC32();
      for (Page page : drawing.pages()) {
        document.addPage(page(document, page, text, check));
      }
      // else the time of writing would be in the file, and a replay would not give the same bytes
      document.setDocumentId(check.getValue());
      ByteArrayOutputStream pdf = new ByteArrayOutputStream(1 << 17);
      last.accept(document);
      document.save(pdf, compression);
      return pdf.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void describe(PDDocument document, Drawing drawing) {
    PDDocumentInformation information = document.getDocumentInformation();
    information.setTitle(drawing.title());
    information.setAuthor(drawing.author());
    information.setCreator("Farsight");
    document.getDocumentCatalog().setLanguage(drawing.options().language().tag());
    PDViewerPreferences viewer = new PDViewerPreferences(new COSDictionary());
    viewer.setDisplayDocTitle(true);
    viewer.setPrintScaling(PDViewerPreferences.PRINT_SCALING.None);
    document.getDocumentCatalog().setViewerPreferences(viewer);
  }

  private static PDPage page(PDDocument document, Page page, PdfText text, CRC32 check)
      throws IOException {
    PDPage sheet =
        new PDPage(
            new PDRectangle((float) (page.width() * POINTS), (float) (page.height() * POINTS)));
    text.startPage();
    StringBuilder out = new StringBuilder(1 << 16);
    // from here on millimetres, counted from the upper left corner
    out.append("q 1 J 1 j ").append(POINTS).append(" 0 0 ").append(-POINTS).append(" 0 ");
    out.append(page.height() * POINTS).append(" cm\n");
    for (Mark mark : page.marks()) {
      switch (mark) {
        case Mark.Grid grid -> grid(out, grid);
        case Mark.Line line -> line(out, line.ink(), line.points());
        case Mark.Trace trace -> trace(out, trace, page.clip());
        case Mark.Text words -> text.show(out, words);
        case Mark.Slanted words -> text.show(out, words);
        case Mark.Fill fill -> fill(out, fill);
        case Mark.Picture picture -> {
          picture(out, picture.area(), text.picture(document, picture));
          check.update(picture.jpeg());
        }
      }
    }
    String unknown = text.unknown();
    if (!unknown.isEmpty()) {
      double x = page.clip().right();
      text.show(out, new Mark.Text(Ink.FAINT, x, NOTE_TOP, NOTE_SIZE, true, unknown));
    }
    out.append("Q\n");
    sheet.setResources(text.resources());
    byte[] operators = out.toString().getBytes(StandardCharsets.ISO_8859_1);
    check.update(operators);
    sheet.setContents(compressed(document, operators));
    return sheet;
  }

  /** The library's own filter takes three times as long for a file that is a twentieth smaller. */
  private static PDStream compressed(PDDocument document, byte[] operators) throws IOException {
    PDStream stream = new PDStream(document);
    stream.getCOSObject().setItem(COSName.FILTER, COSName.FLATE_DECODE);
    Deflater deflater = new Deflater(LEVEL);
    try (OutputStream raw = stream.getCOSObject().createRawOutputStream();
        OutputStream content = new DeflaterOutputStream(raw, deflater, 1 << 14)) {
      content.write(operators);
    } finally {
      deflater.end();
    }
    return stream;
  }

  private static void grid(StringBuilder out, Mark.Grid grid) {
    stroke(out, grid.ink());
    Box area = grid.area();
    for (int i = 0; i * grid.step() <= area.width(); i++) {
      if (grid.skip() == 0 || i % grid.skip() != 0) {
        double x = area.x() + i * grid.step();
        segment(out, x, area.y(), x, area.bottom());
      }
    }
    for (int i = 0; i * grid.step() <= area.height(); i++) {
      if (grid.skip() == 0 || i % grid.skip() != 0) {
        double y = area.y() + i * grid.step();
        segment(out, area.x(), y, area.right(), y);
      }
    }
    out.append("S\n");
  }

  private static void segment(StringBuilder out, double x1, double y1, double x2, double y2) {
    at(out, x1, y1).append("m ");
    at(out, x2, y2).append("l\n");
  }

  private static void trace(StringBuilder out, Mark.Trace trace, Box clip) {
    out.append("q ");
    at(out, clip.x(), clip.y());
    at(out, clip.width(), clip.height()).append("re W n\n");
    line(out, trace.ink(), trace.points());
    out.append("Q\n");
  }

  private static void line(StringBuilder out, Ink ink, Points points) {
    stroke(out, ink);
    at(out, points.x(0), points.y(0)).append("m\n");
    // a lone sample between two gaps is a dot: a line of no length with round ends
    for (int i = Math.min(1, points.size() - 1); i < points.size(); i++) {
      at(out, points.x(i), points.y(i)).append("l\n");
    }
    out.append("S\n");
  }

  private static void fill(StringBuilder out, Mark.Fill fill) {
    colour(out, fill.ink()).append("rg\n");
    for (Box box : fill.boxes()) {
      at(out, box.x(), box.y());
      at(out, box.width(), box.height()).append("re\n");
    }
    out.append("f\n");
  }

  private static void picture(StringBuilder out, Box area, String name) {
    out.append("q ");
    // a photograph stands upright in a unit square; the page counts downwards
    Decimal.append(out, area.width()).append(" 0 0 ");
    Decimal.append(out, -area.height()).append(' ');
    at(out, area.x(), area.bottom()).append("cm /").append(name).append(" Do Q\n");
  }

  private static void stroke(StringBuilder out, Ink ink) {
    colour(out, ink).append("RG ");
    Decimal.append(out, ink.width()).append(" w\n");
  }

  static StringBuilder colour(StringBuilder out, Ink ink) {
    for (int shift = 16; shift >= 0; shift -= 8) {
      Decimal.append(out, (ink.rgb() >> shift & 0xFF) / 255.0).append(' ');
    }
    return out;
  }

  private static StringBuilder at(StringBuilder out, double x, double y) {
    Decimal.append(out, x).append(' ');
    return Decimal.append(out, y).append(' ');
  }
}
