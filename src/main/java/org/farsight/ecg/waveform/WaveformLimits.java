package org.farsight.ecg.waveform;

/**
 * What an object may be at most; above it reading ends with an error that names the limit.
 *
 * @param bytes of one value, and of all values together
 * @param leads how many channels in all multiplex groups
 * @param samples how many samples in all channels together
 * @param depth how deep sequences may be nested
 */
public record WaveformLimits(int bytes, int leads, int samples, int depth) {

  /** Room for half an hour of 12 leads at 1000 Hz; a Holter is not read into memory. */
  public static final WaveformLimits DEFAULT = new WaveformLimits(128 << 20, 512, 24_000_000, 32);

  public WaveformLimits {
    if (bytes < 1 || leads < 1 || samples < 1 || depth < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
