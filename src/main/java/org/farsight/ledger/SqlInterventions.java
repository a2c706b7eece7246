package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.exchange.Damage;
import org.farsight.exchange.Decision;
import org.farsight.exchange.Interventions;
import org.farsight.exchange.QuarantineEntry;
import org.jdbi.v3.core.Jdbi;

/** Reads what people have done, and what is found broken. */
record SqlInterventions(Jdbi reading) implements Interventions {
  static final String WAITING =
      "SELECT * FROM quarantine WHERE settled IS NULL ORDER BY id DESC LIMIT ?";
  static final String WINDOW =
      "SELECT id, first_at FROM exchange WHERE first_at >= ? AND first_at < ?"
          + " AND (first_at > ? OR id > ?) ORDER BY first_at, id LIMIT ?";
  static final String WINDOW_OF_SITE =
      "SELECT id, first_at FROM exchange WHERE site_id = ? AND first_at >= ? AND first_at < ?"
          + " AND (first_at > ? OR id > ?) ORDER BY first_at, id LIMIT ?";

  @Override
  public Optional<QuarantineEntry> entry(long id) {
    return reading.withHandle(
        handle ->
            handle
                .select(InterventionRows.ENTRY, id)
                .map((row, context) -> Rows.quarantineEntry(row))
                .findFirst());
  }

  @Override
  public List<QuarantineEntry> entries(Filter filter, int limit) {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (!filter.settledToo()) {
      conditions.add("settled IS NULL");
    }
    String site = filter.siteId();
    if (site != null) {
      conditions.add("site_id = ?");
      values.add(site);
    }
    var reason = filter.reason();
    if (reason != null) {
      conditions.add("reason = ?");
      values.add(reason.name());
    }
    values.add(limit);
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return reading.withHandle(
        handle ->
            handle
                .select(
                    "SELECT * FROM quarantine" + where + " ORDER BY id DESC LIMIT ?",
                    values.toArray())
                .map((row, context) -> Rows.quarantineEntry(row))
                .list());
  }

  @Override
  public List<Decision> decisions(long quarantineId) {
    return reading.withHandle(
        handle ->
            handle
                .select(
                    "SELECT * FROM quarantine_decision WHERE quarantine_id = ? ORDER BY id",
                    quarantineId)
                .map((row, context) -> decision(row))
                .list());
  }

  private static Decision decision(ResultSet row) throws SQLException {
    return new Decision(
        instant(row.getLong("decided_at")),
        Decision.Kind.valueOf(row.getString("kind")),
        row.getString("who"),
        row.getString("why"),
        row.getString("detail"));
  }

  @Override
  public List<Place> window(Window window, Place after, int limit) {
    long from = Math.max(micros(window.from()), micros(after.at()));
    Stream<Object> site = Stream.ofNullable(window.siteId());
    Object[] values =
        Stream.concat(
                site,
                Stream.of(from, micros(window.to()), micros(after.at()), after.exchangeId(), limit))
            .toArray();
    return reading.withHandle(
        handle ->
            handle
                .select(window.siteId() == null ? WINDOW : WINDOW_OF_SITE, values)
                .map((row, context) -> new Place(instant(row.getLong(2)), row.getString(1)))
                .list());
  }

  @Override
  public long count(Window window) {
    boolean all = window.siteId() == null;
    Object[] values =
        Stream.concat(
                Stream.<Object>of(micros(window.from()), micros(window.to())),
                Stream.ofNullable(window.siteId()))
            .toArray();
    return reading.withHandle(
        handle ->
            handle
                .select(
                    "SELECT COUNT(*) FROM exchange WHERE first_at >= ? AND first_at < ?"
                        + (all ? "" : " AND site_id = ?"),
                    values)
                .mapTo(Long.class)
                .one());
  }

  @Override
  public Optional<Recalled> recalled(String exchangeId) {
    return reading.withHandle(
        handle ->
            handle
                .select(InterventionRows.RECALL, exchangeId)
                .map((row, context) -> InterventionRows.recalled(row))
                .findFirst()
                .flatMap(recalled -> recalled));
  }

  @Override
  public Set<String> recalled() {
    return reading.withHandle(
        handle ->
            handle
                .select(
                    "SELECT r.exchange_id FROM recall r WHERE r.recalled = 1 AND NOT EXISTS"
                        + " (SELECT 1 FROM recall n WHERE n.exchange_id = r.exchange_id"
                        + " AND n.id > r.id)")
                .mapTo(String.class)
                .set());
  }

  @Override
  public List<Damage> damages(int limit) {
    return reading.withHandle(
        handle ->
            handle
                .select("SELECT * FROM damaged_content ORDER BY found_at DESC LIMIT ?", limit)
                .map(
                    (row, context) ->
                        new Damage(
                            instant(row.getLong("found_at")),
                            Rows.content(row),
                            row.getString("what")))
                .list());
  }

  @Override
  public Optional<Instant> newestTime() {
    return Stream.of(
            "SELECT arrived_at FROM arrival ORDER BY id DESC LIMIT 1",
            "SELECT told_at FROM story ORDER BY id DESC LIMIT 1")
        .flatMap(
            sql ->
                reading
                    .withHandle(handle -> handle.select(sql).mapTo(Long.class).findFirst())
                    .stream())
        .map(Rows::instant)
        .max(Instant::compareTo);
  }
}
