package org.farsight.exchange;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a person's name is found by. Of each component group of a PN value (PS3.5 §6.2.1) the
 * letters and digits are kept, in lower case and without accents, so that pinyin is the same with
 * and without tones (LÜ, LV and LU too, as ü is typed), once from each word on: {@code Li^Xiao
 * Long} under {@code lixiaolong}, {@code xiaolongli} and {@code longlixiao}. Each ideograph is a
 * word. A name that fits a key has a term that the key asks for; the reverse need not hold.
 */
public sealed interface NameTerm {

  /** Words of a group from which on it is kept; it may have more. */
  int MOST_WORDS = 8;

  /** Characters of a group that count; PS3.5 §6.2 allows 64. */
  int LONGEST = 128;

  /** What the term is, or has. */
  String text();

  /** A name has exactly this term. */
  record Whole(String text) implements NameTerm {
    @Override
    public String toString() {
      return "Whole[…]";
    }
  }

  /** A name has a term that begins so. */
  record Beginning(String text) implements NameTerm {
    @Override
    public String toString() {
      return "Beginning[…]";
    }
  }

  /** A name has a term with this in it. There is no index for it: all names are looked at. */
  record Within(String text) implements NameTerm {
    @Override
    public String toString() {
      return "Within[…]";
    }
  }

  /**
   * The terms of a name.
   *
   * @param name in up to three groups, as PN writes it
   * @return of each group first the one of the whole group
   */
  static Set<String> of(String name) {
    Set<String> terms = new LinkedHashSet<>();
    String[] groups = name.split("=", -1);
    for (int i = 0; i < Math.min(groups.length, 3); i++) {
      List<String> words = words(groups[i], true);
      for (int from = 0; from < Math.min(words.size(), MOST_WORDS); from++) {
        terms.add(joined(words, from));
      }
    }
    return terms;
  }

  /** The words of a text, as they stand in terms; ideographs that stand together are one. */
  static List<String> words(String text) {
    return words(text, false).stream().map(NameTerm::folded).toList();
  }

  /** Words as one text that begins with one of them and goes on with those before it. */
  static String joined(List<String> words, int from) {
    String rotated =
        String.join("", words.subList(from, words.size()))
            + String.join("", words.subList(0, from));
    return cut(folded(rotated));
  }

  /**
   * What a name must have whose group fits a pattern.
   *
   * @param group one component group, with {@code *} and {@code ?} where it is one
   * @return empty where no more than a letter would be known
   */
  static Optional<NameTerm> ofPattern(String group) {
    int wild = firstWild(group);
    if (wild < 0) {
      return Optional.of(group).map(NameTerm::plain).filter(t -> !t.isEmpty()).map(Whole::new);
    }
    String beginning = plain(group.substring(0, wild));
    if (!beginning.isEmpty()) {
      return Optional.of(new Beginning(beginning));
    }
    String longest = "";
    for (String piece : group.split("[*?]+")) {
      String plain = plain(piece);
      // what stands before a piece is not known, and makes a v a u
      String sure = plain.startsWith("v") ? plain.substring(1) : plain;
      longest = sure.length() > longest.length() ? sure : longest;
    }
    boolean tells = longest.length() > 1 || (!longest.isEmpty() && longest.charAt(0) > 0x7F);
    return tells ? Optional.of(new Within(longest)) : Optional.empty();
  }

  private static int firstWild(String group) {
    for (int i = 0; i < group.length(); i++) {
      if (group.charAt(i) == '*' || group.charAt(i) == '?') {
        return i;
      }
    }
    return -1;
  }

  private static String plain(String text) {
    return joined(words(text, false), 0);
  }

  /**
   * @param apart whether each ideograph is a word
   */
  private static List<String> words(String text, boolean apart) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int[] chars = letters(text).codePoints().toArray();
    for (int c : chars) {
      boolean counts = Character.isLetterOrDigit(c) || Character.isAlphabetic(c);
      boolean alone = apart && Character.isIdeographic(c);
      if ((!counts || alone) && !word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
      if (alone) {
        words.add(Character.toString(c));
      } else if (counts) {
        word.appendCodePoint(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** In lower case, of the usual width, without marks on letters. */
  private static String letters(String text) {
    String lower =
        Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    return lower.chars().allMatch(c -> c < 0x80)
        ? lower
        : Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
  }

  /** The letter v is typed for the ü of lü and nü, whose marks are gone already. */
  private static String folded(String letters) {
    return letters.replace("lv", "lu").replace("nv", "nu");
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
  }
}
