package org.farsight.ecg.aecg;

/**
 * What a file may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes length of the file
 * @param depth how deep elements may be nested
 * @param elements how many elements
 * @param leads how many lead sequences, representative beats included
 * @param samples how many samples in all leads together
 */
public record AecgLimits(int bytes, int depth, int elements, int leads, int samples) {

  /** Room for half an hour of 12 leads at 1000 Hz, which is far more than an aECG is made for. */
  public static final AecgLimits DEFAULT =
      new AecgLimits(128 << 20, 100, 1_000_000, 512, 24_000_000);

  public AecgLimits {
    if (bytes < 1 || depth < 1 || elements < 1 || leads < 1 || samples < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
