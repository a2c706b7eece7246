package org.farsight.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.farsight.ecg.drawing.Box;
import org.farsight.ecg.drawing.Drawing;
import org.farsight.ecg.drawing.Ink;
import org.farsight.ecg.drawing.Language;
import org.farsight.ecg.drawing.Mark;
import org.farsight.ecg.drawing.Page;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.ecg.drawing.Points;
import org.farsight.ecg.drawing.SheetOptions;
import org.farsight.ecg.drawing.TextWidth;

/**
 * A report on A4: who, what, the words, key images, the reader, the code that leads to its
 * verification, and the ECG on sheets of its own, true to scale. The same report gives the same
 * bytes. Safe for use by many threads.
 */
public final class ReportPaper {
  private static final double TITLE = 6.2;
  private static final double HEADING = 4.2;
  private static final double BODY = 3.7;
  private static final double SMALL = 2.7;
  private static final double LINE = 1.55;
  private static final double CODE = 27;
  private static final double NAMES = 24;

  /** Between two pictures of a row. */
  private static final double BETWEEN = 6;

  private static final double CELL = (PaperPen.WIDTH - BETWEEN) / 2;
  private static final int MOST_LINES = 5_000;
  private static final double WATERMARK = 30;
  private static final double SLANT = 35;

  private final PdfDrawing pdf;

  /**
   * Draws with these.
   *
   * @param pdf whose fonts may be in memory already
   */
  public ReportPaper(PdfDrawing pdf) {
    this.pdf = pdf;
  }

  /**
   * The pages, with room for a signature.
   *
   * @param zone of the site
   * @param address where the version can be verified
   */
  public byte[] write(
      Report report, Language language, ZoneId zone, Exhibits exhibits, String address) {
    ReportLayout layout = ReportLayout.of(ReportLayout.Said.of(report, zone), language);
    PaperPen pen = new PaperPen();
    head(pen, report.examination().siteName(), layout);
    layout.sections().forEach(section -> section(pen, section));
    images(pen, exhibits.images(), language);
    foot(pen, layout, language, address);
    List<Page> pages = new ArrayList<>(pen.pages());
    pages.addAll(exhibits.sheets());
    String title = layout.title() + " " + report.caseId() + " " + report.version();
    String which = report.caseId() + " · " + Phrase.VERSION.in(language) + " " + report.version();
    Drawing drawing =
        new Drawing(
            title,
            report.examination().siteName(),
            SheetOptions.USUAL.with(language),
            finished(pages, report.stands(), which, language));
    ReportPictures pictures = ReportPictures.of(exhibits, drawing);
    return pdf.write(drawing, document -> PdfIncrement.reserve(document, pictures));
  }

  /**
   * A report that another system has written without a file that can be printed: a copy, which says
   * that it is one and has no room for a signature of ours.
   */
  public byte[] copy(ForeignReport report, Language language) {
    ReportLayout layout = ReportLayout.of(report, language);
    PaperPen pen = new PaperPen();
    head(pen, report.examination().siteName(), layout);
    layout.sections().forEach(section -> section(pen, section));
    pen.gap(3);
    pen.need(3 * BODY * LINE);
    pen.rule();
    for (ReportLayout.Particular one : layout.signature()) {
      pen.at(Ink.FAINT, PaperPen.LEFT, 0, BODY, one.name());
      pen.at(Ink.PATIENT, PaperPen.LEFT + NAMES, 0, BODY, one.value());
      pen.down(BODY * LINE);
    }
    TextWidth.wrap(Phrase.COPY.in(language), SMALL, PaperPen.WIDTH, MOST_LINES)
        .forEach(line -> pen.line(Ink.FAINT, SMALL, line));
    String which = report.caseId() + " · " + Phrase.VERSION.in(language) + " " + report.version();
    return pdf.write(
        new Drawing(
            layout.title() + " " + report.caseId() + " " + report.version(),
            report.examination().siteName(),
            SheetOptions.USUAL.with(language),
            finished(pen.pages(), report.stands(), which, language)));
  }

