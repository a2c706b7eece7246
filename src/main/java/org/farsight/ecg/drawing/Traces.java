package org.farsight.ecg.drawing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Samples;

/**
 * Places samples on the paper: sample {@code k} of a lead stands {@code (offset + k · period -
 * start) · speed} right of its cell's edge and {@code voltage · gain} above its row's line. A lead
 * whose median is further than half a millivolt from zero is moved by it, and the sheet says so:
 * what counts are differences, and an unfiltered recording may lie anywhere. Gaps stay gaps.
 */
final class Traces {
  private static final double MOST_OFFSET = 0.5;
  private static final int MEDIAN_OF = 2000;

  /** What a filter sees beside the piece that is drawn. */
  private static final double FILTER_MARGIN_SECONDS = 8;

  /** Samples closer than this on paper are drawn as the lowest and highest of several. */
  private static final double CLOSEST = 0.01;

  private static final double NEARLY = 1e-9;

  private final SheetOptions options;
  private final Box clip;
  private final List<Mark> marks;
  private final Map<String, Double> shifts = new LinkedHashMap<>();
  private final Set<String> clipped = new LinkedHashSet<>();
  private final Set<String> unfiltered = new LinkedHashSet<>();

  Traces(SheetOptions options, Box clip, List<Mark> marks) {
    this.options = options;
    this.clip = clip;
    this.marks = marks;
  }

  /** Labels of leads that were moved, with the millivolts. */
  Map<String, Double> shifts() {
    return shifts;
  }

  /** Labels of leads of which something lies outside the grid. */
  Set<String> clipped() {
    return clipped;
  }

  /** Labels of leads that are sampled too slowly for a filter that was asked for. */
  Set<String> unfiltered() {
    return unfiltered;
  }

  /**
   * Where a lead is drawn.
   *
   * @param x left edge
   * @param y of 0 mV
   * @param from seconds on the recording's time axis at the left edge
   * @param seconds how much is shown
   */
  record Place(double x, double y, double from, double seconds) {}

  void draw(Slot slot, Place place) {
    for (Lead lead : slot.stretches()) {
      double period = lead.rate().periodMillis().doubleValue() / 1000;
      double start = Slot.startOf(lead);
      int length = lead.samples().length();
      int first = index((place.from() - start) / period, length);
      int end = index((place.from() + place.seconds() - start) / period, length);
      if (first < end) {
        new Piece(slot, lead, place, period, start, first, end).draw();
      }
    }
  }

  /** The first sample at or behind a position, within the lead. */
  private static int index(double position, int length) {
    return (int) Math.max(0, Math.min(length, Math.ceil(position - NEARLY)));
  }

  private double shift(Lead lead) {
    if (options.filters().contains(Filter.BASELINE)) {
      return 0;
    }
    Samples samples = lead.samples();
    int step = Math.max(1, samples.length() / MEDIAN_OF);
    double[] some = new double[samples.length() / step + 1];
    int count = 0;
    for (int i = 0; i < samples.length(); i += step) {
      if (!samples.isMissing(i)) {
        some[count++] = samples.at(i);
      }
    }
    if (count == 0) {
      return 0;
    }
    Arrays.sort(some, 0, count);
    double median = lead.origin().doubleValue() + some[count / 2] * lead.scale().doubleValue();
    return Math.abs(median) > MOST_OFFSET ? median : 0;
  }

  /** A stretch of a lead in one cell. */
  private final class Piece {
    private final Slot slot;
    private final Lead lead;
    private final Samples samples;
    private final Place place;
    private final double period;
    private final double start;
    private final int first;
    private final int end;
    private final double shift;
    private final Set<Filter> filters;

    Piece(Slot slot, Lead lead, Place place, double period, double start, int first, int end) {
      this.slot = slot;
      this.lead = lead;
      this.samples = lead.samples();
      this.place = place;
      this.period = period;
      this.start = start;
      this.first = first;
      this.end = end;
      this.shift = shift(lead);
      this.filters = SignalFilter.usable(options.sortedFilters(), 1 / period);
    }

    void draw() {
      if (shift != 0) {
        shifts.put(slot.label(), shift);
      }
      if (filters.size() < options.filters().size()) {
        unfiltered.add(slot.label());
      }
      int margin = filters.isEmpty() ? 0 : (int) Math.min(1e8, FILTER_MARGIN_SECONDS / period);
      int from = Math.max(0, first - margin);
      int to = (int) Math.min(samples.length(), (long) end + margin);
      int at = from;
      while (at < to) {
        while (at < to && samples.isMissing(at)) {
          at++;
        }
        int runStart = at;
        while (at < to && !samples.isMissing(at)) {
          at++;
        }
        run(runStart, at);
      }
    }

    /** A run without gaps, of which only what lies in the cell is drawn. */
    private void run(int from, int to) {
      int drawnFrom = Math.max(from, first);
      int drawnTo = Math.min(to, end);
      if (drawnFrom >= drawnTo) {
        return;
      }
      double scale = lead.scale().doubleValue();
      double origin = lead.origin().doubleValue() - shift;
      double[] values = new double[to - from];
      for (int i = from; i < to; i++) {
        values[i - from] = origin + samples.at(i) * scale;
      }
      SignalFilter.apply(values, 1 / period, filters);
      int together = (int) Math.min(1e6, Math.ceil(CLOSEST / (period * options.speed())));
      double[] xy = new double[2 * (drawnTo - drawnFrom + 2)];
      int count =
          together <= 1
              ? each(values, from, drawnFrom, drawnTo, xy)
              : envelope(values, from, drawnFrom, drawnTo, together, xy);
      check(xy, count);
      marks.add(
          new Mark.Trace(
              slot.label(),
              lead.rate().hertz().doubleValue(),
              start + drawnFrom * period,
              drawnFrom,
              Points.of(xy, count),
              together > 1));
    }

    private int each(double[] values, int base, int from, int to, double[] xy) {
      for (int k = from; k < to; k++) {
        put(xy, k - from, k, values[k - base]);
      }
      return to - from;
    }

    private int envelope(double[] values, int base, int from, int to, int together, double[] xy) {
      int count = 0;
      for (int k = from; k < to; k += together) {
        int low = k;
        int high = k;
        for (int i = k; i < Math.min(to, k + together); i++) {
          low = values[i - base] < values[low - base] ? i : low;
          high = values[i - base] > values[high - base] ? i : high;
        }
        put(xy, count++, Math.min(low, high), values[Math.min(low, high) - base]);
        if (low != high) {
          put(xy, count++, Math.max(low, high), values[Math.max(low, high) - base]);
        }
      }
      return count;
    }

    private void put(double[] xy, int index, int k, double millivolts) {
      double up = slot.inverted() ? -millivolts : millivolts;
      xy[2 * index] = place.x() + (start + k * period - place.from()) * options.speed();
      xy[2 * index + 1] = place.y() - up * options.gain();
    }

    private void check(double[] xy, int count) {
      for (int i = 0; i < count; i++) {
        if (xy[2 * i + 1] < clip.y() || xy[2 * i + 1] > clip.bottom()) {
          clipped.add(slot.label());
          return;
        }
      }
    }
  }
}
