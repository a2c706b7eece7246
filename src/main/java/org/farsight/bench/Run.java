package org.farsight.bench;

/**
 * What one go of a workload came to.
 *
 * @param objects that were answered with success
 * @param bytes of their data sets
 * @param seconds from the first association's start to the last one's end
 * @param latencies of each C-STORE in nanoseconds, from before its first byte to its answer
 */
public record Run(int objects, long bytes, double seconds, long[] latencies) {

  /** Objects a second. */
  public double perSecond() {
    return objects / seconds;
  }

  /** Megabytes (10⁶ bytes) a second. */
  public double megabytesPerSecond() {
    return bytes / 1e6 / seconds;
  }

  /** Milliseconds within which so many percent of the C-STOREs were answered. */
  public double percentileMillis(double percent) {
    return Statistics.percentile(latencies, percent) / 1e6;
  }
}
