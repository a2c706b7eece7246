package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;
import static org.farsight.ledger.Rows.microsOrNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.DamagedLedgerException;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Worklist.ScheduledStep;

/** Writes the order book within one transaction. */
record OrderRows(Statements statements) implements OrderBook.Writer {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static Order order(ResultSet row) throws SQLException {
    return new Order(
        row.getString("exchange_id"),
        row.getString("site_id"),
        Rows.constant(Order.Status.class, row, "status"),
        Priority.values()[row.getInt("priority")],
        new Order.Numbers(
            row.getString("placer"),
            row.getString("placer_issuer"),
            row.getString("filler"),
            row.getString("filler_issuer"),
            row.getString("accession")),
        row.getString("card"),
        instant(row.getLong("ordered_at")),
        Optional.ofNullable(Rows.instantOrNull(row, "scheduled_at")),
        step(row));
  }

  static ScheduledStep step(ResultSet row) throws SQLException {
    try {
      return JSON.readValue(row.getString("scheduled_step"), ScheduledStep.class);
    } catch (JsonProcessingException e) {
      // its words hold the person
      throw new DamagedLedgerException(
          "the order book's row of "
              + row.getString("exchange_id")
              + " is damaged: column scheduled_step is no JSON; replay the order's conversion");
    }
  }

  private static String json(ScheduledStep step) {
    try {
      return JSON.writeValueAsString(step);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts can always be written", e);
    }
  }

  private OrderQueries queries() {
    return new OrderQueries((sql, values) -> statements.all(OrderRows::order, sql, values));
  }

  @Override
  public Optional<Order> order(String id) {
    return queries().order(id);
  }

  @Override
  public List<Order> candidates(OrderBook.Clue clue, int limit) {
    return queries().candidates(clue, limit);
  }

  @Override
  public void put(Order order) {
    ScheduledStep step = order.step();
    statements.execute("DELETE FROM patient_order WHERE exchange_id = ?", order.id());
    statements.execute(
        "INSERT INTO patient_order (exchange_id, site_id, status, priority, placer, placer_issuer,"
            + " filler, filler_issuer, accession, card, ordered_at, scheduled_at, patient_id,"
            + " patient_issuer, study, modality, start_date, start_time, scheduled_step)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        order.id(),
        order.siteId(),
        order.status().name(),
        order.priority().ordinal(),
        order.numbers().placer(),
        order.numbers().placerIssuer(),
        order.numbers().filler(),
        order.numbers().fillerIssuer(),
        order.numbers().accession(),
        order.card(),
        micros(order.orderedAt()),
        microsOrNull(order.scheduledAt().orElse(null)),
        step.patient().id(),
        step.patient().issuer(),
        step.procedure().study(),
        step.step().modality(),
        step.step().startDate(),
        step.step().startTime(),
        json(step));
  }
}
