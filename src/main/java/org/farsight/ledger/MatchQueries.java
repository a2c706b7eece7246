package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Examination;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatches;

/**
 * What is asked of the table {@code order_match}, within a transaction and outside.
 *
 * @param query runs one
 */
record MatchQueries(Query query) implements OrderMatches {

  static final String OF = "SELECT * FROM order_match WHERE exchange_id = ?";
  static final String OF_ORDER =
      "SELECT * FROM order_match WHERE order_id = ? AND order_id <> '' ORDER BY examined_at,"
          + " exchange_id";
  private static final String WITHOUT =
      "SELECT * FROM order_match WHERE order_id = '' AND rule <> 'BY_HAND' AND ";
  static final String WITHOUT_OF_STUDY = WITHOUT + "object_key = ? AND site_id = ? LIMIT ?";
  static final String WITHOUT_OF_NUMBER =
      WITHOUT + "accession = ? AND site_id = ? ORDER BY exchange_id LIMIT ?";
  static final String WITHOUT_OF_PATIENT =
      WITHOUT
          + "patient_id = ? AND site_id = ? AND examined_at BETWEEN ? AND ?"
          + " ORDER BY examined_at LIMIT ?";

  /** Runs a query on a connection of its own, or on that of a transaction. */
  interface Query {
    List<OrderMatch> matches(String sql, Object... values);
  }

  @Override
  public Optional<OrderMatch> of(String exchangeId) {
    return query.matches(OF, exchangeId).stream().findFirst();
  }

  @Override
  public List<OrderMatch> ofOrder(String orderId) {
    return query.matches(OF_ORDER, orderId);
  }

  @Override
  public List<OrderMatch> unordered(OrderMatches.Clue clue, int limit) {
    Map<String, OrderMatch> found = new LinkedHashMap<>();
    if (!clue.study().isEmpty()) {
      add(found, query.matches(WITHOUT_OF_STUDY, clue.study(), clue.siteId(), limit));
    }
    for (String number : clue.numbers()) {
      add(found, query.matches(WITHOUT_OF_NUMBER, number, clue.siteId(), limit));
    }
    for (String patient : clue.patientIds()) {
      add(
          found,
          query.matches(
              WITHOUT_OF_PATIENT,
              patient,
              clue.siteId(),
              micros(clue.from()),
              micros(clue.to()),
              limit));
    }
    return found.values().stream().limit(limit).toList();
  }

  private static void add(Map<String, OrderMatch> found, List<OrderMatch> more) {
    more.forEach(match -> found.putIfAbsent(match.examination().exchangeId(), match));
  }

  static OrderMatch match(ResultSet row) throws SQLException {
    return new OrderMatch(
        new Examination(
            row.getString("exchange_id"),
            row.getString("site_id"),
            row.getString("object_key"),
            row.getString("accession"),
            words(row.getString("modalities")),
            instant(row.getLong("examined_at")),
            new Examination.Person(
                row.getString("patient_id"),
                row.getString("patient_issuer"),
                row.getString("patient_name"),
                row.getString("birth_date"),
                row.getString("sex"),
                row.getString("card"))),
        Rows.constant(OrderMatch.Verdict.class, row, "verdict"),
        row.getString("rule"),
        row.getString("order_id"),
        words(row.getString("candidates")),
        new OrderMatch.Words(row.getString("why_en"), row.getString("why_zh")),
        Rows.constant(OrderMatch.Standing.class, row, "standing"),
        row.getInt("order_made") == 1,
        instant(row.getLong("decided_at")));
  }

  private static List<String> words(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(" "));
  }
}
