package org.farsight.ecg.quality;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The mains' hum of 50 and 60 Hz. Each lead's second difference, which takes away what is slow, is
 * mixed down with the frequency sought and summed over tenths of a second; a line in the spectrum
 * of these sums, within half a hertz of the mains and well above what stands beside it, is hum.
 * Heart beats spread over all frequencies and stand beside it as high.
 */
record Hum(QualityLimits limits) {

  private static final double BLOCK_SECONDS = 0.1;

  /** Grids keep to their frequency within half a hertz. */
  private static final double GRID_HERTZ = 0.5;

  /** The neighbours are looked for from here to {@link #FAR_HERTZ} beside the mains. */
  private static final double NEAR_HERTZ = 1.2;

  private static final double FAR_HERTZ = 4;
  private static final double STANDS_OUT = 3;
  private static final int FEWEST_BLOCKS = 20;
  private static final double STRIDE_HERTZ = 0.1;

  Stream<Finding> examine(List<Signal> signals) {
    return Stream.of(50, 60).flatMap(mains -> at(mains, signals).stream());
  }

  private Optional<Finding> at(int mains, List<Signal> signals) {
    Found found = Found.above();
    for (Signal signal : signals) {
      double amplitude = amplitude(signal, mains, limits.lineMillivolt());
      if (amplitude > 0) {
        found.add(signal.id(), amplitude);
      }
    }
    return found.finding(Finding.Kind.LINE_NOISE, limits.lineMillivolt(), "mV", mains + " Hz");
  }

  /**
   * Amplitude of the hum in millivolt, zero to peak; 0 where it does not stand out, or is not above
   * the least that is of interest.
   */
  static double amplitude(Signal signal, double mains, double least) {
    if (signal.hertz() < 2.2 * mains) {
      return 0;
    }
    double[][] blocks = mixedDown(signal, mains);
    if (blocks[0].length < FEWEST_BLOCKS) {
      return 0;
    }
    double turn = 2 * Math.PI * signal.samples(BLOCK_SECONDS) / signal.hertz();
    double peak = 0;
    for (double off = -GRID_HERTZ; off <= GRID_HERTZ + 1e-9; off += STRIDE_HERTZ) {
      peak = Math.max(peak, line(blocks, turn * off));
    }
    // the gain of the second difference at this frequency
    double sine = Math.sin(Math.PI * mains / signal.hertz());
    double amplitude = peak / signal.samples(BLOCK_SECONDS) / (4 * sine * sine);
    return amplitude > least && peak >= STANDS_OUT * beside(blocks, turn) ? amplitude : 0;
  }

  private static double beside(double[][] blocks, double turn) {
    double beside = 0;
    for (double off = NEAR_HERTZ; off <= FAR_HERTZ; off += STRIDE_HERTZ) {
      double both = Math.max(line(blocks, turn * off), line(blocks, -turn * off));
      beside = Math.max(beside, both);
    }
    return beside;
  }

  /** Real and imaginary parts of the sums over each block, under a Hann window of mean 1. */
  private static double[][] mixedDown(Signal signal, double mains) {
    int width = signal.samples(BLOCK_SECONDS);
    int blocks = Math.max(0, (signal.length() - 2) / width);
    double[][] sums = new double[2][blocks];
    double turn = 2 * Math.PI * mains / signal.hertz();
    double[] cos = new double[width];
    double[] sin = new double[width];
    for (int k = 0; k < width; k++) {
      cos[k] = Math.cos(turn * k);
      sin[k] = Math.sin(turn * k);
    }
    double[] x = signal.millivolt();
    for (int b = 0; b < blocks; b++) {
      int start = b * width + 1;
      double real = 0;
      double imaginary = 0;
      for (int k = 0; k < width; k++) {
        int i = start + k;
        double second = x[i + 1] - 2 * x[i] + x[i - 1];
        real += second * cos[k];
        imaginary -= second * sin[k];
      }
      // the block's own turn: what was mixed started at its first sample
      double ownCos = Math.cos(turn * start);
      double ownSin = Math.sin(turn * start);
      sums[0][b] = real * ownCos + imaginary * ownSin;
      sums[1][b] = imaginary * ownCos - real * ownSin;
      double weight = (1 - Math.cos(2 * Math.PI * (b + 0.5) / blocks)) / blocks;
      sums[0][b] *= weight;
      sums[1][b] *= weight;
    }
    return sums;
  }

  /**
   * Size of the line that turns by so much from block to block against the mains: amplitude times
   * the samples of a block.
   */
  private static double line(double[][] blocks, double turn) {
    double stepCos = Math.cos(turn);
    double stepSin = Math.sin(turn);
    double cos = 1;
    double sin = 0;
    double real = 0;
    double imaginary = 0;
    for (int b = 0; b < blocks[0].length; b++) {
      real += blocks[0][b] * cos + blocks[1][b] * sin;
      imaginary += blocks[1][b] * cos - blocks[0][b] * sin;
      double next = cos * stepCos - sin * stepSin;
      sin = sin * stepCos + cos * stepSin;
      cos = next;
    }
    return 2 * Math.hypot(real, imaginary);
  }
}
