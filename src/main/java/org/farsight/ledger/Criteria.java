package org.farsight.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Catalogue.Selection;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one query for studies ({@code e}, {@code st}), series ({@code s}) or objects
 * ({@code a}).
 */
final class Criteria {

  /** What the query gives. */
  enum Level {
    STUDY,
    SERIES,
    INSTANCE
  }

  private final StringBuilder sql = new StringBuilder();
  private final List<@Nullable Object> values = new ArrayList<>();

  private Criteria() {}

  /** The conditions of a selection. */
  static Criteria of(Selection selection, Level level) {
    Criteria criteria = new Criteria();
    criteria.equal("e.site_id", selection.site());
    criteria.equal("e.patient_id", selection.patientId());
    criteria.equal("e.accession", selection.accession());
    selection.fromDate().ifPresent(date -> criteria.and("st.study_date >= ?", date));
    selection.toDate().ifPresent(date -> criteria.and("st.study_date <= ?", date));
    selection
        .modality()
        .ifPresent(
            modality ->
                criteria.and(
                    "EXISTS (SELECT 1 FROM series m"
                        + " WHERE m.exchange_id = e.id AND m.modality = ?)",
                    modality));
    if (!selection.studies().isEmpty()) {
      criteria.and("e.kind = 'STUDY'");
      criteria.in("e.object_key", selection.studies());
    }
    switch (level) {
      case STUDY -> {}
      case SERIES -> criteria.in("s.series", selection.series());
      case INSTANCE -> {
        criteria.in("a.series", selection.series());
        criteria.in("a.sop_instance", selection.instances());
      }
    }
    return criteria;
  }

  private void equal(String column, Optional<String> value) {
    value.ifPresent(v -> and(column + " = ?", v));
  }

  /**
   * One of some values. Their number is rounded up to a power of two by repeating one, so that few
   * statements differ and the prepared ones are used again.
   */
  private void in(String column, Set<String> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    List<String> padded = new ArrayList<>(wanted);
    int size = Integer.highestOneBit(2 * padded.size() - 1);
    while (padded.size() < size) {
      padded.add(padded.getFirst());
    }
    and(column + " IN (?" + ", ?".repeat(size - 1) + ")", padded.toArray());
  }

  /**
   * Whether few days narrow the selection, and nothing that narrows it more. Then the days come
   * first: SQLite keeps the order of a {@code CROSS JOIN}, and left to itself reads everything that
   * a site has ever sent.
   */
  static boolean areDays(Selection selection) {
    return selection.patientId().isEmpty()
        && selection.accession().isEmpty()
        && selection.studies().isEmpty()
        && selection.series().isEmpty()
        && selection.instances().isEmpty()
        && selection.fromDate().isPresent()
        && selection.toDate().isPresent()
        && sameMonth(selection.fromDate().get(), selection.toDate().get());
  }

  /** By the text alone: a Study Date need not be a date. */
  private static boolean sameMonth(String from, String to) {
    return from.length() == 8 && to.length() == 8 && from.startsWith(to.substring(0, 6));
  }

  /** Adds a condition with the values of its question marks. */
  void and(String condition, Object... itsValues) {
    sql.append(sql.isEmpty() ? " WHERE " : " AND ").append(condition);
    values.addAll(List.of(itsValues));
  }

  String sql() {
    return sql.toString();
  }

  /** All values, with one more at the end. */
  List<@Nullable Object> values(Object last) {
    List<@Nullable Object> all = new ArrayList<>(values);
    all.add(last);
    return all;
  }
}
