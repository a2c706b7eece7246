package org.farsight.ecg.cardiosoft;

/**
 * What a file may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes length of the file
 * @param samples how many samples in all leads together, medians included
 */
public record CardiosoftLimits(int bytes, int samples) {

  /** A resting ECG has some 70,000 samples. */
  public static final CardiosoftLimits DEFAULT = new CardiosoftLimits(128 << 20, 24_000_000);

  public CardiosoftLimits {
    if (bytes < 1 || samples < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
