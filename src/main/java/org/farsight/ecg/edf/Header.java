package org.farsight.ecg.edf;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.farsight.ecg.EcgFormatException;

/**
 * The header record: the fixed 256 bytes and 256 bytes for each signal.
 *
 * @param patient local patient identification
 * @param recording local recording identification
 * @param date start date, dd.mm.yy
 * @param time start time, hh.mm.ss
 * @param kind which of the three kinds of file it is
 * @param length bytes of the header record
 * @param records number of data records; -1 while it is not known
 * @param seconds duration of a data record
 * @param signals the signals in the file's order
 */
record Header(
    Field patient,
    Field recording,
    Field date,
    Field time,
    Kind kind,
    int length,
    int records,
    BigDecimal seconds,
    List<Signal> signals) {

  static final int FIXED = 256;
  static final int PER_SIGNAL = 256;
  private static final String VERSION = "0       ";
  private static final int LENGTH_AT = 184;
  private static final int COUNT_AT = 252;

  /** The kinds of file, by the first letters of the reserved field. */
  enum Kind {
    EDF,
    /** EDF+ without interruptions. */
    CONTIGUOUS,
    /** EDF+ with interruptions. */
    DISCONTIGUOUS;

    boolean isPlus() {
      return this != EDF;
    }
  }

  /**
   * Whether these bytes begin an EDF file: the version is 0 and the length of the header is what so
   * many signals need.
   */
  static boolean isHere(byte[] head) {
    if (head.length < FIXED) {
      return false;
    }
    String text = new String(head, 0, FIXED, StandardCharsets.ISO_8859_1);
    String length = text.substring(LENGTH_AT, LENGTH_AT + 8).strip();
    String count = text.substring(COUNT_AT, FIXED).strip();
    return text.startsWith(VERSION)
        && length.matches("\\d{1,8}")
        && count.matches("\\d{1,4}")
        && Integer.parseInt(length) == FIXED + PER_SIGNAL * Integer.parseInt(count);
  }

  static Header read(byte[] file) throws EcgFormatException {
    if (!isHere(file)) {
      throw new EcgFormatException("no header of EDF", "byte 0");
    }
    int count = Field.of(file, COUNT_AT, 4, "number of signals").integer();
    int length = FIXED + PER_SIGNAL * count;
    if (count == 0 || file.length < length) {
      throw new EcgFormatException(
          file.length + " bytes are no header of " + count + " signals", "byte " + COUNT_AT);
    }
    Field records = Field.of(file, 236, 8, "number of data records");
    if (records.integer() < -1) {
      throw records.fault("is negative");
    }
    Field seconds = Field.of(file, 244, 8, "duration of a data record");
    if (seconds.decimal().signum() < 0) {
      throw seconds.fault("is negative");
    }
    return new Header(
        Field.of(file, 8, 80, "local patient identification"),
        Field.of(file, 88, 80, "local recording identification"),
        Field.of(file, 168, 8, "start date"),
        Field.of(file, 176, 8, "start time"),
        kind(Field.of(file, 192, 44, "reserved field").text()),
        length,
        records.integer(),
        seconds.decimal(),
        signals(file, count));
  }

  private static Kind kind(String reserved) {
    if (reserved.startsWith("EDF+D")) {
      return Kind.DISCONTIGUOUS;
    }
    return reserved.startsWith("EDF+") ? Kind.CONTIGUOUS : Kind.EDF;
  }

  /** Each field stands for all signals in a row before the next field starts. */
  private static List<Signal> signals(byte[] file, int count) throws EcgFormatException {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int labels = FIXED + 16 * i;
      int dimensions = FIXED + 96 * count + 8 * i;
      signals.add(
          Signal.of(
              Field.of(file, labels, 16, "label of signal " + i),
              Field.of(file, dimensions, 8, "physical dimension of signal " + i),
              Field.of(file, dimensions + 8 * count, 8, "physical minimum of signal " + i),
              Field.of(file, dimensions + 16 * count, 8, "physical maximum of signal " + i),
              Field.of(file, dimensions + 24 * count, 8, "digital minimum of signal " + i),
              Field.of(file, dimensions + 32 * count, 8, "digital maximum of signal " + i),
              Field.of(file, FIXED + 216 * count + 8 * i, 8, "samples of signal " + i)));
    }
    return signals;
  }

  /** Samples of all signals in one data record. */
  long samplesPerRecord() {
    return signals.stream().mapToLong(Signal::samples).sum();
  }
}
