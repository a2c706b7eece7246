package org.farsight.ecg.sierra;

/**
 * What a file may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes length of the file
 * @param samples how many samples in all channels together, representative beats and channels
 *     without a name included
 */
public record SierraLimits(int bytes, int samples) {

  /** A resting ECG has 16 channels of 5,500 samples, and 12 beats of 1,200. */
  public static final SierraLimits DEFAULT = new SierraLimits(128 << 20, 24_000_000);

  public SierraLimits {
    if (bytes < 1 || samples < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
