package org.farsight.ecg.quality;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.ecg.LeadId;

/**
 * Swapped electrodes of the limbs, by what textbooks tell (Surawicz et al., AHA/ACC/HRS 2009;
 * Batchvarov et al., Europace 2007). Arms: lead I is the mirror image of what V5 or V6 shows in
 * QRS, T and P alike; in dextrocardia V6 turns with lead I, and in an infarct or an axis deviation
 * the P wave stays upright. Right leg: one of the leads I, II, III lies nearly still, because both
 * of its electrodes are on the legs, while the two others are one signal.
 */
record Electrodes() {

  private static final double BASELINE_SECONDS = 0.8;
  private static final int FEWEST_BEATS = 3;

  /** QRS of more than this share of the time are no QRS. */
  private static final double MOST_QRS = 0.45;

  private static final double MIRRORED = -0.5;

  /** So long behind a QRS its T wave has passed, or has at least begun. */
  private static final double T_SECONDS = 0.36;

  /** A P or T wave below this, root mean square, has no direction. */
  private static final double FAINT_MILLIVOLT = 0.012;

  private static final double STILL_MILLIVOLT = 0.1;
  private static final double LIVELY_MILLIVOLT = 0.25;

  Stream<Finding> examine(List<Signal> signals) {
    Optional<Signal> one = signal(signals, LeadId.I);
    Optional<Signal> two = signal(signals, LeadId.II);
    if (one.isEmpty() || two.isEmpty() || !one.get().isAlongside(two.get())) {
      return Stream.empty();
    }
    List<Signal> alongside = signals.stream().filter(one.get()::isAlongside).toList();
    Beats beats = Beats.of(alongside);
    boolean sound =
        beats.count() >= FEWEST_BEATS && beats.samples() < one.get().length() * MOST_QRS;
    if (!sound) {
      return Stream.empty();
    }
    return Stream.of(arms(one.get(), alongside, beats), leg(one.get(), two.get(), beats))
        .flatMap(Optional::stream);
  }

  private static Optional<Signal> signal(List<Signal> signals, LeadId id) {
    return signals.stream().filter(signal -> signal.id() == id).findFirst();
  }

  private static Optional<Finding> arms(Signal one, List<Signal> signals, Beats beats) {
    Optional<Signal> chest = signal(signals, LeadId.V6).or(() -> signal(signals, LeadId.V5));
    if (chest.isEmpty()) {
      return Optional.empty();
    }
    Likeness like =
        new Likeness(
            one.withoutBaseline(BASELINE_SECONDS), chest.get().withoutBaseline(BASELINE_SECONDS));
    double hertz = one.hertz();
    double qrs = like.over(beats.from(), beats.to(), 0, 0).orElse(0.0);
    int[] ends = beats.to();
    int[] starts = beats.from();
    Optional<Double> t = like.over(ends, ends, at(0.06, hertz), at(T_SECONDS, hertz));
    Optional<Double> p = like.over(starts, starts, at(-0.22, hertz), at(-0.04, hertz));
    boolean mirrored =
        qrs <= MIRRORED
            && t.isPresent()
            && t.get() <= MIRRORED
            && p.isPresent()
            && p.get() <= MIRRORED;
    return mirrored
        ? Optional.of(
            new Finding(Finding.Kind.ARM_REVERSAL, List.of(LeadId.I), Optional.empty(), ""))
        : Optional.empty();
  }

  private static int at(double seconds, double hertz) {
    return (int) Math.round(seconds * hertz);
  }

  /** III is II - I whether it was recorded or not. */
  private static Optional<Finding> leg(Signal one, Signal two, Beats beats) {
    double[] i = one.millivolt();
    double[] ii = two.millivolt();
    double[] iii = new double[i.length];
    for (int k = 0; k < iii.length; k++) {
      iii[k] = ii[k] - i[k];
    }
    int tail = at(T_SECONDS, one.hertz());
    double[] heights = {height(i, beats, tail), height(ii, beats, tail), height(iii, beats, tail)};
    List<LeadId> leads = List.of(LeadId.I, LeadId.II, LeadId.III);
    for (int k = 0; k < heights.length; k++) {
      double others = Math.min(heights[(k + 1) % 3], heights[(k + 2) % 3]);
      if (heights[k] < STILL_MILLIVOLT && others > LIVELY_MILLIVOLT) {
        return Optional.of(
            new Finding(
                Finding.Kind.LEG_REVERSAL,
                List.of(leads.get(k)),
                Optional.of(Found.measure(heights[k], STILL_MILLIVOLT, "mV")),
                ""));
      }
    }
    return Optional.empty();
  }

  /** The mean height of a beat, QRS and T, peak to peak. */
  private static double height(double[] values, Beats beats, int tail) {
    double sum = 0;
    for (int b = 0; b < beats.count(); b++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int i = beats.from()[b]; i < Math.min(values.length, beats.to()[b] + tail); i++) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
      sum += high - low;
    }
    return sum / beats.count();
  }

  /** How alike two signals are over parts of all beats: their correlation, -1 to 1. */
  private record Likeness(double[] one, double[] two) {

    /**
     * Over the stretches from {@code from[b] + before} to {@code to[b] + after}, each less its own
     * mean; empty where one of the two is too faint to have a direction.
     */
    Optional<Double> over(int[] from, int[] to, int before, int after) {
      double oneOne = 0;
      double twoTwo = 0;
      double oneTwo = 0;
      int count = 0;
      for (int b = 0; b < from.length; b++) {
        int start = Math.max(0, from[b] + before);
        int end = Math.min(one.length, to[b] + after);
        if (end - start < 2) {
          continue;
        }
        double meanOne = mean(one, start, end);
        double meanTwo = mean(two, start, end);
        for (int i = start; i < end; i++) {
          double x = one[i] - meanOne;
          double y = two[i] - meanTwo;
          oneOne += x * x;
          twoTwo += y * y;
          oneTwo += x * y;
        }
        count += end - start;
      }
      double faint = FAINT_MILLIVOLT * FAINT_MILLIVOLT * count;
      return count == 0 || oneOne < faint || twoTwo < faint
          ? Optional.empty()
          : Optional.of(oneTwo / Math.sqrt(oneOne * twoTwo));
    }

    private static double mean(double[] values, int from, int to) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += values[i];
      }
      return sum / (to - from);
    }
  }
}
