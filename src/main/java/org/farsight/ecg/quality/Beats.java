package org.farsight.ecg.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the heart beats: the stretches of steepest movement, over several leads together. Good
 * enough to tell QRS from what lies between, no more.
 *
 * @param from first sample of each QRS
 * @param to the sample behind each QRS
 */
record Beats(int[] from, int[] to) {

  private static final double SLOPE_SECONDS = 0.02;
  private static final double SMOOTH_SECONDS = 0.06;

  /** A QRS is steeper than this share of the steepest place in a usual second. */
  private static final double STEEP = 0.35;

  /** What is closer together than this is one QRS. */
  private static final double REFRACTORY_SECONDS = 0.15;

  /** Finds the beats of leads that lie alongside each other; none where nothing stands out. */
  static Beats of(List<Signal> signals) {
    Signal first = signals.getFirst();
    double[] steep = steepness(signals);
    double threshold = STEEP * usualPeak(steep, first.samples(1.5));
    int apart = first.samples(REFRACTORY_SECONDS);
    List<int[]> found = new ArrayList<>();
    for (int i = 0; i < steep.length; i++) {
      if (steep[i] <= threshold) {
        continue;
      }
      if (!found.isEmpty() && i - found.getLast()[1] < apart) {
        found.getLast()[1] = i + 1;
      } else {
        found.add(new int[] {i, i + 1});
      }
    }
    return new Beats(
        found.stream().mapToInt(run -> run[0]).toArray(),
        found.stream().mapToInt(run -> run[1]).toArray());
  }

  int count() {
    return from.length;
  }

  /** How many samples are QRS. */
  int samples() {
    int sum = 0;
    for (int i = 0; i < from.length; i++) {
      sum += to[i] - from[i];
    }
    return sum;
  }

  private static double[] steepness(List<Signal> signals) {
    Signal first = signals.getFirst();
    int slope = first.samples(SLOPE_SECONDS / 2);
    double[] sum = new double[first.length()];
    for (Signal signal : signals) {
      for (int i = slope; i < sum.length - slope; i++) {
        sum[i] += Math.abs(signal.at(i + slope) - signal.at(i - slope));
      }
    }
    return Signal.means(sum, first.samples(SMOOTH_SECONDS));
  }

  /** The median of the peaks of all windows, so that one artefact does not hide the beats. */
  private static double usualPeak(double[] values, int window) {
    double[] peaks = new double[Math.max(1, values.length / window)];
    for (int w = 0; w < peaks.length; w++) {
      for (int i = w * window; i < Math.min(values.length, (w + 1) * window); i++) {
        peaks[w] = Math.max(peaks[w], values[i]);
      }
    }
    Arrays.sort(peaks);
    return peaks[peaks.length / 2];
  }
}
