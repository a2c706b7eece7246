package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.farsight.exchange.Balances;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.Kind;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.StoryLine.Event;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Sums over the exchanges of a site and a time, all by the index on these two. */
record SqlBalances(Jdbi reading) implements Balances {

  /** Orders tell of examinations and are none. */
  private static final String EXAMINATION = " kind IN ('STUDY', 'ECG')";

  private static final String OF_SPAN =
      " WHERE e.site_id = ? AND e.first_at >= ? AND e.first_at < ? AND e." + EXAMINATION.strip();

  static final String SITES =
      "SELECT site_id FROM exchange WHERE first_at >= ? AND first_at < ? AND"
          + EXAMINATION
          + " GROUP BY site_id UNION SELECT site_id FROM quarantine WHERE came_at >= ? AND came_at"
          + " < ?";

  static final String RECEIVED =
      "SELECT COALESCE(SUM(CASE WHEN e.kind = 'STUDY' THEN 1 ELSE 0 END), 0),"
          + " COALESCE(SUM(CASE WHEN e.kind = 'ECG' THEN 1 ELSE 0 END), 0),"
          + " COALESCE(SUM(e.revision), 0) FROM exchange e"
          + OF_SPAN;
  static final String BYTES =
      "SELECT COALESCE(SUM(a.byte_length), 0), COALESCE(SUM(a.repeats), 0) FROM exchange e"
          + " JOIN arrival a ON a.exchange_id = e.id"
          + OF_SPAN;
  static final String KEPT_BACK =
      "SELECT id, came_at, reason, exchange_id, settled FROM quarantine"
          + " WHERE site_id = ? AND came_at >= ? AND came_at < ? ORDER BY came_at, id LIMIT ?";
  static final String KEPT_BACK_BY_REASON =
      "SELECT reason, COUNT(*) FROM quarantine"
          + " WHERE site_id = ? AND came_at >= ? AND came_at < ? GROUP BY reason";

  private static final String WITH_STEP =
      " FROM exchange e JOIN step c ON c.exchange_id = e.id AND c.name = 'convert'"
          + " LEFT JOIN step s ON s.exchange_id = e.id AND s.name = ?"
          + OF_SPAN
          + " AND e.kind IN (?, ?)";

  /** What the target is to have: it has a step, or may still be given one. */
  private static final String OWED = "(s.name IS NOT NULL OR c.done < e.revision)";

  static final String AT_TARGET =
      "SELECT COALESCE(SUM(CASE WHEN "
          + OWED
          + " THEN 1 ELSE 0 END), 0),"
          + " COALESCE(SUM(CASE WHEN "
          + OWED
          + " THEN e.revision ELSE 0 END), 0),"
          + " COALESCE(SUM(CASE WHEN s.done >= e.revision THEN 1 ELSE 0 END), 0),"
          + " COALESCE(SUM(CASE WHEN s.done > e.revision THEN e.revision ELSE s.done END), 0),"
          + " COUNT(*)"
          + WITH_STEP;
  static final String DIFFERENCES =
      "SELECT e.id, e.kind, e.modality, e.first_at, e.revision, s.done, s.wanted,"
          + " s.trouble AS step_trouble, s.why AS step_why, c.done AS converted,"
          + " c.trouble AS convert_trouble, c.why AS convert_why"
          + WITH_STEP
          + " AND "
          + OWED
          + " AND (s.done IS NULL OR s.done < e.revision) ORDER BY e.first_at, e.id LIMIT ?";
  static final String REFUSED =
      "SELECT s.name, COUNT(*) FROM exchange e JOIN step s ON s.exchange_id = e.id"
          + OF_SPAN
          + " AND s.trouble = 'QUARANTINED' GROUP BY s.name";

  /** One pass over the story for all events; the list of question marks is made to measure. */
  static final String HAPPENED =
      "SELECT event, step, COUNT(*), SUM(CASE WHEN times > 1 THEN 1 ELSE 0 END) FROM"
          + " (SELECT t.event, t.step, COUNT(*) AS times FROM exchange e"
          + " JOIN story t ON t.exchange_id = e.id"
          + OF_SPAN
          + " AND t.event IN (%s) GROUP BY e.id, t.event, t.step) each_one"
          + " GROUP BY event, step ORDER BY event, step";

