package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderBook;

/**
 * What is asked of the order book, within a transaction and outside: each part of a clue has a
 * query of its own with its index.
 *
 * @param query runs one
 */
record OrderQueries(Query query) implements OrderBook {
  private static final String NEWEST = " ORDER BY ordered_at DESC LIMIT ?";

  static final String BY_ID = "SELECT * FROM patient_order WHERE exchange_id = ?";
  static final String BY_STUDY =
      "SELECT * FROM patient_order WHERE study = ? AND study <> '' AND site_id = ?" + NEWEST;
  static final String BY_ACCESSION =
      "SELECT * FROM patient_order WHERE accession = ? AND site_id = ?" + NEWEST;
  static final String BY_PLACER =
      "SELECT * FROM patient_order WHERE placer = ? AND placer <> '' AND site_id = ?" + NEWEST;
  static final String BY_FILLER =
      "SELECT * FROM patient_order WHERE filler = ? AND filler <> '' AND site_id = ?" + NEWEST;
  static final String BY_PATIENT =
      "SELECT * FROM patient_order WHERE patient_id = ? AND site_id = ?"
          + " AND (ordered_at BETWEEN ? AND ? OR scheduled_at BETWEEN ? AND ?"
          + " OR (ordered_at < ? AND scheduled_at > ?))"
          + NEWEST;

  /** Runs a query on a connection of its own, or on that of a transaction. */
  interface Query {
    List<Order> orders(String sql, Object... values);
  }

  @Override
  public Optional<Order> order(String id) {
    return query.orders(BY_ID, id).stream().findFirst();
  }

  @Override
  public List<Order> candidates(OrderBook.Clue clue, int limit) {
    Map<String, Order> found = new LinkedHashMap<>();
    if (!clue.study().isEmpty()) {
      add(found, query.orders(BY_STUDY, clue.study(), clue.siteId(), limit));
    }
    if (!clue.number().isEmpty()) {
      for (String sql : List.of(BY_ACCESSION, BY_PLACER, BY_FILLER)) {
        add(found, query.orders(sql, clue.number(), clue.siteId(), limit));
      }
    }
    for (String patient : clue.patientIds()) {
      long from = micros(clue.from());
      long to = micros(clue.to());
      add(
          found,
          query.orders(BY_PATIENT, patient, clue.siteId(), from, to, from, to, from, to, limit));
    }
    return found.values().stream()
        .sorted(Comparator.comparing(Order::orderedAt).reversed())
        .limit(limit)
        .toList();
  }

  private static void add(Map<String, Order> found, List<Order> more) {
    more.forEach(order -> found.putIfAbsent(order.id(), order));
  }
}
