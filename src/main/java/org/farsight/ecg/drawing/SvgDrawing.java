package org.farsight.ecg.drawing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * A sheet as SVG 1.1, one unit a millimetre and printed at that size. Elements carry the class of
 * their {@link Ink}; a trace says which samples it is made of: {@code data-lead}, {@code data-rate}
 * (samples a second), {@code data-start} (seconds of its first sample from the recording's start),
 * {@code data-first} (that sample's index), and {@code data-envelope} where its points are not
 * samples one by one.
 */
public final class SvgDrawing {
  private static final String FONTS =
      "'Liberation Sans',Arial,Helvetica,'Noto Sans CJK SC','Noto Sans SC','Source Han Sans"
          + " SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei','Droid Sans"
          + " Fallback',sans-serif";

  private final StringBuilder svg;

  private SvgDrawing(int room) {
    this.svg = new StringBuilder(room);
  }

  /**
   * One sheet as a document of its own.
   *
   * @param page counted from 0
   * @return UTF-8
   */
  public static byte[] write(Drawing drawing, int page) {
    Page sheet = drawing.pages().get(page);
    int points =
        sheet.marks().stream()
            .mapToInt(mark -> mark instanceof Mark.Trace trace ? trace.points().size() : 0)
            .sum();
    SvgDrawing writer = new SvgDrawing(32_768 + points * 15);
    writer.document(drawing, sheet);
    return writer.svg.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void document(Drawing drawing, Page page) {
    svg.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    if (page.marks().stream().anyMatch(Mark.Picture.class::isInstance)) {
      svg.append("xmlns:xlink=\"http://www.w3.org/1999/xlink\" ");
    }
    svg.append("version=\"1.1\" width=\"");
    number(page.width()).append("mm\" height=\"");
    number(page.height()).append("mm\" viewBox=\"0 0 ");
    number(page.width()).append(' ');
    number(page.height()).append("\" xml:lang=\"");
    svg.append(drawing.options().language().tag()).append("\" data-speed=\"");
    svg.append(drawing.options().speed()).append("\" data-gain=\"");
    svg.append(drawing.options().gain()).append("\">\n<title>");
    escaped(drawing.title());
    svg.append("</title>\n<style>");
    style();
    svg.append("</style>\n<defs><clipPath id=\"grid\">");
    rectangle(page.clip(), "");
    svg.append("</clipPath></defs>\n");
    rectangle(new Box(0, 0, page.width(), page.height()), " fill=\"#fff\"");
    svg.append('\n');
    page.marks().forEach(this::mark);
    svg.append("</svg>\n");
  }

  private void style() {
    svg.append("text{font-family:").append(FONTS).append(";white-space:pre}");
    svg.append("polyline,path{fill:none;stroke-linejoin:round;stroke-linecap:round}");
    for (Ink ink : Ink.values()) {
      String colour = String.format(Locale.ROOT, "#%06x", ink.rgb());
      svg.append("text.").append(ink.styleClass()).append("{fill:").append(colour).append('}');
      if (ink.width() > 0) {
        svg.append("polyline.").append(ink.styleClass());
        svg.append(",path.").append(ink.styleClass());
        svg.append("{stroke:").append(colour).append(";stroke-width:");
        number(ink.width()).append('}');
      }
    }
  }

  private void mark(Mark mark) {
    switch (mark) {
      case Mark.Grid grid -> grid(grid);
      case Mark.Line line -> {
        svg.append("<polyline class=\"").append(line.ink().styleClass()).append("\" points=\"");
        points(line.points());
      }
      case Mark.Trace trace -> {
        svg.append("<polyline class=\"trace\" clip-path=\"url(#grid)\" data-lead=\"");
        escaped(trace.lead());
        svg.append("\" data-rate=\"");
        exact(trace.rate());
        svg.append("\" data-start=\"");
        exact(trace.startSeconds());
        svg.append("\" data-first=\"").append(trace.firstSample());
        svg.append(trace.envelope() ? "\" data-envelope=\"true" : "");
        svg.append("\" points=\"");
        points(trace.points());
      }
      case Mark.Text text -> text(text);
      case Mark.Slanted text -> slanted(text);
      case Mark.Fill fill -> {
        String colour = String.format(Locale.ROOT, " fill=\"#%06x\"", fill.ink().rgb());
        fill.boxes().forEach(box -> rectangle(box, colour));
        svg.append('\n');
      }
      case Mark.Picture picture -> picture(picture);
    }
  }

  private void points(Points points) {
    for (int i = 0; i < points.size(); i++) {
      number(points.x(i)).append(',');
      number(points.y(i)).append(' ');
    }
    if (points.size() == 1) {
      // a lone sample between two gaps: a dot
      number(points.x(0)).append(',');
      number(points.y(0));
    } else if (points.size() > 1) {
      svg.setLength(svg.length() - 1);
    }
    svg.append("\"/>\n");
  }

  private void grid(Mark.Grid grid) {
    Box area = grid.area();
    svg.append("<path class=\"").append(grid.ink().styleClass()).append("\" d=\"");
    for (int i = 0; i * grid.step() <= area.width(); i++) {
      if (grid.skip() == 0 || i % grid.skip() != 0) {
        svg.append('M');
        number(area.x() + i * grid.step()).append(' ');
        number(area.y()).append('v');
        number(area.height());
      }
    }
    for (int i = 0; i * grid.step() <= area.height(); i++) {
      if (grid.skip() == 0 || i % grid.skip() != 0) {
        svg.append('M');
        number(area.x()).append(' ');
        number(area.y() + i * grid.step()).append('h');
        number(area.width());
      }
    }
    svg.append("\"/>\n");
  }

  private void text(Mark.Text text) {
    svg.append("<text class=\"").append(text.ink().styleClass()).append("\" x=\"");
    number(text.x()).append("\" y=\"");
    number(text.y()).append("\" font-size=\"");
    number(text.size()).append(text.atEnd() ? "\" text-anchor=\"end\">" : "\">");
    escaped(text.text());
    svg.append("</text>\n");
  }

  private void slanted(Mark.Slanted text) {
    svg.append("<text class=\"").append(text.ink().styleClass());
    svg.append("\" text-anchor=\"middle\" transform=\"translate(");
    number(text.x()).append(' ');
    number(text.y()).append(") rotate(");
    number(-text.degrees()).append(")\" font-size=\"");
    number(text.size()).append("\">");
    escaped(text.text());
    svg.append("</text>\n");
  }

  private void picture(Mark.Picture picture) {
    Box area = picture.area();
    svg.append("<image preserveAspectRatio=\"none\" x=\"");
    number(area.x()).append("\" y=\"");
    number(area.y()).append("\" width=\"");
    number(area.width()).append("\" height=\"");
    number(area.height()).append("\" xlink:href=\"data:image/jpeg;base64,");
    svg.append(Base64.getEncoder().encodeToString(picture.jpeg())).append("\"/>\n");
  }

  private void rectangle(Box box, String attributes) {
    svg.append("<rect x=\"");
    number(box.x()).append("\" y=\"");
    number(box.y()).append("\" width=\"");
    number(box.width()).append("\" height=\"");
    number(box.height()).append('"').append(attributes).append("/>");
  }

  /** A number as it is, for what must be found again exactly. */
  private void exact(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      svg.append((long) value);
    } else {
      svg.append(value);
    }
  }

  /** Millimetres with three digits behind the point at most. */
  private StringBuilder number(double value) {
    return Decimal.append(svg, value);
  }

  /** Text as it stands, in a form that is no markup; what XML cannot hold is U+FFFD. */
  private void escaped(String text) {
    for (int i = 0; i < text.length(); ) {
      int letter = text.codePointAt(i);
      i += Character.charCount(letter);
      switch (letter) {
        case '&' -> svg.append("&amp;");
        case '<' -> svg.append("&lt;");
        case '>' -> svg.append("&gt;");
        case '"' -> svg.append("&quot;");
        case '\'' -> svg.append("&#39;");
        default -> svg.appendCodePoint(isXml(letter) ? letter : 0xFFFD);
      }
    }
  }

  /** Whether XML 1.0 has this character (production 2); a lone surrogate is none. */
  private static boolean isXml(int letter) {
    return letter == '\t'
        || letter == '\n'
        || letter == '\r'
        || letter >= 0x20 && letter <= 0xD7FF
        || letter >= 0xE000 && letter <= 0xFFFD
        || letter >= 0x10000;
  }
}
