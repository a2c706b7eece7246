package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Signal;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.jspecify.annotations.Nullable;

/** What the ledger is asked about exchanges, by the connections that read. */
abstract sealed class SqlExchanges implements Ledger permits SqlLedger {
  /** Reads rows, and knows which were damaged. */
  final Reading rows;

  SqlExchanges(Reading rows) {
    this.rows = rows;
  }

  @Override
  public Optional<Exchange> exchange(String id) {
    return rows.first(Rows::exchange, LedgerSql.FIND.getFirst(), id);
  }

  @Override
  public List<Exchange> find(String anyId, int limit) {
    Map<String, Exchange> found = new LinkedHashMap<>();
    for (String sql : LedgerSql.FIND) {
      List<Exchange> some =
          sql.endsWith("LIMIT ?")
              ? rows.readable(Rows::exchange, sql, anyId, limit)
              : rows.readable(Rows::exchange, sql, anyId);
      some.forEach(exchange -> found.putIfAbsent(exchange.id(), exchange));
    }
    return found.values().stream()
        .sorted((a, b) -> b.firstAt().compareTo(a.firstAt()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Exchange> newest(@Nullable String siteId, int limit) {
    return siteId == null
        ? rows.readable(Rows::exchange, LedgerSql.NEWEST, limit)
        : rows.readable(Rows::exchange, LedgerSql.NEWEST_OF_SITE, siteId, limit);
  }

  @Override
  public List<Arrival> arrivals(String exchangeId, int aboveRevision) {
    return rows.all(
        Rows::arrival,
        "SELECT * FROM arrival WHERE exchange_id = ? AND revision > ? ORDER BY revision",
        exchangeId,
        aboveRevision);
  }

  @Override
  public Totals totals(String exchangeId) {
    return rows.first(
            row -> new Totals(row.getInt(1), row.getLong(2), row.getInt(3)),
            "SELECT COUNT(*), COALESCE(SUM(byte_length), 0), COALESCE(SUM(repeats), 0)"
                + " FROM arrival WHERE exchange_id = ?",
            exchangeId)
        .orElseThrow();
  }

  @Override
  public List<Step> steps(String exchangeId) {
    return rows.all(Rows::step, LedgerSql.STEPS, exchangeId, Step.CONVERT);
  }

  @Override
  public Optional<Step> step(String exchangeId, String name) {
    return rows.first(Rows::step, LedgerSql.STEP, exchangeId, name);
  }

  @Override
  public List<Due> due(String step, Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    Priority[] priorities = Priority.values();
    for (int i = priorities.length - 1; i >= 0 && due.size() < limit; i--) {
      due.addAll(
          rows.readable(
              row -> new Due(Rows.exchange(row), row.getString("step_name")),
              LedgerSql.DUE,
              step,
              priorities[i].ordinal(),
              micros(now),
              limit - due.size()));
    }
    return due;
  }

  @Override
  public Optional<Converted> converted(String exchangeId) {
    return rows.first(
        Rows::converted, "SELECT * FROM conversion WHERE exchange_id = ?", exchangeId);
  }

  @Override
  public Optional<Recordings.Written> recording(String key) {
    return rows.first(Rows::recording, LedgerSql.RECORDING, key);
  }

  @Override
  public Optional<OrderMatch> orderMatch(String exchangeId) {
    return new SqlOrderMatches(rows).of(exchangeId);
  }

  @Override
  public List<StoryLine> story(String exchangeId) {
    return rows.all(
        Rows::storyLine, "SELECT * FROM story WHERE exchange_id = ? ORDER BY id", exchangeId);
  }

  @Override
  public Optional<ReadingCase.Report> read(String exchangeId) {
    return rows.first(CaseRows::signed, SqlCases.SIGNED_OF_EXCHANGE, exchangeId)
        .map(Cases.Signed::report);
  }

  @Override
  public List<ReportReturn> reports(String exchangeId) {
    return new SqlReturns(rows).of(exchangeId);
  }

  @Override
  public List<String> scheduled() {
    return rows.all(row -> row.getString(1), LedgerSql.SCHEDULED);
  }

  @Override
  public List<QuarantineEntry> quarantine(int limit) {
    return rows.readable(Rows::quarantineEntry, SqlInterventions.WAITING, limit);
  }

  @Override
  public List<QuarantineEntry> quarantineOf(String exchangeId) {
    return rows.all(
        Rows::quarantineEntry,
        "SELECT * FROM quarantine WHERE exchange_id = ? ORDER BY id DESC",
        exchangeId);
  }

  @Override
  public List<Step> quarantinedSteps(int limit) {
    return rows.all(Rows::step, LedgerSql.QUARANTINED_STEPS, limit);
  }

  @Override
  public Map<String, Long> openSteps() {
    Map<String, Long> open = new LinkedHashMap<>();
    rows.all(row -> Map.entry(row.getString(1), row.getLong(2)), LedgerSql.OPEN_STEPS)
        .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
    return open;
  }

  @Override
  public Optional<Signal> reached(Exchange exchange, int done) {
    return rows.jdbi().withHandle(handle -> new SqlAnnounced(handle).reached(exchange, done));
  }
}
