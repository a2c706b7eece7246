package org.farsight.ecg.drawing;

import java.util.EnumSet;
import java.util.Set;

/**
 * Filters of second order (Butterworth, and a notch of Q 5), each run forward and backward. Both
 * ends are continued point-symmetrically, so that the start of a trace does not swing in.
 */
final class SignalFilter {
  private static final double BUTTERWORTH_Q = Math.sqrt(0.5);
  private static final double NOTCH_Q = 5;

  /** Above this share of the sampling rate a filter has nothing sensible to do. */
  private static final double HIGHEST = 0.45;

  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;

  private SignalFilter(Filter filter, double rate) {
    double w = 2 * Math.PI * filter.hertz() / rate;
    double cos = Math.cos(w);
    double alpha = Math.sin(w) / (2 * (filter == Filter.NOTCH_50 ? NOTCH_Q : BUTTERWORTH_Q));
    double[] b =
        switch (filter) {
          case BASELINE -> new double[] {(1 + cos) / 2, -(1 + cos), (1 + cos) / 2};
          case LOW_PASS_35, LOW_PASS_40 -> new double[] {(1 - cos) / 2, 1 - cos, (1 - cos) / 2};
          case NOTCH_50 -> new double[] {1, -2 * cos, 1};
        };
    double a0 = 1 + alpha;
    this.b0 = b[0] / a0;
    this.b1 = b[1] / a0;
    this.b2 = b[2] / a0;
    this.a1 = -2 * cos / a0;
    this.a2 = (1 - alpha) / a0;
  }

  /** Those of the filters that can be used at this sampling rate. */
  static Set<Filter> usable(Set<Filter> filters, double rate) {
    Set<Filter> usable = EnumSet.noneOf(Filter.class);
    filters.stream().filter(filter -> filter.hertz() <= HIGHEST * rate).forEach(usable::add);
    return usable;
  }

  /**
   * Filters a stretch without gaps in place.
   *
   * @param values the signal
   * @param rate samples a second
   * @param filters usable at this rate
   */
  static void apply(double[] values, double rate, Set<Filter> filters) {
    for (Filter filter : filters) {
      if (values.length > 2) {
        new SignalFilter(filter, rate).bothWays(values, pad(filter, rate, values.length));
      }
    }
  }

  /** Two periods of the filter's frequency, as far as the signal has as much. */
  private static int pad(Filter filter, double rate, int length) {
    return (int) Math.min(length - 1, Math.ceil(4 * rate / Math.min(filter.hertz(), 20)));
  }

  private void bothWays(double[] values, int pad) {
    int n = values.length;
    double[] padded = new double[n + 2 * pad];
    System.arraycopy(values, 0, padded, pad, n);
    for (int i = 1; i <= pad; i++) {
      padded[pad - i] = 2 * values[0] - values[i];
      padded[pad + n - 1 + i] = 2 * values[n - 1] - values[n - 1 - i];
    }
    run(padded, 0, 1);
    run(padded, padded.length - 1, -1);
    System.arraycopy(padded, pad, values, 0, n);
  }

  /** One way, begun as if the first value had stood there for ever. */
  private void run(double[] values, int first, int step) {
    double x = values[first];
    double settled = x * (b0 + b1 + b2) / (1 + a1 + a2);
    double s1 = settled - b0 * x;
    double s2 = b2 * x - a2 * settled;
    for (int i = first; i >= 0 && i < values.length; i += step) {
      double in = values[i];
      double out = b0 * in + s1;
      s1 = b1 * in - a1 * out + s2;
      s2 = b2 * in - a2 * out;
      values[i] = out;
    }
  }
}
