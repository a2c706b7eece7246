package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Returns;

/** Reads what has come back to the branches. */
record SqlReturns(Reading rows) implements Returns {
  static final String HEAD =
      "SELECT x.exchange_id, x.examination_id, x.case_id, r.revision"
          + " FROM report_of x JOIN exchange r ON r.id = x.exchange_id";
  static final String OF_EXAMINATION =
      HEAD + " WHERE x.examination_id = ? ORDER BY r.first_at, r.id";
  static final String OF_CASE = HEAD + " WHERE x.case_id = ? ORDER BY r.first_at LIMIT 1";
  static final String WAYS =
      "SELECT s.*, CASE WHEN o.name IS NULL THEN 1 ELSE 0 END AS required FROM step s"
          + " LEFT JOIN optional_way o ON o.name = s.name"
          + " WHERE s.exchange_id = ? AND s.name LIKE 'return.%' ORDER BY s.name";
  static final String OPENING =
      "SELECT opened_at, opened_by FROM report_opening WHERE exchange_id = ? AND version = ?";
  static final String UNTOLD = "SELECT case_id, progress FROM task_progress ORDER BY since LIMIT ?";

  private static final String LISTED =
      "SELECT c.*, x.exchange_id AS report_exchange, x.changed_at AS listed_at, r.revision,"
          + " x.examination_id FROM report_of x JOIN exchange r ON r.id = x.exchange_id"
          + " JOIN reading_case c ON c.id = x.case_id WHERE";
  private static final String ORDER = " ORDER BY x.changed_at DESC, x.exchange_id DESC LIMIT ?";

  /** What a report's own row says. */
  record Head(String exchangeId, String examinationId, String caseId, int version) {}

  private record Row(Head head, Instant changedAt, ReadingCase read) {}

  static Head head(ResultSet row) throws SQLException {
    return new Head(
        row.getString("exchange_id"),
        row.getString("examination_id"),
        row.getString("case_id"),
        row.getInt("revision"));
  }

  static ReportReturn.Way way(ResultSet row) throws SQLException {
    return new ReportReturn.Way(Rows.step(row), row.getInt("required") != 0);
  }

  static ReportReturn.Opening opening(ResultSet row) throws SQLException {
    return new ReportReturn.Opening(instant(row.getLong("opened_at")), row.getString("opened_by"));
  }

  static ReportReturn whole(
      Head head, List<ReportReturn.Way> ways, Optional<ReportReturn.Opening> opened) {
    return new ReportReturn(
        head.exchangeId(), head.examinationId(), head.caseId(), head.version(), ways, opened);
  }

  private ReportReturn whole(Head head) {
    return whole(
        head,
        rows.all(SqlReturns::way, WAYS, head.exchangeId()),
        rows.first(SqlReturns::opening, OPENING, head.exchangeId(), head.version()));
  }

  @Override
  public List<ReportReturn> of(String examinationId) {
    return rows.all(SqlReturns::head, OF_EXAMINATION, examinationId).stream()
        .map(this::whole)
        .toList();
  }

  @Override
  public Optional<ReportReturn> ofCase(String caseId) {
    return rows.first(SqlReturns::head, OF_CASE, caseId).map(this::whole);
  }

  @Override
  public List<Listed> newest(
      Optional<String> siteId, String words, Optional<Place> before, int limit) {
    StringBuilder sql = new StringBuilder(LISTED);
    List<Object> values = new ArrayList<>();
    sql.append(siteId.isPresent() ? " x.site_id = ?" : " 1 = 1");
    siteId.ifPresent(values::add);
    before.ifPresent(
        place -> {
          sql.append(" AND (x.changed_at < ? OR (x.changed_at = ? AND x.exchange_id < ?))");
          values.add(micros(place.changedAt()));
          values.add(micros(place.changedAt()));
          values.add(place.exchangeId());
        });
    if (!words.isBlank()) {
      sql.append(
          " AND (LOWER(c.patient_name) LIKE ? ESCAPE '!' OR LOWER(c.patient_id) LIKE ? ESCAPE '!'"
              + " OR LOWER(c.accession) LIKE ? ESCAPE '!')");
      String pattern =
          "%" + words.strip().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
      values.addAll(List.of(pattern, pattern, pattern));
    }
    values.add(limit);
    return rows.readable(SqlReturns::row, sql.append(ORDER).toString(), values.toArray()).stream()
        .map(
            row ->
                new Listed(
                    new Place(row.changedAt(), row.head().exchangeId()),
                    whole(row.head()),
                    row.read()))
        .toList();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new Head(
            row.getString("report_exchange"),
            row.getString("examination_id"),
            row.getString("id"),
            row.getInt("revision")),
        instant(row.getLong("listed_at")),
        CaseRows.read(row));
  }

  @Override
  public List<Untold> untold(int limit) {
    return rows.readable(
        row -> new Untold(row.getString("case_id"), Rows.constant(Progress.class, row, "progress")),
        UNTOLD,
        limit);
  }
}
