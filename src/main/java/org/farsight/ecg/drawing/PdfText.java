package org.farsight.ecg.drawing;

import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** Text of one PDF: each letter in the first font that has it. */
final class PdfText {
  /** The geta mark: a letter that could not be set. */
  private static final String GETA = "\u3013";

  /** What {@link #unknown()} is made of. */
  private static final String NAMING = GETA + " =U+0123456789ABCDEF,…";

  private static final int MOST_NAMED = 8;

  private final PdfFonts fonts;
  private final PDResources resources = new PDResources();
  private final Map<PdfFonts.Face, Embedded> embedded = new LinkedHashMap<>();
  private final Set<Integer> unknown = new LinkedHashSet<>();

  /** A font in this document; only the glyphs that are used become part of the file. */
  private record Embedded(PDType0Font font, COSName name) {}

  /** Letters of one font, one after another. */
  private record Run(PdfFonts.Face face, String text) {}

  private PdfText(PdfFonts fonts) {
    this.fonts = fonts;
  }

  /** Puts the letters of a drawing into a document. */
  static PdfText of(PDDocument document, PdfFonts fonts, Drawing drawing) throws IOException {
    PdfText text = new PdfText(fonts);
    Map<PdfFonts.Face, Set<Integer>> letters = new LinkedHashMap<>();
    for (Page page : drawing.pages()) {
      for (Mark mark : page.marks()) {
        if (mark instanceof Mark.Text words) {
          text.collect(words.text(), letters);
        } else if (mark instanceof Mark.Slanted words) {
          text.collect(words.text(), letters);
        }
      }
    }
    if (!text.unknown.isEmpty()) {
      text.collect(NAMING, letters);
    }
    for (Map.Entry<PdfFonts.Face, Set<Integer>> used : letters.entrySet()) {
      PDType0Font font = used.getKey().in(document, used.getValue());
      text.embedded.put(used.getKey(), new Embedded(font, text.resources.add(font)));
    }
    return text;
  }

  private void collect(String text, Map<PdfFonts.Face, Set<Integer>> letters) {
    for (Run run : runs(text)) {
      Set<Integer> used = letters.computeIfAbsent(run.face(), face -> new TreeSet<>());
      run.text().codePoints().forEach(used::add);
    }
  }

  /** The fonts used, for every page. */
  PDResources resources() {
    return resources;
  }

  void startPage() {
    unknown.clear();
  }

  /** Names letters of this page that no font has; empty if there is none. */
  String unknown() {
    if (unknown.isEmpty()) {
      return "";
    }
    return GETA
        + " = "
        + unknown.stream()
            .limit(MOST_NAMED)
            .map(letter -> String.format(Locale.ROOT, "U+%04X", letter))
            .collect(Collectors.joining(", "))
        + (unknown.size() > MOST_NAMED ? " …" : "");
  }

  /** Appends the operators that draw a line of text. */
  void show(StringBuilder out, Mark.Text text) throws IOException {
    List<Run> runs = runs(text.text());
    double x = text.x();
    if (text.atEnd()) {
      for (Run run : runs) {
        x -= width(run) * text.size();
      }
    }
    out.append("BT ");
    PdfDrawing.colour(out, text.ink()).append("rg\n");
    for (Run run : runs) {
      Embedded used = embedded(run);
      out.append('/').append(used.name().getName()).append(" 1 Tf ");
      // the page counts downwards, letters stand upright
      Decimal.append(out, text.size()).append(" 0 0 ");
      Decimal.append(out, -text.size()).append(' ');
      Decimal.append(out, x).append(' ');
      Decimal.append(out, text.y()).append(" Tm <");
      out.append(HexFormat.of().formatHex(used.font().encode(run.text()))).append("> Tj\n");
      x += width(run) * text.size();
    }
    out.append("ET\n");
  }

  /** Appends the operators that draw a line of text across the sheet. */
  void show(StringBuilder out, Mark.Slanted text) throws IOException {
    List<Run> runs = runs(text.text());
    double width = 0;
    for (Run run : runs) {
      width += width(run) * text.size();
    }
    double angle = Math.toRadians(text.degrees());
    out.append("q ");
    Decimal.append(out, Math.cos(angle)).append(' ');
    Decimal.append(out, -Math.sin(angle)).append(' ');
    Decimal.append(out, Math.sin(angle)).append(' ');
    Decimal.append(out, Math.cos(angle)).append(' ');
    Decimal.append(out, text.x()).append(' ');
    Decimal.append(out, text.y()).append(" cm\n");
    show(
        out,
        new Mark.Text(text.ink(), -width / 2, text.size() / 3, text.size(), false, text.text()));
    out.append("Q\n");
  }

  /** The name of a photograph among the resources, which are those of every page. */
  String picture(PDDocument document, Mark.Picture picture) throws IOException {
    PDImageXObject image = JPEGFactory.createFromByteArray(document, picture.jpeg());
    return resources.add(image).getName();
  }

  private Embedded embedded(Run run) {
    Embedded used = embedded.get(run.face());
    if (used == null) {
      throw new IllegalStateException("text was drawn that is not in the drawing");
    }
    return used;
  }

  private double width(Run run) throws IOException {
    return embedded(run).font().getStringWidth(run.text()) / 1000;
  }

  private List<Run> runs(String text) {
    List<Run> runs = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    PdfFonts.Face face = fonts.latin();
    for (int letter : text.codePoints().flatMap(this::settable).toArray()) {
      PdfFonts.Face wanted = face(letter);
      if (!wanted.equals(face) && !run.isEmpty()) {
        runs.add(new Run(face, run.toString()));
        run.setLength(0);
      }
      face = wanted;
      if (wanted.has(letter)) {
        run.appendCodePoint(letter);
      } else {
        unknown.add(letter);
        run.append(GETA);
      }
    }
    if (!run.isEmpty()) {
      runs.add(new Run(face, run.toString()));
    }
    return runs;
  }

  private PdfFonts.Face face(int letter) {
    return fonts.latin().has(letter) ? fonts.latin() : fonts.chinese();
  }

  /**
   * The letter as it can be set: a control character is a blank, and one that no font has is
   * replaced by the letters that Unicode gives for it (NFKC), the numeral Ⅱ by II.
   */
  private IntStream settable(int letter) {
    if (Character.isISOControl(letter)) {
      return IntStream.of(' ');
    }
    if (!face(letter).has(letter)) {
      int[] like =
          Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFKC)
              .codePoints()
              .toArray();
      if (IntStream.of(like).allMatch(other -> face(other).has(other))) {
        return IntStream.of(like);
      }
    }
    return IntStream.of(letter);
  }
}
