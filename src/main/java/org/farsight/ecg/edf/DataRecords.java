package org.farsight.ecg.edf;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Samples;

/**
 * The data records behind the header: for each signal in turn its samples, 16-bit two's complement,
 * least significant byte first.
 */
final class DataRecords {
  private static final BigDecimal FURTHEST = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final byte[] file;
  private final Header header;
  private final int count;
  private final int bytesPerRecord;

  /** For each signal, how many bytes of a record stand before its own. */
  private final int[] offsets;

  private final List<BigDecimal> starts = new ArrayList<>();

  private DataRecords(byte[] file, Header header, int count) {
    this.file = file;
    this.header = header;
    this.count = count;
    this.bytesPerRecord = Math.toIntExact(2 * header.samplesPerRecord());
    this.offsets = new int[header.signals().size()];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + 2 * header.signals().get(i - 1).samples();
    }
  }

  /**
   * Checks that the records fill the file.
   *
   * @throws EcgFormatException if there are fewer or more bytes
   */
  static DataRecords of(byte[] file, Header header, RulesInForce<EdfRule> rules)
      throws EcgFormatException {
    long bytesPerRecord = 2 * header.samplesPerRecord();
    int body = file.length - header.length();
    if (bytesPerRecord == 0) {
      throw new EcgFormatException("a data record has no sample", "byte 256");
    }
    long count = header.records();
    if (count < 0) {
      if (!rules.apply(EdfRule.UNKNOWN_NUMBER_OF_RECORDS, "byte 236")) {
        throw new EcgFormatException("the number of data records is not known", "byte 236");
      }
      count = body / bytesPerRecord;
    }
    if (count == 0 || bytesPerRecord > body || count * bytesPerRecord != body) {
      throw new EcgFormatException(
          body + " bytes of data are not " + count + " records of " + bytesPerRecord,
          "byte " + header.length());
    }
    return new DataRecords(file, header, (int) count);
  }

  int count() {
    return count;
  }

  /** Where the samples of a signal in a record start in the file. */
  int at(int record, int signal) {
    return header.length() + record * bytesPerRecord + offsets[signal];
  }

  /** The bytes of a signal of text in a record. */
  byte[] bytes(int record, int signal) {
    int from = at(record, signal);
    return Arrays.copyOfRange(file, from, from + 2 * header.signals().get(signal).samples());
  }

  /** Takes the start of the next record, in seconds from the first record's start. */
  void startsAt(BigDecimal seconds) {
    starts.add(seconds);
  }

  /**
   * Whether a record starts elsewhere than at the end of the one before it.
   *
   * @throws EcgFormatException if it starts before that end
   */
  boolean hasGaps() throws EcgFormatException {
    boolean gaps = false;
    for (int record = 1; record < starts.size(); record++) {
      BigDecimal end = starts.get(record - 1).add(header.seconds());
      int order = starts.get(record).compareTo(end);
      if (order < 0) {
        throw new EcgFormatException(
            "data record " + record + " starts before the one before it has ended",
            "byte " + at(record, 0));
      }
      gaps |= order > 0;
    }
    return gaps;
  }

  /** How many samples a signal has from the first to the last, those of gaps included. */
  long length(int signal) throws EcgFormatException {
    int each = header.signals().get(signal).samples();
    return place(signal, count - 1) + each;
  }

  /**
   * The samples of a signal; what lies between two records that are apart is missing.
   *
   * @throws EcgFormatException if a record starts between two samples
   */
  Samples samples(int signal) throws EcgFormatException {
    int each = header.signals().get(signal).samples();
    int[] values = new int[Math.toIntExact(length(signal))];
    BitSet missing = new BitSet();
    missing.set(0, values.length);
    for (int record = 0; record < count; record++) {
      int to = Math.toIntExact(place(signal, record));
      int from = at(record, signal);
      for (int i = 0; i < each; i++) {
        int low = file[from + 2 * i] & 0xFF;
        values[to + i] = file[from + 2 * i + 1] << 8 | low;
      }
      missing.clear(to, to + each);
    }
    return Samples.of(values, missing);
  }

  /** The index of a record's first sample in the whole signal. */
  private long place(int signal, int record) throws EcgFormatException {
    int each = header.signals().get(signal).samples();
    if (starts.isEmpty()) {
      return (long) record * each;
    }
    // seconds from the start, in units of a sample: start * samples / duration
    BigDecimal[] samples =
        starts.get(record).multiply(BigDecimal.valueOf(each)).divideAndRemainder(header.seconds());
    if (samples[1].signum() != 0) {
      throw new EcgFormatException(
          "data record " + record + " starts between two samples", "byte " + at(record, 0));
    }
    if (samples[0].compareTo(FURTHEST) > 0) {
      throw new EcgFormatException(
          "data record " + record + " starts too far from the first", "byte " + at(record, 0));
    }
    return samples[0].longValue();
  }
}
