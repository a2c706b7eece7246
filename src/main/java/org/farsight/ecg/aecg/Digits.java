package org.farsight.ecg.aecg;

import java.util.Arrays;
import org.farsight.ecg.EcgFormatException;

/** The integers of a {@code digits} element: decimal, parted by white space, exact. */
final class Digits {
  private static final int FIRST_GUESS = 1024;

  private Digits() {}

  /**
   * @param most how many integers there may be
   * @throws EcgFormatException naming the first piece of text that is no 32-bit integer by its
   *     index
   */
  static int[] parse(String text, int most, String where) throws EcgFormatException {
    int[] values = new int[FIRST_GUESS];
    int count = 0;
    int at = 0;
    while ((at = skipBlanks(text, at)) < text.length()) {
      int end = at;
      while (end < text.length() && !isBlank(text.charAt(end))) {
        end++;
      }
      if (count == most) {
        throw new EcgFormatException("more samples than the limit leaves (" + most + ")", where);
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count] = integer(text, at, end, count, where);
      count++;
      at = end;
    }
    return Arrays.copyOf(values, count);
  }

  private static int integer(String text, int start, int end, int index, String where)
      throws EcgFormatException {
    try {
      return Integer.parseInt(text, start, end, 10);
    } catch (NumberFormatException e) {
      throw new EcgFormatException("sample " + index + " is no 32-bit integer", where);
    }
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }
}
