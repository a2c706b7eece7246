package org.farsight.ecg.hl7v2;

/**
 * What a message may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes length of the message
 * @param samples how many samples in all leads together, those of gaps included
 * @param gaps how many samples in all leads together may be missing between parts of a recording
 * @param segments how many segments
 * @param fieldCharacters characters of one segment without its samples or encapsulated data
 */
public record OruLimits(int bytes, int samples, int gaps, int segments, int fieldCharacters) {

  /**
   * A resting ECG has some 60,000 samples in a message of 300 KB. A gap costs its sender two times
   * and us all its samples: a minute of 12 leads is room enough.
   */
  public static final OruLimits DEFAULT =
      new OruLimits(64 << 20, 24_000_000, 500_000, 20_000, 64 << 10);

  public OruLimits {
    if (bytes < 1 || samples < 1 || gaps < 0 || segments < 1 || fieldCharacters < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
