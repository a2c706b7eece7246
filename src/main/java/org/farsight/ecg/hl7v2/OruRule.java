package org.farsight.ecg.hl7v2;

/**
 * How the reader treats messages that leave the standard. Where a rule is used, the recording
 * carries a remark with its name.
 */
public enum OruRule {
  /**
   * OBX-3 has no suffix TIM, CHN, WAV or ANO (chapter 7): the data type tells a channel definition
   * (CD) and samples (NA, MA).
   */
  CATEGORY_BY_DATA_TYPE,
  /**
   * PID-5 is {@code PINYIN^汉字}: the whole name in Latin letters where the family name stands, the
   * whole name in characters where the given name stands. Hospital systems in China write it so.
   */
  PINYIN_AND_CHARACTERS
}
