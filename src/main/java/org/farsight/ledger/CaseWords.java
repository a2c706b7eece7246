package org.farsight.ledger;

import java.util.ArrayList;
import java.util.List;

/** Queries for cases and examinations that have some words. */
final class CaseWords {
  private static final String OF_CASE =
      "c.patient_name || ' ' || c.patient_id || ' ' || c.accession || ' ' || c.description || ' '"
          + " || c.id || ' ' || c.exchange_id";
  private static final String OF_EXAMINATION =
      "COALESCE(e.accession, '') || ' ' || COALESCE(e.patient_id, '') || ' ' || e.id || ' ' ||"
          + " COALESCE("
          + OF_CASE
          + ", '')";

  private CaseWords() {}

  /** The newest closed cases; takes {@link #values(List, int)}. */
  static String closed(List<String> words) {
    return "SELECT c.* FROM reading_case c WHERE c.open = 0"
        + each(words, OF_CASE)
        + " ORDER BY c.received_at DESC LIMIT ?";
  }

  /** The newest examinations of a site; takes {@link #values(String, List, int)}. */
  static String examinations(List<String> words) {
    return "SELECT e.id FROM exchange e"
        + " LEFT JOIN reading_case c ON c.exchange_id = e.id AND c.addendum = 0"
        + " WHERE e.site_id = ? AND e.kind IN ('STUDY', 'ECG')"
        + each(words, OF_EXAMINATION)
        + " ORDER BY e.first_at DESC, e.id LIMIT ?";
  }

  private static String each(List<String> words, String text) {
    return (" AND LOWER(" + text + ") LIKE ? ESCAPE '!'").repeat(words.size());
  }

  static Object[] values(List<String> words, int limit) {
    List<Object> values = new ArrayList<>(patterns(words));
    values.add(limit);
    return values.toArray();
  }

  static Object[] values(String siteId, List<String> words, int limit) {
    List<Object> values = new ArrayList<>(List.of(siteId));
    values.addAll(patterns(words));
    values.add(limit);
    return values.toArray();
  }

  /** What people type means itself, also a percent sign. */
  private static List<String> patterns(List<String> words) {
    return words.stream().map(word -> "%" + word.replaceAll("[!%_]", "!$0") + "%").toList();
  }
}
