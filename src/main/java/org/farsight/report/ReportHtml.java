package org.farsight.report;

import java.util.Base64;
import java.util.List;
import org.farsight.ecg.drawing.Language;

/** A report as one page of HTML without scripts, which fetches nothing: pictures are in it. */
final class ReportHtml {
  private static final String STYLE =
      "body{font-family:sans-serif;max-width:48rem;margin:1rem auto;padding:0 1rem;line-height:1.5}"
          + "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}"
          + "dt{color:#555}dd{margin:0}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-bottom:.2rem}"
          + ".alarm{border:2px solid #b00020;padding:.3rem .8rem}"
          + ".alarm h2,.banner{color:#b00020}.banner{font-weight:bold}p{margin:.2rem 0}"
          + ".images{display:flex;flex-wrap:wrap;gap:.8rem}figure{margin:.4rem 0}"
          + ".images figure{flex:0 1 20rem}img{max-width:100%;height:auto;background:#fff}"
          + "figcaption{color:#555;font-size:.85rem}";

  private ReportHtml() {}

  /** A report that has no pictures. */
  static String of(ReturnedReport report, Language language) {
    return of(report, language, List.of(), ReportPictures.NONE);
  }

  /**
   * A report with what it shows.
   *
   * @param keys key images, in the order of the report
   * @param pictures those that there are
   */
  static String of(
      ReturnedReport report,
      Language language,
      List<Report.KeyImage> keys,
      ReportPictures pictures) {
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
    images(page, keys, pictures, language);
    sheets(page, pictures, language);
    particulars(page, layout.signature());
    return page.append("</body>\n</html>\n").toString();
  }

  private static void images(
      StringBuilder page, List<Report.KeyImage> keys, ReportPictures pictures, Language language) {
    if (keys.isEmpty()) {
      return;
    }
    page.append("<section>\n");
    tag(page, "h2", Phrase.KEY_IMAGES.in(language));
    page.append("<div class=\"images\">\n");
    for (int i = 0; i < keys.size(); i++) {
      String name =
          Phrase.IMAGE.in(language)
              + " "
              + (i + 1)
              + " · "
              + Phrase.FRAME.in(language)
              + " "
              + keys.get(i).frame();
      byte[] jpeg = pictures.files().get(ReportPictures.image(i));
      page.append("<figure>");
      if (jpeg != null) {
        picture(page, ReportPictures.image(i), jpeg, name);
      }
      String caption = jpeg != null ? name : name + ": " + Phrase.IN_PDF.in(language);
      page.append("<figcaption>").append(escaped(caption)).append("</figcaption></figure>\n");
    }
    page.append("</div>\n</section>\n");
  }

  private static void sheets(StringBuilder page, ReportPictures pictures, Language language) {
    List<String> names =
        pictures.files().keySet().stream().filter(name -> name.endsWith(".svg")).toList();
    if (names.isEmpty()) {
      return;
    }
    page.append("<section>\n");
    tag(page, "h2", Phrase.ECG_DRAWING.in(language));
    for (String name : names) {
      page.append("<figure>");
      byte[] svg = pictures.files().getOrDefault(name, new byte[0]);
      picture(page, name, svg, Phrase.ECG_DRAWING.in(language));
      page.append("</figure>\n");
    }
    tag(page, "p", Phrase.TRUE_TO_SCALE.in(language));
    page.append("</section>\n");
  }

  /** As an image of its own: nothing in it runs, and its style is not the page's. */
  private static void picture(StringBuilder page, String name, byte[] bytes, String words) {
    page.append("<img alt=\"").append(escaped(words)).append("\" src=\"data:");
    page.append(ReportPictures.type(name)).append(";base64,");
    page.append(Base64.getEncoder().encodeToString(bytes)).append("\">");
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
