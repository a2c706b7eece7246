package org.farsight.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Catalogue.Selection;
import org.jspecify.annotations.Nullable;

/**
 * One query for studies, series or objects: from which tables, and under which conditions. Where
 * nothing narrows it that {@code exchange} or {@code arrival} have an index for, days or names lead
 * it. Their tables stand first then: SQLite keeps the order of a {@code CROSS JOIN}, and left to
 * itself reads everything that a site has ever sent.
 */
final class Criteria {

  /** What the query gives. */
  enum Level {
    STUDY("e.*, st.*", "", "e.id DESC"),
    SERIES(
        "s.*", " JOIN series s ON s.exchange_id = st.exchange_id", "s.exchange_id DESC, s.series"),
    INSTANCE(
        "a.*",
        " JOIN arrival a ON a.exchange_id = st.exchange_id",
        "a.exchange_id DESC, a.revision");

    private final String columns;
    private final String further;
    private final String order;

    Level(String columns, String further, String order) {
      this.columns = columns;
      this.further = further;
      this.order = order;
    }
  }

  private final Level level;
  private Optional<Lead> lead;
  private final StringBuilder sql = new StringBuilder();
  private final List<@Nullable Object> values = new ArrayList<>();

  private Criteria(Level level, Optional<Lead> lead) {
    this.level = level;
    this.lead = lead;
  }

  /** The conditions of a selection. */
  static Criteria of(Selection selection, Level level) {
    Criteria criteria = new Criteria(level, Lead.of(selection));
    boolean days = criteria.lead.filter(Lead::days).isPresent();
    if (criteria.lead.isPresent()) {
      criteria.and("e.id = d.exchange_id AND st.exchange_id = d.exchange_id");
    }
    if (!days) { // what the days say already
      criteria.equal("e.site_id", selection.site());
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
    }
    criteria.equal("e.patient_id", selection.patientId());
    criteria.equal("e.accession", selection.accession());
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

  /** Adds a condition with the values of its question marks. */
  void and(String condition, Object... itsValues) {
    sql.append(sql.isEmpty() ? " WHERE " : " AND ").append(condition);
    values.addAll(List.of(itsValues));
  }

  /** Only studies that came before the one with this id. */
  void after(String exchangeId) {
    lead = lead.map(first -> first.upTo("<", exchangeId));
    and("e.id < ?", exchangeId);
  }

  /** Only what comes behind a row of a study with this id, of a study in the order of its rows. */
  void after(String exchangeId, String inStudy, Object row) {
    lead = lead.map(first -> first.upTo("<=", exchangeId));
    String id = level == Level.SERIES ? "s.exchange_id" : "a.exchange_id";
    and(
        "(" + id + " < ? OR (" + id + " = ? AND " + inStudy + " > ?))",
        exchangeId,
        exchangeId,
        row);
  }

  private boolean isLimitedAtOnce() {
    return level == Level.STUDY && lead.filter(Lead::all).isPresent();
  }

  /** The query for so many rows as its last value says. */
  String sql() {
    String limited = isLimitedAtOnce() ? " ORDER BY exchange_id DESC LIMIT ?" : "";
    String from =
        lead.map(first -> "(" + first.sql() + limited + ")")
            .map(first -> first + " d CROSS JOIN exchange e CROSS JOIN study st")
            .orElse("exchange e JOIN study st ON st.exchange_id = e.id");
    return "SELECT "
        + level.columns
        + " FROM "
        + from
        + level.further
        + sql
        + " ORDER BY "
        + level.order
        + " LIMIT ?";
  }

  /** All values, the last one for so many rows. */
  List<@Nullable Object> values(int rows) {
    List<@Nullable Object> all = new ArrayList<>();
    lead.ifPresent(first -> all.addAll(first.values()));
    if (isLimitedAtOnce()) {
      all.add(rows);
    }
    all.addAll(values);
    all.add(rows);
    return all;
  }
}
