package org.farsight.bench;

import java.util.Arrays;
import java.util.Collection;

/** Medians and percentiles of what was measured. */
public final class Statistics {
  private Statistics() {}

  /**
   * The middle one, or the mean of the two in the middle.
   *
   * @return NaN where there is none
   */
  public static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The smallest value that at least so many percent of the values do not exceed (nearest rank).
   *
   * @param percent above 0, at most 100
   * @return NaN where there is no value
   */
  static double percentile(long[] values, double percent) {
    if (values.length == 0) {
      return Double.NaN;
    }
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }
}
