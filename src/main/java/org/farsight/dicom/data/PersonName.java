package org.farsight.dicom.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person's name in up to three component groups, PS3.5 §6.2.1.1.
 *
 * @param alphabetic in Latin or another single-byte script, such as pinyin
 * @param ideographic such as Han characters
 * @param phonetic such as kana or Hangul
 */
public record PersonName(
    @Nullable Group alphabetic, @Nullable Group ideographic, @Nullable Group phonetic) {

  /** One component group; a component that was not given is empty. */
  public record Group(String family, String given, String middle, String prefix, String suffix) {

    /** The group as in the value field, without empty components at the end. */
    public String text() {
      StringBuilder text = new StringBuilder(family);
      String[] rest = {given, middle, prefix, suffix};
      int last = 3;
      while (last >= 0 && rest[last].isEmpty()) {
        last--;
      }
      for (int i = 0; i <= last; i++) {
        text.append('^').append(rest[i]);
      }
      return text.toString();
    }

    /** Hides the person. */
    @Override
    public String toString() {
      return "Group[…]";
    }
  }

  /**
   * Reads one decoded value. Components beyond the fifth join the suffix and groups beyond the
   * third are dropped, which no valid value has; spaces around a component are not significant.
   *
   * @return the name, or empty where no component has a character
   */
  public static Optional<PersonName> parse(String value) {
    List<String> groups = split(value, '=', 4);
    Group alphabetic = group(groups, 0);
    Group ideographic = group(groups, 1);
    Group phonetic = group(groups, 2);
    return alphabetic == null && ideographic == null && phonetic == null
        ? Optional.empty()
        : Optional.of(new PersonName(alphabetic, ideographic, phonetic));
  }

  /** The name as in the value field. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(alphabetic == null ? "" : alphabetic.text());
    if (ideographic != null || phonetic != null) {
      text.append('=').append(ideographic == null ? "" : ideographic.text());
    }
    if (phonetic != null) {
      text.append('=').append(phonetic.text());
    }
    return text.toString();
  }

  /** Hides the person. */
  @Override
  public String toString() {
    return "PersonName[…]";
  }

  private static @Nullable Group group(List<String> groups, int index) {
    if (index >= groups.size()) {
      return null;
    }
    List<String> parts = split(groups.get(index), '^', 5);
    Group group =
        new Group(part(parts, 0), part(parts, 1), part(parts, 2), part(parts, 3), part(parts, 4));
    return group.text().isEmpty() ? null : group;
  }

  private static String part(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index).strip() : "";
  }

  private static List<String> split(String text, char separator, int limit) {
    List<String> parts = new ArrayList<>(limit);
    int start = 0;
    for (int i = 0; i < text.length() && parts.size() < limit - 1; i++) {
      if (text.charAt(i) == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
