package org.farsight.report;

import java.util.List;
import java.util.stream.Collectors;
import org.farsight.ecg.drawing.Language;

/** A report as lines of text. */
final class ReportText {
  private ReportText() {}

  /** A text without half characters (lone surrogates): they become U+FFFD. */
  static String whole(String text) {
    boolean all = text.codePoints().noneMatch(ReportText::isHalf);
    return all
        ? text
        : text.codePoints()
            .map(letter -> isHalf(letter) ? 0xFFFD : letter)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isHalf(int letter) {
    return letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE;
  }

  static String of(ReturnedReport report, Language language) {
    ReportLayout layout = ReportLayout.of(report, language);
    StringBuilder text = new StringBuilder(layout.title()).append('\n');
    layout.banner().ifPresent(banner -> text.append(banner).append('\n'));
    particulars(text, layout.particulars());
    for (ReportLayout.Section section : layout.sections()) {
      text.append('\n').append(section.alarming() ? "*** " : "").append(section.heading());
      text.append(section.alarming() ? " ***\n" : "\n");
      text.append(section.lines().stream().collect(Collectors.joining("\n", "", "\n")));
    }
    text.append('\n');
    particulars(text, layout.signature());
    return text.toString();
  }

  private static void particulars(StringBuilder text, List<ReportLayout.Particular> particulars) {
    for (ReportLayout.Particular one : particulars) {
      text.append(one.name()).append(": ").append(one.value()).append('\n');
    }
  }
}
