package org.farsight.ecg.drawing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The two fonts of a PDF, parsed once: Liberation Sans for what it has, Droid Sans Fallback for
 * Chinese.
 *
 * @param latin Liberation Sans, which PDFBox brings along
 * @param chinese Droid Sans Fallback
 */
record PdfFonts(Face latin, Face chinese) {

  /** What drawing needs; kerning and substitution stay behind. */
  private static final List<String> TABLES =
      List.of(
          "head", "hhea", "maxp", "OS/2", "name", "post", "cmap", "hmtx", "loca", "glyf", "cvt ",
          "prep", "fpgm");

  /** A font and where its glyphs are. */
  record Face(TrueTypeFont font, CmapLookup glyphs) {
    /** Whether the font can set a letter of the basic plane; the fonts have no others. */
    boolean has(int codePoint) {
      return codePoint <= 0xFFFF && glyphs.getGlyphId(codePoint) != 0;
    }

    /**
     * A font of these letters alone, in a document. The library could do so itself at the end, but
     * would first read the widths of all 50,000 glyphs for each drawing.
     */
    PDType0Font in(PDDocument document, Set<Integer> letters) throws IOException {
      TTFSubsetter subset = new TTFSubsetter(font, TABLES);
      subset.addAll(letters);
      subset.setPrefix(tag(letters));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
      subset.writeToStream(bytes);
      return PDType0Font.load(document, new ByteArrayInputStream(bytes.toByteArray()), false);
    }

    /** Six letters that name the subset (ISO 32000-1 §9.6.4). */
    private static String tag(Set<Integer> letters) {
      int hash = new TreeSet<>(letters).hashCode() & Integer.MAX_VALUE;
      StringBuilder tag = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        tag.append((char) ('A' + hash % 26));
        hash /= 26;
      }
      return tag.append('+').toString();
    }
  }

  static PdfFonts load() throws IOException {
    return new PdfFonts(
        face("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf"),
        face("/org/farsight/ecg/drawing/DroidSansFallbackFull.ttf"));
  }

  private static Face face(String resource) throws IOException {
    try (InputStream in = PdfFonts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("the font " + resource + " is missing");
      }
      TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes()));
      return new Face(font, font.getUnicodeCmapLookup());
    }
  }
}
