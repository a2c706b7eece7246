package org.farsight.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.Worklist;
import org.jdbi.v3.core.Jdbi;

/** Reads the order book, and what of it is still to be done as the modalities' worklist. */
record SqlOrders(Jdbi reading) implements OrderBook, Worklist {
  private static final int PAGE = 200;

  /** Whose study is here is done, whatever the order says; found by its UID or its number. */
  static final String OPEN =
      "SELECT o.* FROM patient_order o WHERE o.status = 'OPEN'"
          + " AND (o.start_date, o.start_time, o.exchange_id) > (?, ?, ?)"
          + " AND NOT EXISTS (SELECT 1 FROM exchange e WHERE e.object_key = o.study"
          + " AND e.kind = 'STUDY')"
          + " AND NOT EXISTS (SELECT 1 FROM exchange e WHERE e.accession = o.accession"
          + " AND o.accession <> '' AND e.site_id = o.site_id AND e.patient_id = o.patient_id"
          + " AND e.kind IN ('STUDY', 'ECG'))";

  private static final String IN_ORDER =
      " ORDER BY o.start_date, o.start_time, o.exchange_id LIMIT " + PAGE;

  private OrderQueries queries() {
    return new OrderQueries(this::orders);
  }

  @Override
  public Optional<Order> order(String id) {
    return queries().order(id);
  }

  @Override
  public List<Order> candidates(Clue clue, int limit) {
    return queries().candidates(clue, limit);
  }

  private List<Order> orders(String sql, Object... values) {
    return reading.withHandle(
        handle -> handle.select(sql, values).map((row, context) -> OrderRows.order(row)).list());
  }

  /** An entry and the key that the next page goes on behind. */
  private record Entry(String date, String time, String id, ScheduledStep step) {
    @Override
    public String toString() {
      return "Entry " + id;
    }
  }

  @Override
  public void steps(Selection selection, Visitor visitor) throws IOException {
    StringBuilder sql = new StringBuilder(OPEN);
    List<Object> values = new ArrayList<>();
    narrow(sql, values, " AND o.site_id = ?", selection.site());
    narrow(sql, values, " AND o.modality = ?", selection.modality());
    narrow(sql, values, " AND o.start_date >= ?", selection.fromDate());
    narrow(sql, values, " AND o.start_date <= ?", selection.toDate());
    narrow(sql, values, " AND o.patient_id = ?", selection.patientId());
    narrow(sql, values, " AND o.accession = ?", selection.accession());
    sql.append(IN_ORDER);
    List<Object> behind = List.of("", "", "");
    List<Entry> page;
    do {
      List<Object> all = new ArrayList<>(behind);
      all.addAll(values);
      page = page(sql.toString(), all);
      for (Entry entry : page) {
        Optional<ScheduledStep> step = at(entry.step(), selection.stationAet());
        if (step.isPresent() && !visitor.visit(step.get())) {
          return;
        }
        behind = List.of(entry.date(), entry.time(), entry.id());
      }
    } while (page.size() == PAGE);
  }

  private static void narrow(
      StringBuilder sql, List<Object> values, String condition, Optional<String> value) {
    if (value.isPresent()) {
      sql.append(condition);
      values.add(value.get());
    }
  }

  /**
   * The step as the station may see it. Clinics order an examination and seldom name the machine: a
   * step without a station is shown to each that asks as its own.
   */
  private static Optional<ScheduledStep> at(ScheduledStep entry, Optional<String> station) {
    Step step = entry.step();
    if (station.isEmpty() || step.stationAets().contains(station.get())) {
      return Optional.of(entry);
    }
    return step.stationAets().isEmpty()
        ? Optional.of(
            new ScheduledStep(
                entry.siteId(),
                new Step(
                    List.of(station.get()),
                    step.stationName(),
                    step.location(),
                    step.startDate(),
                    step.startTime(),
                    step.modality(),
                    step.performingPhysician(),
                    step.description(),
                    step.protocol(),
                    step.id(),
                    step.status()),
                entry.procedure(),
                entry.patient()))
        : Optional.empty();
  }

  private List<Entry> page(String sql, List<Object> values) {
    return reading.withHandle(
        handle ->
            handle
                .select(sql, values.toArray())
                .map(
                    (row, context) ->
                        new Entry(
                            row.getString("start_date"),
                            row.getString("start_time"),
                            row.getString("exchange_id"),
                            OrderRows.step(row)))
                .list());
  }
}
