package org.farsight.ecg.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.farsight.ecg.Recording;

/**
 * A recording laid out on sheets of A4, landscape: all is placed in millimetres, so that one second
 * is as long and one millivolt as high as the speed and the gain say once it is printed at its own
 * size. Columns follow one another in time where the recording is long enough, else each begins at
 * the start. A lead that has nothing at its column's time is drawn from where it begins, and its
 * name says so.
 */
public final class EcgSheet {
  /** Width of a sheet in millimetres. */
  public static final double WIDTH = 297;

  /** Height of a sheet in millimetres. */
  public static final double HEIGHT = 210;

  /** The grid: whole squares of 5 mm. */
  static final Box GRID = new Box(13.5, 38, 270, 150);

  /** Left edge of the traces; before it stand the calibration pulses. */
  static final double TRACE_LEFT = GRID.x() + 15;

  /** How much of the sheet's width traces take. */
  static final double TRACE_WIDTH = 250;

  /** More sheets are not made of one recording; the last one says so. */
  static final int MOST_SHEETS = 30;

  private static final double TOP_ROOM = 16;
  private static final double BOTTOM_ROOM = 11;
  private static final double PULSE_SECONDS = 0.2;
  private static final double NAME_EDGE = 5;
  private static final double PULSE_FOOT = 2.5;
  private static final double SMALL = 2.8;

  private final Recording recording;
  private final SheetCaption caption;
  private final SheetOptions options;
  private final Arrangement arrangement;

  private EcgSheet(Recording recording, SheetCaption caption, SheetOptions options) {
    this.recording = recording;
    this.caption = caption;
    this.options = options;
    this.arrangement = Arrangement.of(recording, options);
  }

  /** Lays a recording out. */
  public static Drawing draw(Recording recording, SheetCaption caption, SheetOptions options) {
    return new EcgSheet(recording, caption, options).drawing();
  }

  /**
   * What one sheet shows.
   *
   * @param from seconds at its left edge
   * @param seconds across the traces' width
   * @param firstColumn of the bank's
   * @param columns how many of them
   */
  private record View(
      Arrangement.Bank bank, double from, double seconds, int firstColumn, int columns) {
    double rowHeight() {
      return GRID.height() / bank.allRows();
    }

    /**
     * Of 0 mV, on a line of the fine grid: rows are spread evenly, but the first and the last keep
     * away from the grid's edges, where there is no neighbour's place to reach into.
     */
    double baseline(int row) {
      int rows = bank.allRows();
      double top = rows == 1 ? rowHeight() / 2 : Math.max(rowHeight() / 2, TOP_ROOM);
      double bottom = Math.max(rowHeight() / 2, BOTTOM_ROOM);
      double apart = rows == 1 ? 0 : (GRID.height() - top - bottom) / (rows - 1);
      return Math.rint(GRID.y() + top + row * apart);
    }

    boolean isTight() {
      return rowHeight() < 20;
    }
  }

  private Drawing drawing() {
    List<View> views = new ArrayList<>();
    arrangement.banks().forEach(bank -> views.addAll(views(bank)));
    boolean cut = views.size() > MOST_SHEETS;
    List<View> drawn = cut ? views.subList(0, MOST_SHEETS) : views;
    List<Page> pages = new ArrayList<>();
    for (View view : drawn) {
      pages.add(page(view, pages.size() + 1, drawn.size(), cut));
    }
    String when = SheetHeader.time(recording.acquisition()).map(time -> " " + time).orElse("");
    return new Drawing("ECG" + when, caption.site(), options, pages);
  }

  private double across() {
    return TRACE_WIDTH / options.speed();
  }

  private double cellSeconds(Arrangement.Bank bank) {
    OptionalDouble wanted = options.layout().cellSeconds();
    return bank.columns() == 1 ? across() : wanted.orElse(across());
  }

  private List<View> views(Arrangement.Bank bank) {
    List<View> views = new ArrayList<>();
    if (bank.columns() == 1) {
      double at = options.startSeconds();
      do {
        views.add(new View(bank, at, across(), 0, 1));
        at += across();
      } while (at < arrangement.duration() - 0.02 && views.size() <= MOST_SHEETS);
      return views;
    }
    double cell = cellSeconds(bank);
    int perSheet = (int) Math.max(1, Math.floor(across() / cell + 1e-9));
    for (int column = 0; column < bank.columns(); column += perSheet) {
      int columns = Math.min(perSheet, bank.columns() - column);
      double from = options.startSeconds() + column * cell;
      views.add(new View(bank, from, columns * cell, column, columns));
    }
    return views;
  }

  /** Whether column follows column in time: the last one would be half full at least. */
  private boolean isConsecutive(Arrangement.Bank bank) {
    double rest = arrangement.duration() - options.startSeconds();
    return rest >= (bank.columns() - 0.5) * cellSeconds(bank);
  }

