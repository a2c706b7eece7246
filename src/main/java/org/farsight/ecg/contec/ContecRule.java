package org.farsight.ecg.contec;

/** What the reader assumes that the file does not say; each is told as a remark. */
public enum ContecRule {
  /**
   * The file has neither the sampling rate nor the step. It is read as the ECG90A's: 800 samples a
   * second, 5 microvolt. Without this rule the file is refused.
   */
  ECG90A_RATE_AND_STEP,
  /**
   * A name that is no ASCII is read as UTF-8 or GB 18030, whichever it is without a fault. The
   * field has seven bytes: half a character that was cut at its end is left away.
   */
  CHINESE_NAME
}
