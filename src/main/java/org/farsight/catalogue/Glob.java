package org.farsight.catalogue;

/**
 * Wild Card Matching, PS3.4 §C.2.2.2.4: {@code *} stands for any characters, {@code ?} for one.
 * Takes time in proportion to both lengths whatever the pattern, since patterns come from outside.
 */
final class Glob {
  private final int[] pattern;

  private Glob(int[] pattern) {
    this.pattern = pattern;
  }

  static Glob of(String pattern) {
    return new Glob(pattern.codePoints().toArray());
  }

  static boolean isOne(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  boolean matches(String text) {
    int[] chars = text.codePoints().toArray();
    int at = 0;
    int in = 0;
    int star = -1;
    int restart = 0;
    while (in < chars.length) {
      if (at < pattern.length && pattern[at] == '*') {
        star = at++;
        restart = in;
      } else if (at < pattern.length && (pattern[at] == '?' || pattern[at] == chars[in])) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++restart;
      } else {
        return false;
      }
    }
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    return at == pattern.length;
  }
}