  private Page page(View view, int number, int count, boolean cut) {
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Grid(Ink.GRID_FINE, GRID, 1, 5));
    marks.add(new Mark.Grid(Ink.GRID_BOLD, GRID, 5, 0));
    new SheetHeader(recording, caption, options.language(), marks).draw();
    Traces traces = new Traces(options, GRID, marks);
    pulses(view, marks);
    for (Arrangement.Cell cell : view.bank().cells()) {
      int column = cell.column() - view.firstColumn();
      if (column >= 0 && column < view.columns()) {
        cell(view, cell, column, traces, marks);
      }
    }
    view.bank()
        .rhythm()
        .ifPresent(
            slot -> {
              double y = view.baseline(view.bank().rows());
              double from =
                  isConsecutive(view.bank())
                      ? view.from()
                      : options.startSeconds() + view.firstColumn() * cellSeconds(view.bank());
              traces.draw(slot, new Traces.Place(TRACE_LEFT, y, from, view.seconds()));
              name(view, slot, TRACE_LEFT, y, "", marks);
            });
    ruler(view, marks);
    new SheetFooter(options, caption, marks)
        .draw(traces, new SheetFooter.Sheet(number, count, cut, hasDerived(view), time(view)));
    return new Page(WIDTH, HEIGHT, GRID, marks);
  }

  private static boolean hasDerived(View view) {
    return view.bank().cells().stream().anyMatch(cell -> cell.slot().isDerived())
        || view.bank().rhythm().filter(Slot::isDerived).isPresent();
  }

  /** What of the recording is on the sheet: {@code 0-10 s / 10 s}. */
  private String time(View view) {
    boolean consecutive = view.bank().columns() == 1 || isConsecutive(view.bank());
    double from = consecutive ? view.from() : options.startSeconds();
    double to =
        Math.min(
            arrangement.duration(),
            from + (consecutive ? view.seconds() : cellSeconds(view.bank())));
    return seconds(from)
        + " - "
        + seconds(Math.max(from, to))
        + " s "
        + Phrase.OF.in(options.language())
        + " "
        + seconds(arrangement.duration())
        + " s";
  }

  private void cell(View view, Arrangement.Cell cell, int column, Traces traces, List<Mark> marks) {
    Slot slot = cell.slot();
    double seconds = cellSeconds(view.bank());
    double x = TRACE_LEFT + column * seconds * options.speed();
    double y = view.baseline(cell.row());
    boolean consecutive = view.bank().columns() == 1 || isConsecutive(view.bank());
    double time = consecutive ? view.from() + column * seconds : options.startSeconds();
    boolean moved =
        view.bank().columns() > 1 && !slot.isMissing() && !slot.covers(time, time + seconds);
    double from = moved ? slot.start() : time;
    traces.draw(slot, new Traces.Place(x, y, from, seconds));
    if (column > 0) {
      double reach = Math.min(7, view.rowHeight() / 4);
      marks.add(line(Ink.SEPARATOR, x, y - reach, x, y - reach / 2));
      marks.add(line(Ink.SEPARATOR, x, y + reach / 2, x, y + reach));
    }
    name(view, slot, x, y, moved ? " " + seconds(from) + " s" : "", marks);
  }

  private void name(View view, Slot slot, double x, double y, String beside, List<Mark> marks) {
    double size = view.isTight() ? 3 : 3.8;
    double up = view.isTight() ? 3.2 : Math.min(9, view.rowHeight() / 3.5);
    String missing = slot.isMissing() ? " " + Phrase.MISSING.in(options.language()) : "";
    String text = slot.label() + (slot.isDerived() ? "*" : "") + beside + missing;
    if (view.isTight() && x == TRACE_LEFT) {
      // rows are so near that the name would lie on a trace
      String fitted = TextWidth.fit(text, size, GRID.x() - NAME_EDGE);
      marks.add(new Mark.Text(Ink.LEAD_NAME, GRID.x() - 1, y + 1, size, true, fitted));
    } else {
      String fitted = TextWidth.fit(text, size, 40);
      marks.add(new Mark.Text(Ink.LEAD_NAME, x + 1, y - up, size, false, fitted));
    }
  }

  /** One millivolt for 0.2 s, before each row; below the last row only where rows are too low. */
  private void pulses(View view, List<Mark> marks) {
    double height = options.gain();
    double width = PULSE_SECONDS * options.speed();
    int rows = view.bank().allRows();
    int first = height <= view.rowHeight() ? 0 : rows - 1;
    for (int row = first; row < rows; row++) {
      double x = GRID.x() + PULSE_FOOT;
      double y = view.baseline(row);
      marks.add(
          new Mark.Line(
              Ink.PULSE,
              Points.of(
                  x - PULSE_FOOT / 2,
                  y,
                  x,
                  y,
                  x,
                  y - height,
                  x + width,
                  y - height,
                  x + width,
                  y,
                  x + width + PULSE_FOOT / 2,
                  y)));
    }
  }

  /** A tick for each second below the grid, with its number on the recording's time axis. */
  private void ruler(View view, List<Mark> marks) {
    boolean through = view.bank().columns() == 1 || isConsecutive(view.bank());
    boolean whole = through || view.bank().rhythm().isPresent();
    double seconds = whole ? view.seconds() : cellSeconds(view.bank());
    for (int column = 0; column < (whole ? 1 : view.columns()); column++) {
      double left = TRACE_LEFT + column * seconds * options.speed();
      double from = whole ? view.from() : options.startSeconds();
      for (double at = Math.ceil(from - 1e-9); at <= from + seconds + 1e-9; at++) {
        double x = left + (at - from) * options.speed();
        if (column == 0 || at > from) {
          marks.add(line(Ink.RULER, x, GRID.bottom(), x, GRID.bottom() + 1.2));
        }
        if (whole || at < from + seconds - 1e-9) {
          String label = seconds(at) + " s";
          double start = x - TextWidth.of(label, SMALL) / 2;
          marks.add(new Mark.Text(Ink.RULER, start, GRID.bottom() + 4, SMALL, false, label));
        }
      }
    }
  }

  private static Mark line(Ink ink, double... xy) {
    return new Mark.Line(ink, Points.of(xy));
  }

  /** A number of seconds with as few digits as it needs, three behind the point at most. */
  static String seconds(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value + 0.0); // -0 becomes 0
    return text.replaceFirst("\\.?0+$", "");
  }
}
