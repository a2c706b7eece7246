package org.farsight.ecg.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands below the grid: how it was drawn, what was done to the traces, what is wrong. */
final class SheetFooter {
  private static final Box AREA = new Box(EcgSheet.GRID.x(), 196.2, EcgSheet.GRID.width(), 11);
  private static final double SIZE = 3;
  private static final double LINE = 3.7;
  private static final int LINES = 3;

  private final SheetOptions options;
  private final SheetCaption caption;
  private final List<Mark> marks;

  SheetFooter(SheetOptions options, SheetCaption caption, List<Mark> marks) {
    this.options = options;
    this.caption = caption;
    this.marks = marks;
  }

  /**
   * One sheet among its likes.
   *
   * @param cut whether sheets were left out behind the last
   * @param derived whether computed leads are on it
   * @param time what of the recording it shows
   */
  record Sheet(int number, int count, boolean cut, boolean derived, String time) {}

  void draw(Traces traces, Sheet sheet) {
    String right = right(sheet);
    double rightWidth = TextWidth.of(right, SIZE);
    marks.add(new Mark.Text(Ink.FAINT, AREA.right(), AREA.y(), SIZE, true, right));
    put(Ink.TEXT, AREA.y(), scale(), AREA.width() - rightWidth - 5);
    List<String> notes = notes(traces, sheet);
    int line = 1;
    if (!notes.isEmpty()) {
      put(Ink.FAINT, AREA.y() + LINE, String.join("    ", notes), AREA.width());
      line++;
    }
    if (!caption.findings().isEmpty()) {
      String words = in(Phrase.QUALITY) + String.join("; ", caption.findings());
      for (String some : TextWidth.wrap(words, SIZE, AREA.width(), LINES + 1 - line)) {
        put(Ink.ALERT, AREA.y() + line++ * LINE, some, AREA.width());
      }
    }
  }

  private String in(Phrase phrase) {
    return phrase.in(options.language());
  }

  private void put(Ink ink, double y, String text, double width) {
    marks.add(new Mark.Text(ink, AREA.x(), y, SIZE, false, TextWidth.fit(text, SIZE, width)));
  }

  private String scale() {
    Set<Filter> filters = options.sortedFilters();
    String names =
        filters.isEmpty()
            ? in(Phrase.NO_FILTER)
            : filters.stream()
                    .map(filter -> filter.words(options.language()))
                    .collect(Collectors.joining(", "))
                + in(Phrase.FOR_THE_EYE);
    return options.speed()
        + " mm/s    "
        + options.gain()
        + " mm/mV    "
        + in(Phrase.FILTERS)
        + ": "
        + names;
  }

  private String right(Sheet sheet) {
    return sheet.time()
        + (sheet.cut() && sheet.number() == sheet.count() ? " (" + in(Phrase.LEFT_OUT) + ")" : "")
        + "    Farsight    "
        + in(Phrase.SHEET).formatted(sheet.number() + "/" + sheet.count());
  }

  private List<String> notes(Traces traces, Sheet sheet) {
    List<String> notes = new ArrayList<>();
    if (sheet.derived()) {
      notes.add(in(Phrase.DERIVED));
    }
    if (!traces.clipped().isEmpty()) {
      notes.add(in(Phrase.CLIPPED) + String.join(", ", traces.clipped()));
    }
    if (!traces.unfiltered().isEmpty()) {
      notes.add(in(Phrase.NOT_FILTERED) + String.join(", ", traces.unfiltered()));
    }
    if (!traces.shifts().isEmpty()) {
      notes.add(
          in(Phrase.SHIFTED)
              + traces.shifts().entrySet().stream()
                  .map(SheetFooter::shift)
                  .collect(Collectors.joining(", ")));
    }
    return notes;
  }

  private static String shift(Map.Entry<String, Double> moved) {
    return String.format(Locale.ROOT, "%s %+.2f mV", moved.getKey(), -moved.getValue());
  }
}
