package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatches;
import org.jspecify.annotations.Nullable;

/** Reads which order an examination belongs to. */
record SqlOrderMatches(Reading rows) implements OrderMatches.Overview {
  /** An order that was to begin before that is not looked for any more. */
  private static final Duration FORGOTTEN = Duration.ofDays(31);

  static final String ALL =
      "SELECT * FROM order_match WHERE verdict = ? ORDER BY decided_at DESC LIMIT ?";
  static final String IN_DOUBT = "SELECT COUNT(*) FROM order_match WHERE verdict = 'IN_DOUBT'";
  static final String NEWEST = "SELECT * FROM patient_order ORDER BY ordered_at DESC LIMIT ?";
  static final String NEWEST_OF_SITE =
      "SELECT * FROM patient_order WHERE site_id = ? ORDER BY ordered_at DESC LIMIT ?";
  static final String OPEN =
      "SELECT COUNT(*), COALESCE(SUM(CASE WHEN COALESCE(o.scheduled_at, o.ordered_at) < ?"
          + " THEN 1 ELSE 0 END), 0)"
          + " FROM patient_order o WHERE o.status = 'OPEN' AND o.start_date >= ?"
          + " AND NOT EXISTS (SELECT 1 FROM order_match m WHERE m.order_id = o.exchange_id"
          + " AND m.order_id <> '')";

  private MatchQueries queries() {
    return new MatchQueries((sql, values) -> rows.all(MatchQueries::match, sql, values));
  }

  @Override
  public Optional<OrderMatch> of(String exchangeId) {
    return queries().of(exchangeId);
  }

  @Override
  public List<OrderMatch> ofOrder(String orderId) {
    return queries().ofOrder(orderId);
  }

  @Override
  public List<OrderMatch> unordered(Clue clue, int limit) {
    return queries().unordered(clue, limit);
  }

  @Override
  public List<OrderMatch> all(OrderMatch.Verdict verdict, int limit) {
    return rows.readable(MatchQueries::match, ALL, verdict.name(), limit);
  }

  @Override
  public List<Order> newestOrders(@Nullable String siteId, int limit) {
    return siteId == null
        ? rows.readable(OrderRows::order, NEWEST, limit)
        : rows.readable(OrderRows::order, NEWEST_OF_SITE, siteId, limit);
  }

  @Override
  public Counts counts(Instant late) {
    long inDoubt = rows.first(row -> row.getLong(1), IN_DOUBT).orElse(0L);
    String since =
        DateTimeFormatter.BASIC_ISO_DATE.format(
            late.minus(FORGOTTEN).atZone(ZoneOffset.UTC).toLocalDate());
    return rows.first(
            row -> new Counts(inDoubt, row.getLong(1), row.getLong(2)), OPEN, micros(late), since)
        .orElseThrow();
  }
}
