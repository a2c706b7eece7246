package org.farsight.camel.dicom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.farsight.dicom.service.QueryOptions;
import org.jspecify.annotations.Nullable;

/** What may be negotiated of a query, in the words of the option {@code extendedNegotiation}. */
final class ProposedOptions {
  private static final String RELATIONAL = "relational";
  private static final String DATE_TIME = "datetime";
  private static final String FUZZY = "fuzzy";

  private ProposedOptions() {}

  /**
   * Reads words that are separated by commas.
   *
   * @throws IllegalArgumentException for a word that is none
   */
  static QueryOptions of(@Nullable String text) {
    Set<String> words = new HashSet<>();
    if (text != null && !text.isBlank()) {
      for (String word : text.split(",", -1)) {
        words.add(word.strip());
      }
    }
    QueryOptions options =
        new QueryOptions(words.remove(RELATIONAL), words.remove(DATE_TIME), words.remove(FUZZY));
    if (!words.isEmpty()) {
      throw new IllegalArgumentException(
          "extendedNegotiation=" + text + "; there are relational, datetime, fuzzy");
    }
    return options;
  }

  /** The words of what is negotiated. */
  static String words(QueryOptions options) {
    List<String> words = new ArrayList<>();
    if (options.relational()) {
      words.add(RELATIONAL);
    }
    if (options.combinedDateTime()) {
      words.add(DATE_TIME);
    }
    if (options.fuzzyNames()) {
      words.add(FUZZY);
    }
    return String.join(",", words);
  }
}
