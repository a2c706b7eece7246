package org.farsight.identity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.farsight.exchange.Identity.Name;

/**
 * Compares names script by script. Case, tones, hyphens, spaces and the order of family and given
 * name say nothing: systems write {@code ZHAO^MINGYUAN}, {@code Mingyuan Zhao} and {@code Zhào
 * Míngyuǎn} of one person. Characters and pinyin are not turned into one another.
 */
final class Names {

  /** How two names stand to one another. */
  enum Likeness {
    /** They may be one person's: equal where both tell the same script. */
    AGREE,
    /** The characters differ, the pinyin is told by both and agrees. */
    OTHER_CHARACTERS,
    /** They are not one person's. */
    DIFFER
  }

  private Names() {}

  static Likeness compare(Name one, Name other) {
    String characters = characters(one.ideographic());
    String otherCharacters = characters(other.ideographic());
    List<String> words = words(one.alphabetic());
    List<String> otherWords = words(other.alphabetic());
    boolean bothCharacters = !characters.isEmpty() && !otherCharacters.isEmpty();
    boolean bothWords = !words.isEmpty() && !otherWords.isEmpty();
    boolean sameCharacters = bothCharacters && characters.equals(otherCharacters);
    boolean sameWords = bothWords && sameWords(words, otherWords);
    if (sameCharacters) {
      return Likeness.AGREE; // a pinyin that differs is a slip of who typed it
    }
    if (bothCharacters) {
      return sameWords ? Likeness.OTHER_CHARACTERS : Likeness.DIFFER;
    }
    return !bothWords || sameWords ? Likeness.AGREE : Likeness.DIFFER;
  }

  private static String characters(String name) {
    return name.codePoints()
        .filter(Character::isLetter)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** Words in small letters without tones; {@code ü} and {@code v} are {@code u}. */
  private static List<String> words(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replace('v', 'u')
            .replaceAll("['’`]", "");
    List<String> words = new ArrayList<>();
    for (String word : plain.split("[^\\p{L}]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** The same letters, the words begun with any of them: which is the family name is not asked. */
  private static boolean sameWords(List<String> one, List<String> other) {
    String sought = String.join("", other);
    for (int first = 0; first < one.size(); first++) {
      String turned =
          String.join("", one.subList(first, one.size())) + String.join("", one.subList(0, first));
      if (turned.equals(sought)) {
        return true;
      }
    }
    return false;
  }
}
