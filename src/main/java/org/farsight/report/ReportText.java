package org.farsight.report;

import java.util.List;
import java.util.stream.Collectors;
import org.farsight.ecg.drawing.Language;

/** A report as lines of text. */
final class ReportText {
  private ReportText() {}

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
