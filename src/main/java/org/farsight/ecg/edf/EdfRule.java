package org.farsight.ecg.edf;

/**
 * How the reader treats files that leave the specification. Where a rule is used, the recording
 * carries a remark with its name.
 */
public enum EdfRule {
  /**
   * The number of data records is -1, which the specification allows only while recording goes on:
   * a recorder that was switched off leaves it. As many records as the file holds are read; they
   * must fill it.
   */
  UNKNOWN_NUMBER_OF_RECORDS,
  /**
   * The file says that it is contiguous (EDF+C) and its time-keeping annotations say that it is
   * not: the annotations are followed, and what lies between is missing.
   */
  GAPS_IN_A_CONTIGUOUS_FILE,
  /**
   * Header text that is no ASCII is read as UTF-8 or GB 18030, whichever it is without a fault:
   * recorders sold in China write names in their own code page.
   */
  CHINESE_IN_THE_HEADER,
  /** Times are parted by colons or dashes instead of dots, as several converters write them. */
  OTHER_SEPARATORS
}
