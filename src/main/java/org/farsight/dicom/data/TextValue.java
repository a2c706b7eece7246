package org.farsight.dicom.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Value fields as text: decoding, separation of values, padding (PS3.5 §6.2, §6.4). */
final class TextValue {

  private static final int MAX_DS_LENGTH = 16;
  private static final int MAX_INTEGER_LENGTH = 64;

  private TextValue() {}

  /** The first value, if there are characters or numbers at all. */
  static Optional<String> first(Element.Value value, SpecificCharacterSet set) {
    VR vr = value.vr();
    if (!vr.isString()) {
      return vr.multiValued() && BinaryValue.count(value) > 0
          ? Optional.of(number(value, 0))
          : Optional.empty();
    }
    String text = set.decode(value.bytes(), vr);
    int end = vr.multiValued() ? text.indexOf('\\') : -1;
    return Optional.of(trim(text, 0, end < 0 ? text.length() : end, vr));
  }

  /** All values; none where the value field is empty or only padding. */
  static List<String> all(Element.Value value, SpecificCharacterSet set) {
    VR vr = value.vr();
    List<String> values = new ArrayList<>();
    if (!vr.isString()) {
      for (int i = 0; vr.multiValued() && i < BinaryValue.count(value); i++) {
        values.add(number(value, i));
      }
      return values;
    }
    String text = set.decode(value.bytes(), vr);
    int start = 0;
    for (int i = 0; vr.multiValued() && i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        values.add(trim(text, start, i, vr));
        start = i + 1;
      }
    }
    String last = trim(text, start, text.length(), vr);
    if (!values.isEmpty() || !last.isEmpty()) {
      values.add(last);
    }
    return values;
  }

  private static String number(Element.Value value, int index) {
    VR vr = value.vr();
    if (vr == VR.AT) {
      return String.format("%08X", BinaryValue.integer(value, index));
    }
    if (vr == VR.FL) {
      return Float.toString((float) BinaryValue.decimal(value, index));
    }
    if (vr == VR.FD) {
      return Double.toString(BinaryValue.decimal(value, index));
    }
    long integer = BinaryValue.integer(value, index);
    return vr == VR.UV ? Long.toUnsignedString(integer) : Long.toString(integer);
  }

  /** Leading spaces are significant in LT, ST, UT and UC only; NUL pads in the field everywhere. */
  private static String trim(String text, int from, int to, VR vr) {
    int start = from;
    int end = to;
    while (end > start && isPadding(text.charAt(end - 1))) {
      end--;
    }
    boolean leading = vr == VR.LT || vr == VR.ST || vr == VR.UT || vr == VR.UC || vr == VR.UR;
    while (!leading && start < end && isPadding(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }

  private static boolean isPadding(char c) {
    return c == ' ' || c == 0;
  }

  /**
   * An integer in decimal characters; a fraction of zeros, as some devices write in IS, is taken.
   */
  static OptionalLong integer(String text) {
    try {
      if (text.isEmpty() || text.length() > MAX_INTEGER_LENGTH) {
        return OptionalLong.empty();
      }
      if (text.indexOf('.') < 0 && text.indexOf('E') < 0 && text.indexOf('e') < 0) {
        return OptionalLong.of(Long.parseLong(text));
      }
      double value = Double.parseDouble(text);
      return value == Math.rint(value) && Math.abs(value) < 1L << 53
          ? OptionalLong.of((long) value)
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // not a number: what the getter's empty says
    }
  }

  /** A number in decimal characters; a comma in place of the point is taken. */
  static OptionalDouble decimal(String text) {
    if (!isNumeric(text)) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(text.replace(',', '.'));
      return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    } catch (NumberFormatException e) {
      return OptionalDouble.empty(); // not a number: what the getter's empty says
    }
  }

  /** Only what DS allows (and the comma): Java would read hexadecimal, NaN and a suffix d too. */
  private static boolean isNumeric(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.,eE ".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_INTEGER_LENGTH;
  }

  /** Numbers in decimal characters; empty where one is none. */
  static double[] decimals(List<String> texts) {
    double[] values = new double[texts.size()];
    for (int i = 0; i < values.length; i++) {
      OptionalDouble value = decimal(texts.get(i));
      if (value.isEmpty()) {
        return new double[0];
      }
      values[i] = value.getAsDouble();
    }
    return values;
  }

  /** A DS of at most 16 characters, rounded to what fits. */
  static String decimalString(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("DS holds finite numbers only");
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    for (int digits = 17; digits > 0; digits--) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      String plain = rounded.toPlainString();
      String text = plain.length() <= MAX_DS_LENGTH ? plain : rounded.toString();
      if (text.length() <= MAX_DS_LENGTH) {
        return text;
      }
    }
    throw new IllegalArgumentException("no decimal string of 16 characters for the number");
  }
}
