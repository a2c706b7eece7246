package org.farsight.ledger;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValues;
import org.jspecify.annotations.Nullable;

/** Reads the critical values that branches are told of. */
record SqlCriticals(Reading rows) implements CriticalValues {
  static final String OF_EXAMINATION =
      "SELECT * FROM critical_value WHERE examination = ? ORDER BY found_at, id";
  static final String OPEN =
      "SELECT * FROM critical_value WHERE answered_at IS NULL ORDER BY found_at, id LIMIT ?";
  static final String OPEN_OF_SITE =
      "SELECT * FROM critical_value WHERE answered_at IS NULL AND site_id = ?"
          + " ORDER BY found_at, id LIMIT ?";
  static final String NEWEST =
      "SELECT * FROM critical_value ORDER BY found_at DESC, id DESC LIMIT ?";
  static final String NEWEST_OF_SITE =
      "SELECT * FROM critical_value WHERE site_id = ? ORDER BY found_at DESC, id DESC LIMIT ?";
  static final String TOLD =
      "SELECT * FROM critical_told WHERE id = ? AND revision = ? ORDER BY told_at, way";

  /** By the index that holds these lines only. */
  static final String STORY =
      "SELECT id, exchange_id FROM story"
          + " WHERE event IN ('CRITICAL_VALUE', 'RECALLED', 'RECALL_UNDONE') AND id > ?"
          + " ORDER BY id LIMIT ?";

  /** By the index that holds these arrivals only. */
  static final String ARRIVALS =
      "SELECT id, exchange_id, format FROM arrival"
          + " WHERE format IN ('report-pdf', 'report-fhir', 'report-hl7v2', 'critical-notice',"
          + " 'critical-acknowledgement')"
          + " AND id > ? ORDER BY id LIMIT ?";

  /** Names of the steps of ways are {@code return.<site>.<way>}. */
  static final String TAKEN =
      "SELECT DISTINCT v.id FROM (SELECT id, site_id, revision FROM critical_value"
          + " WHERE answered_at IS NULL ORDER BY found_at, id LIMIT ?) v"
          + " JOIN step s ON s.exchange_id = v.id"
          + " WHERE s.name LIKE 'return.%' AND s.done >= v.revision"
          + " AND s.name <> 'return.' || v.site_id || '.page'"
          + " AND NOT EXISTS (SELECT 1 FROM critical_told t WHERE t.id = v.id"
          + " AND t.revision = v.revision AND s.name = 'return.' || v.site_id || '.' || t.way)";

  private record Line(long id, String exchangeId, String format) {}

  @Override
  public Optional<CriticalValue> find(String id) {
    return rows.first(CriticalRows::read, "SELECT * FROM critical_value WHERE id = ?", id);
  }

  @Override
  public List<CriticalValue> ofExamination(String exchangeId) {
    return rows.all(CriticalRows::read, OF_EXAMINATION, exchangeId);
  }

  @Override
  public List<CriticalValue> open(@Nullable String siteId, int limit) {
    return siteId == null
        ? rows.all(CriticalRows::read, OPEN, limit)
        : rows.all(CriticalRows::read, OPEN_OF_SITE, siteId, limit);
  }

  @Override
  public List<CriticalValue> newest(@Nullable String siteId, int limit) {
    return siteId == null
        ? rows.all(CriticalRows::read, NEWEST, limit)
        : rows.all(CriticalRows::read, NEWEST_OF_SITE, siteId, limit);
  }

  @Override
  public List<Told> told(String id, int revision) {
    return rows.all(CriticalRows::told, TOLD, id, revision);
  }

  @Override
  public List<String> taken(int limit) {
    return rows.all(row -> row.getString(1), TAKEN, limit);
  }

  @Override
  public News news(int limit) {
    long story = mark(CriticalRows.STORY);
    long arrival = mark(CriticalRows.ARRIVAL);
    Set<String> examinations = new LinkedHashSet<>();
    Set<String> reports = new LinkedHashSet<>();
    Set<String> notices = new LinkedHashSet<>();
    for (Line line :
        rows.all(row -> new Line(row.getLong(1), row.getString(2), ""), STORY, story, limit)) {
      examinations.add(line.exchangeId());
      story = line.id();
    }
    for (Line line :
        rows.all(
            row -> new Line(row.getLong(1), row.getString(2), row.getString(3)),
            ARRIVALS,
            arrival,
            limit)) {
      (line.format().startsWith("critical-") ? notices : reports).add(line.exchangeId());
      arrival = line.id();
    }
    return new News(examinations, reports, notices, story, arrival);
  }

  private long mark(String name) {
    return rows.first(row -> row.getLong(1), "SELECT value FROM critical_mark WHERE name = ?", name)
        .orElse(0L);
  }
}
