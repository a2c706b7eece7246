package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Cases;
import org.farsight.exchange.ReadingCase;

/** Reads cases to be read. */
record SqlCases(Reading rows) implements Cases {
  static final String OPEN = "SELECT * FROM reading_case WHERE open = 1";
  static final String CLOSED =
      "SELECT * FROM reading_case WHERE open = 0 ORDER BY received_at DESC LIMIT ?";
  static final String CHANGED =
      "SELECT * FROM reading_case WHERE change > ? ORDER BY change LIMIT ?";
  static final String OVERDUE =
      "SELECT * FROM reading_case WHERE open = 1 AND deadline < ? ORDER BY deadline LIMIT ?";
  static final String OF_TASK = "SELECT * FROM reading_case WHERE task = ?";
  static final String OF_ORDER =
      "SELECT * FROM reading_case WHERE service_request = ? ORDER BY addendum, received_at, id";
  static final String OF_PATIENT =
      "SELECT * FROM reading_case WHERE patient = ? ORDER BY received_at DESC LIMIT ?";
  static final String OF_EXCHANGE =
      "SELECT * FROM reading_case WHERE exchange_id = ? ORDER BY addendum, received_at, id";
  static final String CONFLICTS =
      "SELECT * FROM reading_case WHERE conflict_at > ? ORDER BY conflict_at LIMIT ?";
  static final String READ_AND_OPEN =
      "SELECT * FROM reading_case WHERE open = 1 AND report IS NOT NULL"
          + " AND conflict_at IS NULL LIMIT ?";
  static final String SIGNED_OF_EXCHANGE =
      "SELECT * FROM reading_report WHERE exchange_id = ? ORDER BY signed_at DESC LIMIT 1";
  static final String WITH_REPORT = "SELECT * FROM reading_case WHERE report = ?";
  private static final String MARK = "SELECT value FROM reading_mark WHERE name = ?";

  @Override
  public Optional<ReadingCase> find(String id) {
    return rows.first(CaseRows::read, "SELECT * FROM reading_case WHERE id = ?", id);
  }

  @Override
  public Optional<ReadingCase> ofTask(String reference) {
    return rows.first(CaseRows::read, OF_TASK, reference);
  }

  @Override
  public List<ReadingCase> ofOrder(String reference) {
    return rows.readable(CaseRows::read, OF_ORDER, reference);
  }

  @Override
  public List<ReadingCase> ofPatient(String reference, int limit) {
    return rows.readable(CaseRows::read, OF_PATIENT, reference, limit);
  }

  @Override
  public List<ReadingCase> open() {
    return rows.readable(CaseRows::read, OPEN);
  }

  @Override
  public List<ReadingCase> closed(int limit) {
    return rows.readable(CaseRows::read, CLOSED, limit);
  }

  @Override
  public List<ReadingCase> closedWith(List<String> words, int limit) {
    return rows.readable(CaseRows::read, CaseWords.closed(words), CaseWords.values(words, limit));
  }

  @Override
  public List<ReadingCase> ofExchange(String exchangeId) {
    return rows.readable(CaseRows::read, OF_EXCHANGE, exchangeId);
  }

  @Override
  public List<String> examinations(String siteId, List<String> words, int limit) {
    return rows.all(
        row -> row.getString(1),
        CaseWords.examinations(words),
        CaseWords.values(siteId, words, limit));
  }

  @Override
  public List<ReadingCase> changedAfter(long change, int limit) {
    return rows.readable(CaseRows::read, CHANGED, change, limit);
  }

  @Override
  public long newestChange() {
    return mark(CaseRows.CHANGE).orElse(0L);
  }

  @Override
  public long newestClear() {
    return mark(CaseRows.CLEARED).orElse(0L);
  }

  private Optional<Long> mark(String name) {
    return rows.first(row -> row.getLong(1), MARK, name);
  }

  @Override
  public List<String> ids() {
    return rows.all(row -> row.getString(1), "SELECT id FROM reading_case");
  }

  @Override
  public List<ReadingCase> overdue(Instant now, int limit) {
    return rows.readable(CaseRows::read, OVERDUE, micros(now), limit);
  }

  @Override
  public List<ReadingCase> conflicts(Instant after, int limit) {
    return rows.readable(CaseRows::read, CONFLICTS, micros(after), limit);
  }

  @Override
  public List<ReadingCase> readAndOpen(int limit) {
    return rows.readable(CaseRows::read, READ_AND_OPEN, limit);
  }

  @Override
  public List<Signed> signed(String reference) {
    return rows.all(
        CaseRows::signed, "SELECT * FROM reading_report WHERE reference = ?", reference);
  }

  @Override
  public List<ReadingCase> withReport(String reference) {
    return rows.readable(CaseRows::read, WITH_REPORT, reference);
  }

  @Override
  public Optional<Instant> followed(String what) {
    return mark(CaseRows.FOLLOWED + what).map(Rows::instant);
  }
}
