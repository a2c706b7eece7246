package org.farsight.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for a terminal, where a Chinese character takes two columns. Columns are as wide as their
 * widest cell.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param titles of the columns
   */
  TextTable(String... titles) {
    rows.add(List.of(titles));
  }

  /** Adds a line with as many cells as there are titles. */
  void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells.length + " cells for another number of columns");
    }
    rows.add(List.of(cells));
  }

  /** The lines from the titles on, a rule below these. */
  List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    StringBuilder rule = new StringBuilder();
    for (int width : widths) {
      rule.append("─".repeat(width)).append(GAP);
    }
    lines.add(1, rule.toString().stripTrailing());
    return lines;
  }

  /** How many columns of a terminal a text takes (Unicode Standard Annex 11). */
  static int width(String text) {
    return text.codePoints().map(TextTable::width).sum();
  }

  private static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    Character.UnicodeBlock block = Character.UnicodeBlock.of(codePoint);
    boolean wide =
        Character.isIdeographic(codePoint)
            || Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HANGUL
            || Character.UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION.equals(block)
            || Character.UnicodeBlock.HIRAGANA.equals(block)
            || Character.UnicodeBlock.KATAKANA.equals(block)
            || (codePoint >= 0xFF01 && codePoint <= 0xFF60);
    return wide ? 2 : 1;
  }
}
