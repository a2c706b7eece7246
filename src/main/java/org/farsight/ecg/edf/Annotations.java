package org.farsight.ecg.edf;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;

/**
 * Time-stamped annotation lists of EDF+ (§2.2): onset, then after byte 21 a duration where there is
 * one, then after byte 20 each text, closed by byte 20; a zero ends the list. The first list of a
 * data record is empty and tells when the record starts.
 */
final class Annotations {
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
  private static final byte TEXT = 20;
  private static final byte DURATION = 21;
  private static final String SYSTEM = "EDF+";

  private final List<Listed> listed = new ArrayList<>();
  private final int most;

  /** A list: in seconds from the start date and time of the header. */
  private record Listed(BigDecimal onset, Optional<BigDecimal> duration, String text) {}

  /**
   * @param most how many annotations a file may have
   */
  Annotations(int most) {
    this.most = most;
  }

  /**
   * Reads the lists of one data record.
   *
   * @param bytes the samples of an annotation signal, taken as bytes
   * @param at where they start in the file
   * @return the onset of the first list, which for the first annotation signal is the record's own
   */
  BigDecimal read(byte[] bytes, int at) throws EcgFormatException {
    Optional<BigDecimal> first = Optional.empty();
    int from = 0;
    while (from < bytes.length && bytes[from] != 0) {
      int end = next(bytes, from, bytes.length, (byte) 0);
      if (end == bytes.length) {
        throw new EcgFormatException("an annotation list is not ended", "byte " + (at + from));
      }
      BigDecimal onset = list(bytes, from, end, at);
      first = first.or(() -> Optional.of(onset));
      from = end + 1;
    }
    return first.orElseThrow(
        () -> new EcgFormatException("a data record does not say when it starts", "byte " + at));
  }

  private BigDecimal list(byte[] bytes, int from, int end, int at) throws EcgFormatException {
    int stamp = next(bytes, from, end, TEXT);
    if (stamp == end || bytes[end - 1] != TEXT) {
      throw new EcgFormatException("an annotation list without byte 20", "byte " + (at + from));
    }
    int middle = next(bytes, from, stamp, DURATION);
    BigDecimal onset = seconds(bytes, from, middle, at);
    Optional<BigDecimal> duration =
        middle == stamp ? Optional.empty() : Optional.of(seconds(bytes, middle + 1, stamp, at));
    int start = stamp + 1;
    while (start < end) {
      int stop = next(bytes, start, end, TEXT);
      String text = new String(bytes, start, stop - start, StandardCharsets.UTF_8).strip();
      if (!text.isEmpty()) {
        add(new Listed(onset, duration, text), at + start);
      }
      start = stop + 1;
    }
    return onset;
  }

  private void add(Listed one, int at) throws EcgFormatException {
    if (listed.size() == most) {
      throw new EcgFormatException("more annotations than the limit of " + most, "byte " + at);
    }
    listed.add(one);
  }

  private static BigDecimal seconds(byte[] bytes, int from, int to, int at)
      throws EcgFormatException {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return Decimals.parse(text)
        .orElseThrow(() -> new EcgFormatException("no number of seconds", "byte " + (at + from)));
  }

  private static int next(byte[] bytes, int from, int to, byte what) {
    int at = from;
    while (at < to && bytes[at] != what) {
      at++;
    }
    return at;
  }

  /**
   * What was read, in milliseconds from the first sample.
   *
   * @param start seconds from the header's time to the first sample
   */
  List<Annotation> from(BigDecimal start) {
    List<Annotation> annotations = new ArrayList<>();
    for (Listed one : listed) {
      BigDecimal millis = one.onset().subtract(start).multiply(MILLIS);
      annotations.add(
          new Annotation(
              new Code(SYSTEM, one.text(), Optional.empty()),
              Optional.of(millis),
              one.duration().map(seconds -> millis.add(seconds.multiply(MILLIS))),
              Optional.empty()));
    }
    return annotations;
  }
}
