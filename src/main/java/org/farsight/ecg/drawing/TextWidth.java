package org.farsight.ecg.drawing;

import java.util.ArrayList;
import java.util.List;

/**
 * How wide text is, without a font at hand: Latin letters by the advance widths that Helvetica,
 * Arial and Liberation Sans share, Chinese ones as wide as they are high.
 */
public final class TextWidth {
  // U+0020 to U+007E in thousandths of the font's size.
  private static final int[] ASCII = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };
  private static final int OTHER = 611;
  private static final int FIRST_WIDE = 0x2E80;

  private TextWidth() {}

  /** The millimetres that a text of this size takes. */
  public static double of(String text, double size) {
    int thousandths = text.codePoints().map(TextWidth::of).sum();
    return thousandths * size / 1000;
  }

  private static int of(int codePoint) {
    if (codePoint >= 0x20 && codePoint <= 0x7E) {
      return ASCII[codePoint - 0x20];
    }
    return codePoint >= FIRST_WIDE || codePoint == '…' ? 1000 : OTHER;
  }

  /** The text, cut off with an ellipsis where it is wider than this. */
  public static String fit(String text, double size, double width) {
    if (of(text, size) <= width) {
      return text;
    }
    int[] letters = text.codePoints().toArray();
    int count = letters.length;
    while (count > 0 && of(new String(letters, 0, count), size) + of("…", size) > width) {
      count--;
    }
    return new String(letters, 0, count) + "…";
  }

  /**
   * The text in lines no wider than this, parted at blanks or beside Chinese letters.
   *
   * @param lines how many at most; the last one is cut off
   */
  public static List<String> wrap(String text, double size, double width, int lines) {
    List<String> wrapped = new ArrayList<>();
    String rest = text.strip();
    while (!rest.isEmpty()) {
      if (wrapped.size() == lines - 1) {
        wrapped.add(fit(rest, size, width));
        return wrapped;
      }
      int end = lineEnd(rest, size, width);
      wrapped.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    return wrapped;
  }

  private static int lineEnd(String text, double size, double width) {
    double used = 0;
    int best = 0;
    int at = 0;
    while (at < text.length()) {
      int letter = text.codePointAt(at);
      int after = at + Character.charCount(letter);
      if (letter == ' ' || Character.isIdeographic(letter)) {
        best = at;
      }
      used += of(letter) * size / 1000;
      if (used > width) {
        return best > 0 ? best : Math.max(at, Character.charCount(text.codePointAt(0)));
      }
      at = after;
    }
    return text.length();
  }
}
