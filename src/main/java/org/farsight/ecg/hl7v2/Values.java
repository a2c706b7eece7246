package org.farsight.ecg.hl7v2;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Samples;

/**
 * The values of one channel as they come: integers, with a mask for what was not present. A channel
 * whose numbers have decimals is held in steps of its smallest decimal place, so that it stays
 * exact.
 */
final class Values {
  private static final int MOST_DECIMALS = 9;
  private static final BigDecimal LEAST = BigDecimal.valueOf(Integer.MIN_VALUE);
  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

  private int[] values = new int[1024];
  private final BitSet missing = new BitSet();
  private int length;
  private int decimals;

  int length() {
    return length;
  }

  /** By how many decimal places the integers are shifted. */
  int decimals() {
    return decimals;
  }

  Samples samples() {
    return Samples.of(Arrays.copyOf(values, length), missing);
  }

  /** Adds so many that were not recorded. */
  void gap(int count) {
    grow(count);
    missing.set(length, length + count);
    length += count;
  }

  /**
   * Adds one; empty text was not present.
   *
   * @param where the place for an error
   */
  void add(String text, int from, int to, String where) throws EcgFormatException {
    int start = from;
    int end = to;
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) <= ' ') {
      end--;
    }
    if (start == end) {
      gap(1);
      return;
    }
    grow(1);
    values[length] = value(text.substring(start, end), where);
    length++;
  }

  private int value(String text, String where) throws EcgFormatException {
    if (decimals == 0 && text.length() < 10 && text.indexOf('.') < 0) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new EcgFormatException("sample " + length + " is no number", where);
      }
    }
    Optional<BigDecimal> number = Decimals.parse(text);
    if (number.isEmpty()) {
      throw new EcgFormatException("sample " + length + " is no number", where);
    }
    int places = Math.max(0, number.get().stripTrailingZeros().scale());
    if (places > decimals) {
      refine(places, where);
    }
    return integer(number.get().movePointRight(decimals), where);
  }

  /** All values so far in smaller steps. */
  private void refine(int places, String where) throws EcgFormatException {
    if (places > MOST_DECIMALS) {
      throw new EcgFormatException(
          "sample " + length + " has more than " + MOST_DECIMALS + " decimals", where);
    }
    for (int i = 0; i < length; i++) {
      values[i] = integer(BigDecimal.valueOf(values[i]).movePointRight(places - decimals), where);
    }
    decimals = places;
  }

  private int integer(BigDecimal value, String where) throws EcgFormatException {
    if (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
      throw new EcgFormatException("sample " + length + " is no 32-bit number", where);
    }
    return value.intValueExact();
  }

  private void grow(int count) {
    if (values.length - length < count) {
      values = Arrays.copyOf(values, Math.max(length + count, values.length * 2));
    }
  }
}
