package org.farsight.catalogue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.farsight.exchange.NameTerm;

/**
 * Fuzzy Semantic Matching of a person name, which PS3.4 §C.2.2.2.1 leaves to the SCP: by words, as
 * {@link NameTerm} has them. A name fits where each word of the key begins one of its words, in
 * whatever group and order, and where the key's words run together begin it, in whatever order they
 * follow each other: {@code san zhang}, {@code Zhang San} and {@code zhangsan} are the same, with
 * tones or without. Ideographs fit ideographs, from any one of them on.
 *
 * @param words of the key; none fit every name
 * @param together the words as one text, from each of them on; none for a single word
 */
record FuzzyName(List<String> words, List<String> together) {
  FuzzyName {
    words = List.copyOf(words);
    together = List.copyOf(together);
  }

  /** A key that has a value; wild cards in it say no more than its words do. */
  static FuzzyName of(String key) {
    List<String> words = NameTerm.words(key);
    int from = words.size() == 1 ? 0 : Math.min(words.size(), NameTerm.MOST_WORDS);
    return new FuzzyName(
        words, IntStream.range(0, from).mapToObj(i -> NameTerm.joined(words, i)).toList());
  }

  boolean fits(String name) {
    Set<String> terms = NameTerm.of(name);
    return words.stream().allMatch(word -> begins(word, terms))
        || together.stream().anyMatch(text -> begins(text, terms));
  }

  private static boolean begins(String text, Set<String> terms) {
    return terms.stream().anyMatch(term -> term.startsWith(text));
  }

  /** Of these a name that fits has one. */
  Set<NameTerm> terms() {
    if (words.isEmpty()) {
      return Set.of();
    }
    String longest =
        words.stream().reduce((a, b) -> a.length() >= b.length() ? a : b).orElseThrow();
    return Stream.concat(Stream.of(longest), together.stream().filter(t -> !t.startsWith(longest)))
        .map(NameTerm.Beginning::new)
        .collect(Collectors.toSet());
  }

  /** Hides the person. */
  @Override
  public String toString() {
    return "FuzzyName[…]";
  }
}