  /** The database sorts; a percentile is the shortest time that so many are not longer than. */
  private static final String SHARES =
      "SELECT MAX(total), MIN(CASE WHEN number * 100 >= total * 50 THEN took END),"
          + " MIN(CASE WHEN number * 100 >= total * 90 THEN took END), MAX(took)"
          + " FROM (SELECT took, ROW_NUMBER() OVER (ORDER BY took) AS number,"
          + " COUNT(*) OVER () AS total FROM"
          + " (SELECT (SELECT MIN(t.told_at) FROM story t WHERE t.exchange_id = e.id"
          + " AND t.event = %s) - e.first_at AS took FROM exchange e"
          + OF_SPAN
          + ") each_one WHERE took IS NOT NULL) ordered";

  static final String CRITICALS =
      "SELECT * FROM critical_value WHERE site_id = ? AND found_at >= ? AND found_at < ?"
          + " ORDER BY found_at, id";

  static final String TIMES = SHARES.formatted("'DELIVERED' AND t.step = ?");
  static final String UNTIL = SHARES.formatted("?");

  private static final String REQUIRED_WAY =
      "SELECT 1 FROM step s WHERE s.exchange_id = r.id AND s.name LIKE 'return.%'"
          + " AND NOT EXISTS (SELECT 1 FROM optional_way o WHERE o.name = s.name)";
  private static final String REPORT_OF_IT =
      "SELECT 1 FROM report_of x JOIN exchange r ON r.id = x.exchange_id"
          + " WHERE x.examination_id = e.id";

  /** As {@link org.farsight.exchange.ReportReturn#isReturned} says it of one. */
  static final String READS =
      "SELECT COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM reading_report p"
          + " WHERE p.exchange_id = e.id) THEN 1 ELSE 0 END), 0),"
          + " COALESCE(SUM(CASE WHEN EXISTS ("
          + REPORT_OF_IT
          + ") THEN 1 ELSE 0 END), 0),"
          + " COALESCE(SUM(CASE WHEN EXISTS ("
          + REPORT_OF_IT
          + ") AND NOT EXISTS ("
          + REPORT_OF_IT
          + " AND (NOT EXISTS ("
          + REQUIRED_WAY
          + ") OR EXISTS ("
          + REQUIRED_WAY
          + " AND s.done < r.revision))) THEN 1 ELSE 0 END), 0),"
          + " COALESCE(SUM(CASE WHEN EXISTS ("
          + REPORT_OF_IT
          + " AND r.revision > 1) THEN 1 ELSE 0 END), 0) FROM exchange e"
          + OF_SPAN;

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> all(Row<T> row, String sql, Object... values) {
    return reading.withHandle(
        handle -> handle.select(sql, values).map((rs, context) -> row.read(rs)).list());
  }

  private <T> T one(Row<T> row, String sql, Object... values) {
    return all(row, sql, values).getFirst();
  }

  /** Values in the order of a statement: some, the span, some more. */
  private static Object[] values(List<?> before, Span span, Object... after) {
    List<Object> all = new ArrayList<>(before);
    all.add(span.siteId());
    all.add(micros(span.from()));
    all.add(micros(span.to()));
    all.addAll(List.of(after));
    return all.toArray();
  }

  private static Object[] values(Span span, Object... after) {
    return values(List.of(), span, after);
  }

  /** Two question marks stand for the kinds. */
  private static Object[] values(Span span, Owing owing, Object... after) {
    List<String> kinds = new ArrayList<>(owing.kinds().stream().map(Kind::name).sorted().toList());
    while (kinds.size() < 2) {
      kinds.add(kinds.isEmpty() ? "" : kinds.getFirst());
    }
    List<Object> all = new ArrayList<>(kinds);
    all.addAll(List.of(after));
    return values(List.of(owing.step()), span, all.toArray());
  }

  @Override
  public Set<String> sites(Instant from, Instant to) {
    return new TreeSet<>(
        all(row -> row.getString(1), SITES, micros(from), micros(to), micros(from), micros(to)));
  }

