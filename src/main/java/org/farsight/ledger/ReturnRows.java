package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Returns;

/** Writes what has come back to the branches, within one transaction. */
record ReturnRows(Statements statements) implements Returns.Writer {

  /** Notes which examination a report is about. The first case of one has its id. */
  void opened(Exchange exchange) {
    if (exchange.kind() != Kind.REPORT) {
      return;
    }
    String caseId = exchange.key().substring(exchange.key().indexOf('|') + 1);
    statements.execute(
        "INSERT INTO report_of (exchange_id, examination_id, case_id, site_id, changed_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        exchange.id(),
        examination(caseId),
        caseId,
        exchange.siteId(),
        micros(exchange.firstAt()));
  }

  /** An addendum's case has the examination's id and a number behind it. */
  private String examination(String caseId) {
    int last = caseId.lastIndexOf('-');
    if (last < 0 || isExamination(caseId)) {
      return caseId;
    }
    String before = caseId.substring(0, last);
    return isExamination(before) ? before : caseId;
  }

  private boolean isExamination(String id) {
    return statements
        .first(row -> 1, "SELECT 1 FROM exchange WHERE id = ? AND kind IN ('STUDY', 'ECG')", id)
        .isPresent();
  }

  /** Another version of a report has come. */
  void appended(Arrival arrival) {
    if (arrival.facts().kind() == Kind.REPORT) {
      statements.execute(
          "UPDATE report_of SET changed_at = ? WHERE exchange_id = ?",
          micros(arrival.at()),
          arrival.exchangeId());
      // what was to be told of an earlier one is not so any more
      statements.execute("DELETE FROM task_progress WHERE exchange_id = ?", arrival.exchangeId());
    }
  }

  @Override
  public Optional<ReportReturn> report(String exchangeId) {
    return statements
        .first(SqlReturns::head, SqlReturns.HEAD + " WHERE x.exchange_id = ?", exchangeId)
        .map(
            head ->
                SqlReturns.whole(
                    head,
                    statements.all(SqlReturns::way, SqlReturns.WAYS, exchangeId),
                    statements.first(
                        SqlReturns::opening, SqlReturns.OPENING, exchangeId, head.version())));
  }

  @Override
  public boolean opened(String exchangeId, int version, ReportReturn.Opening opening) {
    int rows =
        statements.execute(
            "INSERT INTO report_opening (exchange_id, version, opened_at, opened_by)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (exchange_id, version) DO NOTHING",
            exchangeId,
            version,
            micros(opening.at()),
            opening.by());
    return rows == 1;
  }

  @Override
  public void tell(ReportReturn report, Progress progress, Instant at) {
    statements.execute(
        "INSERT INTO task_progress (case_id, exchange_id, progress, since) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (case_id) DO UPDATE SET progress = excluded.progress,"
            + " since = excluded.since",
        report.caseId(),
        report.exchangeId(),
        progress.name(),
        micros(at));
  }

  @Override
  public void told(Returns.Untold untold) {
    statements.execute(
        "DELETE FROM task_progress WHERE case_id = ? AND progress = ?",
        untold.caseId(),
        untold.progress().name());
  }

  @Override
  public void optional(Set<String> steps) {
    List<String> before =
        new ArrayList<>(
            statements.all(row -> row.getString(1), "SELECT name FROM optional_way ORDER BY name"));
    for (String step : steps) {
      if (!before.remove(step)) {
        statements.execute("INSERT INTO optional_way (name) VALUES (?)", step);
      }
    }
    before.forEach(gone -> statements.execute("DELETE FROM optional_way WHERE name = ?", gone));
  }
}
