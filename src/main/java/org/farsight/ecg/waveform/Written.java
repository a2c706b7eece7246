package org.farsight.ecg.waveform;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.VR;

/** Values as PS3.5 §6.2 lets them be written: no control characters, no longer than their VR. */
final class Written {
  /** Specific Character Set (0008,0005) of what we make. */
  static final String CHARACTER_SET = "ISO_IR 192";

  private static final int SHORT = 16;
  private static final int LONG = 64;
  private static final int MOST_DIGITS = 16;

  private Written() {}

  /** An empty item that takes text in UTF-8, as the objects that we make declare it. */
  static DataSet item() {
    return new DataSet().readAs(SpecificCharacterSet.UTF_8);
  }

  /** A long string (LO): at most 64 characters. */
  static String lo(String text) {
    return cut(text, LONG);
  }

  /** A short string (SH): at most 16 characters. */
  static String sh(String text) {
    return cut(text, SHORT);
  }

  /** Puts an LO where there is something to say. */
  static void lo(DataSet data, int tag, Optional<String> text) {
    text.map(Written::lo)
        .filter(words -> !words.isEmpty())
        .ifPresent(words -> data.put(tag, VR.LO, words));
  }

  /** One line of a single value: the delimiter of values and control characters become blanks. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\\' || Character.isISOControl(c) ? ' ' : c)
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  /** Text of several lines (ST): line ends stay, other control characters become blanks. */
  static String text(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\r' ? ' ' : c)
        .forEach(kept::appendCodePoint);
    return kept.toString().strip();
  }

  /** A decimal string: exact if it has at most 16 characters, else rounded to what they can say. */
  static String ds(BigDecimal value) {
    return exactly(value)
        .orElseGet(
            () -> {
              for (int digits = MOST_DIGITS; digits > 1; digits--) {
                Optional<String> rounded = exactly(value.round(new MathContext(digits)));
                if (rounded.isPresent()) {
                  return rounded.get();
                }
              }
              throw new IllegalArgumentException("a number beyond what DS can say");
            });
  }

  /** A decimal string that says exactly this; empty where 16 characters are too few. */
  static Optional<String> exactly(BigDecimal value) {
    BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    String plain = bare.toPlainString();
    if (plain.length() <= MOST_DIGITS) {
      return Optional.of(plain);
    }
    String scientific = bare.unscaledValue() + "E" + -bare.scale();
    return scientific.length() <= MOST_DIGITS ? Optional.of(scientific) : Optional.empty();
  }

  private static String cut(String text, int most) {
    String line = line(text);
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most)).strip();
  }
}
