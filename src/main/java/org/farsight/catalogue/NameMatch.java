package org.farsight.catalogue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.farsight.dicom.data.PersonName;
import org.farsight.exchange.NameTerm;
import org.jspecify.annotations.Nullable;

/**
 * Matching of person names. Case and the width of letters make no difference (PS3.4 §C.2.2.2.1
 * leaves that to the SCP). A key of one group is looked for in all three groups of a name; a key of
 * several wants each of its groups in the same place. As Hanzi names are often typed in one piece,
 * a key without a caret also fits an ideographic group whose carets are left out.
 */
final class NameMatch {
  private static final int GROUPS = 3;

  private final List<@Nullable Predicate<String>> groups;
  private final boolean oneForAll;
  private final boolean inOnePiece;
  private final Optional<NameTerm> term;

  private NameMatch(
      List<@Nullable Predicate<String>> groups,
      boolean oneForAll,
      boolean inOnePiece,
      Optional<NameTerm> term) {
    this.groups = groups;
    this.term = term;
    this.oneForAll = oneForAll;
    this.inOnePiece = inOnePiece;
  }

  /** A key that has a value. */
  static NameMatch of(String key) {
    List<@Nullable Predicate<String>> groups = new ArrayList<>();
    List<String> texts = groups(key);
    for (String group : texts) {
      groups.add(group.isEmpty() ? null : predicate(group));
    }
    return new NameMatch(groups, key.indexOf('=') < 0, key.indexOf('^') < 0, term(texts));
  }

  private static Predicate<String> predicate(String group) {
    if (Glob.isOne(group)) {
      return Glob.of(group)::matches;
    }
    return group::equals;
  }

  boolean fits(String name) {
    List<String> value = groups(name);
    if (oneForAll) {
      Predicate<String> only = groups.getFirst();
      return only == null
          || value.stream().anyMatch(group -> !group.isEmpty() && only.test(group))
          || (inOnePiece && !value.get(1).isEmpty() && only.test(value.get(1).replace("^", "")));
    }
    for (int i = 0; i < GROUPS; i++) {
      Predicate<String> wanted = groups.get(i);
      if (wanted != null && !wanted.test(value.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A term that every name has which fits; empty where none can be told. */
  Optional<NameTerm> term() {
    return term;
  }

  /** Of the groups the one that tells most: each has to fit. */
  private static Optional<NameTerm> term(List<String> groups) {
    return groups.stream()
        .flatMap(group -> NameTerm.ofPattern(group).stream())
        .max(Comparator.comparingInt(NameMatch::worth).thenComparing(term -> term.text().length()));
  }

  private static int worth(NameTerm term) {
    return switch (term) {
      case NameTerm.Whole whole -> 2;
      case NameTerm.Beginning beginning -> 1;
      case NameTerm.Within within -> 0;
    };
  }

  private static List<String> groups(String text) {
    Optional<PersonName> name = PersonName.parse(normal(text));
    List<String> groups = new ArrayList<>();
    groups.add(name.map(PersonName::alphabetic).map(PersonName.Group::text).orElse(""));
    groups.add(name.map(PersonName::ideographic).map(PersonName.Group::text).orElse(""));
    groups.add(name.map(PersonName::phonetic).map(PersonName.Group::text).orElse(""));
    return groups;
  }

  /** Full-width letters and signs become the usual ones (Unicode NFKC). */
  private static String normal(String text) {
    boolean plain = text.chars().allMatch(c -> c < 0x80);
    String usual = plain ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
    return usual.toLowerCase(Locale.ROOT).strip();
  }
}
