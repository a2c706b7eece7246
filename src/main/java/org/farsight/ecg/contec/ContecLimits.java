package org.farsight.ecg.contec;

/**
 * What a file may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes length of the file: 12,800 a second
 */
public record ContecLimits(int bytes) {

  /** An hour and twenty minutes; the cart records minutes. */
  public static final ContecLimits DEFAULT = new ContecLimits(64 << 20);

  public ContecLimits {
    if (bytes < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
