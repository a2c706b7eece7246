package org.farsight.ecg.muse;

/**
 * What a file may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes length of the file
 * @param samples how many samples in all leads together, medians included
 */
public record MuseLimits(int bytes, int samples) {

  /** A resting ECG has some 50,000 samples. */
  public static final MuseLimits DEFAULT = new MuseLimits(64 << 20, 24_000_000);

  public MuseLimits {
    if (bytes < 1 || samples < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
