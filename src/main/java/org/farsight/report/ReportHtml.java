package org.farsight.report;

import java.util.List;
import org.farsight.ecg.drawing.Language;

/** A report as one page of HTML without scripts, which fetches nothing. */
final class ReportHtml {
  private static final String STYLE =
      "body{font-family:sans-serif;max-width:48rem;margin:1rem auto;padding:0 1rem;line-height:1.5}"
          + "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}"
          + "dt{color:#555}dd{margin:0}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-bottom:.2rem}"
          + ".alarm{border:2px solid #b00020;padding:.3rem .8rem}"
          + ".alarm h2,.banner{color:#b00020}.banner{font-weight:bold}p{margin:.2rem 0}";

  private ReportHtml() {}

  static String of(ReturnedReport report, Language language) {
    ReportLayout layout = ReportLayout.of(report, language);
    StringBuilder page = new StringBuilder(4096);
    page.append("<!DOCTYPE html>\n<html lang=\"").append(language.tag()).append("\">\n<head>");
    page.append("<meta charset=\"utf-8\"><title>").append(escaped(layout.title()));
    page.append("</title><style>").append(STYLE).append("</style></head>\n<body>\n");
    tag(page, "h1", layout.title());
    layout
        .banner()
        .ifPresent(
            words -> page.append("<p class=\"banner\">").append(escaped(words)).append("</p>\n"));
    particulars(page, layout.particulars());
    for (ReportLayout.Section section : layout.sections()) {
      page.append(section.alarming() ? "<section class=\"alarm\">\n" : "<section>\n");
      tag(page, "h2", section.heading());
      section.lines().forEach(line -> tag(page, "p", line));
      page.append("</section>\n");
    }
    particulars(page, layout.signature());
    return page.append("</body>\n</html>\n").toString();
  }

  private static void particulars(StringBuilder page, List<ReportLayout.Particular> particulars) {
    page.append("<dl>\n");
    for (ReportLayout.Particular one : particulars) {
      tag(page, "dt", one.name());
      tag(page, "dd", one.value());
    }
    page.append("</dl>\n");
  }

  private static void tag(StringBuilder page, String name, String text) {
    page.append('<').append(name).append('>').append(escaped(text));
    page.append("</").append(name).append(">\n");
  }

  /** Text that is content wherever it stands in HTML. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            letter -> {
              switch (letter) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(Character.isISOControl(letter) ? ' ' : letter);
              }
            });
    return out.toString();
  }
}
