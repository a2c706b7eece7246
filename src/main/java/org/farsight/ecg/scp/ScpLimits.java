package org.farsight.ecg.scp;

/**
 * What a file may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes length of the file
 * @param samples how many samples in all leads together, those of the reference beat included
 */
public record ScpLimits(int bytes, int samples) {

  /** Room for half an hour of 12 leads at 1000 Hz; a section 6 of version 1 or 2 holds far less. */
  public static final ScpLimits DEFAULT = new ScpLimits(64 << 20, 24_000_000);

  public ScpLimits {
    if (bytes < 1 || samples < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
