package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Figures;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Counts over the ledger, each by an index. */
record SqlFigures(Jdbi reading) implements Figures {
  private static final long HOUR = 3_600_000_000L;

  /** A site that only orders has fallen silent all the same. */
  private static final String EXAMINATION = " AND kind IN ('STUDY', 'ECG')";

  /** An older exchange of the site may have had the newest arrival, but hardly one so old. */
  static final String LAST_KEPT =
      "SELECT MAX(last_at) FROM (SELECT last_at FROM exchange WHERE site_id = ?"
          + EXAMINATION
          + " ORDER BY first_at DESC LIMIT 50) newest";

  static final String LAST_KEPT_BACK = "SELECT MAX(came_at) FROM quarantine WHERE site_id = ?";

  static final String BUSY_HOURS =
      "SELECT first_at / "
          + HOUR
          + " AS busy_hour FROM exchange WHERE site_id = ? AND first_at >= ? AND first_at < ?"
          + EXAMINATION
          + " GROUP BY first_at / "
          + HOUR
          + " ORDER BY busy_hour";

  static final String BACKLOGS =
      "SELECT name, COUNT(*), MIN(due_at) FROM step"
          + " WHERE done < wanted AND due_at IS NOT NULL GROUP BY name";

  /** Of a large backlog the part that has been due longest: how late it is shows there. */
  static final String OVERDUE =
      "SELECT e.id, e.first_at, COUNT(*) OVER () AS overdue FROM"
          + " (SELECT exchange_id FROM step WHERE name = ? AND done < wanted AND done = 0"
          + " AND due_at IS NOT NULL ORDER BY due_at LIMIT 1000) oldest"
          + " JOIN exchange e ON e.id = oldest.exchange_id WHERE e.first_at < ?"
          + " ORDER BY e.first_at LIMIT 1";

  @Override
  public Optional<Instant> lastHeard(String siteId) {
    return reading.withHandle(
        handle -> {
          long last =
              Math.max(number(handle, LAST_KEPT, siteId), number(handle, LAST_KEPT_BACK, siteId));
          return last == 0 ? Optional.empty() : Optional.of(instant(last));
        });
  }

  /** The number that a query gives; 0 for NULL. */
  private static long number(Handle handle, String sql, Object... values) {
    return handle.select(sql, values).map((row, context) -> row.getLong(1)).one();
  }

  @Override
  public List<Instant> busyHours(String siteId, Instant from, Instant to) {
    return reading.withHandle(
        handle ->
            handle
                .select(BUSY_HOURS, siteId, micros(from), micros(to))
                .map((row, context) -> instant(row.getLong(1) * HOUR))
                .list());
  }

  @Override
  public List<Backlog> backlogs() {
    return reading.withHandle(
        handle ->
            handle
                .select(BACKLOGS)
                .map(
                    (row, context) ->
                        new Backlog(row.getString(1), row.getLong(2), instant(row.getLong(3))))
                .list());
  }

  @Override
  public Overdue overdue(String step, Instant beganBefore) {
    return reading.withHandle(
        handle ->
            handle
                .select(OVERDUE, step, micros(beganBefore))
                .map(
                    (row, context) ->
                        new Overdue(
                            row.getLong("overdue"),
                            row.getString("id"),
                            instant(row.getLong("first_at"))))
                .findFirst()
                .orElseGet(() -> new Overdue(0, null, null)));
  }
}
