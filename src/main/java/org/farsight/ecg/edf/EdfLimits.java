package org.farsight.ecg.edf;

/**
 * What a file may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes length of the file
 * @param samples how many samples in all leads together, those of gaps included
 * @param annotations how many annotations
 */
public record EdfLimits(int bytes, int samples, int annotations) {

  /** One hour of twelve leads at 500 Hz, or a day of one lead at 250 Hz, in 64 MiB. */
  public static final EdfLimits DEFAULT = new EdfLimits(64 << 20, 24_000_000, 100_000);

  public EdfLimits {
    if (bytes < 1 || samples < 1 || annotations < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