  @Override
  public Received received(Span span) {
    long[] bytes = one(row -> new long[] {row.getLong(1), row.getLong(2)}, BYTES, values(span));
    long keptBack = keptBackByReason(span).values().stream().mapToLong(Long::longValue).sum();
    return one(
        row ->
            new Received(
                row.getLong(1), row.getLong(2), row.getLong(3), bytes[0], bytes[1], keptBack),
        RECEIVED,
        values(span));
  }

  @Override
  public AtTarget at(Span span, Owing owing) {
    return one(
        row ->
            new AtTarget(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5) - row.getLong(1)),
        AT_TARGET,
        values(span, owing));
  }

  @Override
  public List<Difference> differences(Span span, Owing owing, int limit) {
    return all(SqlBalances::difference, DIFFERENCES, values(span, owing, limit));
  }

  private static Difference difference(ResultSet row) throws SQLException {
    int revision = row.getInt("revision");
    boolean converted = row.getInt("converted") >= revision;
    String trouble = row.getString(converted ? "step_trouble" : "convert_trouble");
    String why = row.getString(converted ? "step_why" : "convert_why");
    return new Difference(
        row.getString("id"),
        Kind.valueOf(row.getString("kind")),
        row.getString("modality"),
        instant(row.getLong("first_at")),
        revision,
        row.getInt("done"),
        cause(converted, trouble),
        why == null ? "" : why);
  }

  private static Cause cause(boolean converted, @Nullable String trouble) {
    if (trouble == null) {
      return converted ? Cause.WAITING : Cause.NOT_CONVERTED;
    }
    boolean parked = trouble.equals(Event.PARKED.name());
    if (converted) {
      return parked ? Cause.PARKED : Cause.QUARANTINED;
    }
    return parked ? Cause.CONVERSION_PARKED : Cause.CONVERSION_QUARANTINED;
  }

  @Override
  public List<KeptBack> keptBack(Span span, int limit) {
    return all(
        row ->
            new KeptBack(
                row.getLong("id"),
                instant(row.getLong("came_at")),
                QuarantineReason.valueOf(row.getString("reason")),
                Optional.ofNullable(row.getString("exchange_id")),
                row.getString("settled") != null),
        KEPT_BACK,
        values(span, limit));
  }

  @Override
  public Map<QuarantineReason, Long> keptBackByReason(Span span) {
    Map<QuarantineReason, Long> counts = new EnumMap<>(QuarantineReason.class);
    all(row -> Map.entry(row.getString(1), row.getLong(2)), KEPT_BACK_BY_REASON, values(span))
        .forEach(e -> counts.put(QuarantineReason.valueOf(e.getKey()), e.getValue()));
    return counts;
  }

  @Override
  public Map<String, Long> refusedByStep(Span span) {
    Map<String, Long> counts = new TreeMap<>();
    all(row -> Map.entry(row.getString(1), row.getLong(2)), REFUSED, values(span))
        .forEach(e -> counts.put(e.getKey(), e.getValue()));
    return counts;
  }

  @Override
  public List<Happened> happened(Span span, Set<Event> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    String sql = HAPPENED.formatted("?" + ", ?".repeat(events.size() - 1));
    return all(
        row ->
            new Happened(
                Event.valueOf(row.getString(1)), row.getString(2), row.getLong(3), row.getLong(4)),
        sql,
        values(span, events.stream().map(Event::name).sorted().toArray()));
  }

  @Override
  public List<CriticalValue> criticals(Span span) {
    return all(CriticalRows::read, CRITICALS, values(span));
  }

  @Override
  public Reads reads(Span span) {
    return one(
        row -> new Reads(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
        READS,
        values(span));
  }

  @Override
  public Optional<Times> until(Span span, Event event) {
    return one(SqlBalances::times, UNTIL, values(List.of(event.name()), span));
  }

  @Override
  public Optional<Times> times(Span span, String target) {
    return one(SqlBalances::times, TIMES, values(List.of(target), span));
  }

  private static Optional<Times> times(ResultSet row) throws SQLException {
    long count = row.getLong(1);
    return count == 0
        ? Optional.empty()
        : Optional.of(new Times(count, duration(row, 2), duration(row, 3), duration(row, 4)));
  }

  private static Duration duration(ResultSet row, int column) throws SQLException {
    return Duration.of(row.getLong(column), ChronoUnit.MICROS);
  }
}
