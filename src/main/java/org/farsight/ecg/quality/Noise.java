package org.farsight.ecg.quality;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Noise of muscles and a baseline that moves. */
record Noise(QualityLimits limits) {

  /** What is left of a signal less its mean over this time is above 25 Hz or so. */
  private static final double SMOOTH_SECONDS = 0.02;

  private static final double PIECE_SECONDS = 0.1;

  /** Beats fill less than this share of the pieces of a tenth of a second. */
  private static final double QUIET_SHARE = 0.4;

  /** The baseline is the mean over a second: beats move it little. */
  private static final double BASELINE_SECONDS = 1;

  Stream<Finding> examine(List<Signal> signals, boolean hums) {
    return Stream.of(hums ? Optional.<Finding>empty() : muscles(signals), wander(signals))
        .flatMap(Optional::stream);
  }

  private Optional<Finding> muscles(List<Signal> signals) {
    Found found = Found.above();
    for (Signal signal : signals) {
      double noise = quietNoise(signal);
      if (noise > limits.muscleMillivolt()) {
        found.add(signal.id(), noise);
      }
    }
    return found.finding(Finding.Kind.MUSCLE_NOISE, limits.muscleMillivolt(), "mV");
  }

  /**
   * Root mean square of what is fast, between the beats: of the pieces of the signal in the order
   * of their noise, the one at which two fifths are quieter.
   */
  private static double quietNoise(Signal signal) {
    int piece = signal.samples(PIECE_SECONDS);
    int pieces = signal.length() / piece;
    if (pieces == 0) {
      return 0;
    }
    double[] smooth = Signal.means(signal.millivolt(), signal.samples(SMOOTH_SECONDS));
    double[] energies = new double[pieces];
    for (int p = 0; p < pieces; p++) {
      for (int i = p * piece; i < (p + 1) * piece; i++) {
        double fast = signal.at(i) - smooth[i];
        energies[p] += fast * fast / piece;
      }
    }
    Arrays.sort(energies);
    return Math.sqrt(energies[(int) (pieces * QUIET_SHARE)]);
  }

  private Optional<Finding> wander(List<Signal> signals) {
    Found found = Found.above();
    for (Signal signal : signals) {
      double moved = moved(signal);
      if (moved > limits.wanderMillivolt()) {
        found.add(signal.id(), moved);
      }
    }
    return found.finding(Finding.Kind.BASELINE_WANDER, limits.wanderMillivolt(), "mV");
  }

  private static double moved(Signal signal) {
    int width = signal.samples(BASELINE_SECONDS);
    if (signal.length() <= width) {
      return 0;
    }
    // at the ends the mean is over less time, and a beat moves it more
    double[] means = Signal.means(signal.millivolt(), width);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = width / 2; i < means.length - width / 2; i++) {
      low = Math.min(low, means[i]);
      high = Math.max(high, means[i]);
    }
    return high - low;
  }
}