  private static void head(PaperPen pen, String site, ReportLayout layout) {
    pen.centred(Ink.TEXT, BODY, site);
    pen.centred(Ink.PATIENT, TITLE, layout.title());
    layout.banner().ifPresent(words -> pen.centred(Ink.ALERT, HEADING, words));
    pen.rule();
    List<ReportLayout.Particular> all = layout.particulars();
    double half = PaperPen.WIDTH / 2;
    for (int i = 0; i < all.size(); i += 2) {
      List<List<String>> values = new ArrayList<>();
      int lines = 1;
      for (int j = i; j < Math.min(i + 2, all.size()); j++) {
        List<String> value = TextWidth.wrap(all.get(j).value(), BODY, half - NAMES - 2, MOST_LINES);
        values.add(value);
        lines = Math.max(lines, value.size());
      }
      pen.need(lines * BODY * LINE);
      for (int j = 0; j < values.size(); j++) {
        double x = PaperPen.LEFT + j * half;
        pen.at(Ink.FAINT, x, 0, BODY, all.get(i + j).name());
        for (int k = 0; k < values.get(j).size(); k++) {
          pen.at(Ink.PATIENT, x + NAMES, k * BODY * LINE, BODY, values.get(j).get(k));
        }
      }
      pen.down(lines * BODY * LINE);
    }
    pen.rule();
  }

  private static void section(PaperPen pen, ReportLayout.Section section) {
    Ink ink = section.alarming() ? Ink.ALERT : Ink.TEXT;
    pen.gap(1.5);
    // a heading never stands alone at a page's end
    pen.need(HEADING * LINE + BODY * LINE);
    pen.line(ink, HEADING, section.alarming() ? "▲ " + section.heading() : section.heading());
    for (String paragraph : section.lines()) {
      List<String> lines = TextWidth.wrap(paragraph, BODY, PaperPen.WIDTH - 4, MOST_LINES);
      if (lines.isEmpty()) {
        pen.gap(BODY * LINE / 2);
      }
      lines.forEach(line -> pen.indented(ink, BODY, line));
    }
  }

  private static void images(PaperPen pen, List<Exhibits.Image> images, Language language) {
    if (images.isEmpty()) {
      return;
    }
    pen.gap(1.5);
    pen.need(HEADING * LINE + height(images, 0));
    pen.line(Ink.TEXT, HEADING, Phrase.KEY_IMAGES.in(language));
    for (int i = 0; i < images.size(); i += 2) {
      double row = height(images, i);
      pen.need(row);
      for (int j = i; j < Math.min(i + 2, images.size()); j++) {
        image(pen, images.get(j), j, row - SMALL * LINE - 1, language);
      }
      pen.down(row);
    }
  }

  /** Of a row of two pictures and what stands below them. */
  private static double height(List<Exhibits.Image> images, int first) {
    double highest = 0;
    for (Exhibits.Image image : images.subList(first, Math.min(first + 2, images.size()))) {
      if (image instanceof Exhibits.Image.Shown shown) {
        highest = Math.max(highest, shown.height() * scale(shown));
      }
    }
    return highest + SMALL * LINE + 2;
  }

  private static double scale(Exhibits.Image.Shown shown) {
    return CELL / Math.max(shown.width(), shown.height());
  }

  private static void image(
      PaperPen pen, Exhibits.Image image, int index, double below, Language language) {
    double x = PaperPen.LEFT + (index % 2) * (CELL + BETWEEN);
    String name =
        Phrase.IMAGE.in(language)
            + " "
            + (index + 1)
            + " · "
            + Phrase.FRAME.in(language)
            + " "
            + image.key().frame();
    switch (image) {
      case Exhibits.Image.Shown shown -> {
        double scale = scale(shown);
        pen.picture(x, shown.width() * scale, shown.height() * scale, shown.jpeg());
        pen.at(Ink.FAINT, x, below, SMALL, name);
      }
      case Exhibits.Image.Missing missing -> {
        String why = Phrase.NOT_SHOWN.in(language);
        String all = name + ": " + why + " " + missing.key().instance();
        pen.at(Ink.FAINT, x, below, SMALL, TextWidth.fit(all, SMALL, CELL));
      }
    }
  }

  private static void foot(PaperPen pen, ReportLayout layout, Language language, String address) {
    pen.gap(3);
    pen.need(CODE + SMALL * LINE + 2);
    pen.rule();
    double x = PaperPen.LEFT + PaperPen.WIDTH - CODE;
    pen.mark(at -> VerificationCode.draw(address, x, at, CODE));
    pen.at(Ink.FAINT, x + 3, CODE, SMALL, Phrase.SCAN.in(language));
    double y = 0;
    for (ReportLayout.Particular one : layout.signature()) {
      pen.at(Ink.FAINT, PaperPen.LEFT, y, BODY, one.name());
      pen.at(Ink.PATIENT, PaperPen.LEFT + NAMES, y, BODY, one.value());
      y += BODY * LINE;
    }
    y += 2;
    double width = PaperPen.WIDTH - CODE - 4;
    List<String> words = new ArrayList<>();
    words.addAll(TextWidth.wrap(Phrase.ELECTRONIC.in(language), SMALL, width, MOST_LINES));
    words.addAll(pieces(address, width));
    for (String line : words) {
      pen.at(Ink.FAINT, PaperPen.LEFT, y, SMALL, line);
      y += SMALL * LINE;
    }
    pen.down(CODE + SMALL * LINE);
  }

  /** An address has no blanks to part it at. */
  private static List<String> pieces(String address, double width) {
    int most = Math.max(20, (int) (width / (SMALL * 0.56)));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < address.length(); i += most) {
      all.add(address.substring(i, Math.min(address.length(), i + most)));
    }
    return all;
  }

  /** Numbers the pages, and says across each of a withdrawn version that it is one. */
  private static List<Page> finished(
      List<Page> pages, boolean stands, String which, Language language) {
    List<Page> all = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      Page page = pages.get(i);
      List<Mark> marks = new ArrayList<>();
      if (!stands) {
        marks.add(
            new Mark.Slanted(
                Ink.WATERMARK,
                page.width() / 2,
                page.height() / 2,
                WATERMARK,
                SLANT,
                Phrase.WITHDRAWN.in(language)));
      }
      marks.addAll(page.marks());
      double y = page.height() - 4;
      String number = String.format(Locale.ROOT, Phrase.PAGE.in(language), i + 1, pages.size());
      marks.add(new Mark.Text(Ink.FAINT, page.width() - PaperPen.LEFT, y, SMALL, true, number));
      marks.add(new Mark.Text(Ink.FAINT, PaperPen.LEFT, y, SMALL, false, which));
      all.add(new Page(page.width(), page.height(), page.clip(), marks));
    }
    return all;
  }

  /** Writes downwards, and on another page where one is full. */
  private static final class PaperPen {
    static final double LEFT = 18;
    static final double WIDTH = 174;
    private static final double PAGE_WIDTH = 210;
    private static final double PAGE_HEIGHT = 297;
    private static final double TOP = 15;
    private static final double BOTTOM = 283;

    private final List<List<Mark>> sheets = new ArrayList<>(List.of(new ArrayList<>()));
    private double y = TOP;

    List<Page> pages() {
      Box whole = new Box(0, 0, PAGE_WIDTH, PAGE_HEIGHT);
      return sheets.stream().map(marks -> new Page(PAGE_WIDTH, PAGE_HEIGHT, whole, marks)).toList();
    }

    void need(double height) {
      if (y + height > BOTTOM && y > TOP) {
        sheets.add(new ArrayList<>());
        y = TOP;
      }
    }

    void down(double height) {
      y += height;
    }

    void gap(double height) {
      y += height;
    }

    void mark(DoubleFunction<Mark> drawn) {
      sheets.getLast().add(drawn.apply(y));
    }

    /** Text beside where the pen is, which stays. */
    void at(Ink ink, double x, double below, double size, String text) {
      sheets.getLast().add(new Mark.Text(ink, x, y + below + size, size, false, text));
    }

    void picture(double x, double width, double height, byte[] jpeg) {
      sheets.getLast().add(new Mark.Picture(new Box(x, y, width, height), jpeg));
    }

    void line(Ink ink, double size, String text) {
      need(size * LINE);
      at(ink, LEFT, 0, size, text);
      down(size * LINE);
    }

    void indented(Ink ink, double size, String text) {
      need(size * LINE);
      at(ink, LEFT + 4, 0, size, text);
      down(size * LINE);
    }

    void centred(Ink ink, double size, String text) {
      String fitting = TextWidth.fit(text, size, WIDTH);
      need(size * LINE);
      at(ink, (PAGE_WIDTH - TextWidth.of(fitting, size)) / 2, 0, size, fitting);
      down(size * LINE);
    }

    void rule() {
      sheets.getLast().add(new Mark.Line(Ink.SEPARATOR, Points.of(LEFT, y, LEFT + WIDTH, y)));
      down(1.5);
    }
  }
}
