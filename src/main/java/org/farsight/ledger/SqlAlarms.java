package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms;
import org.jdbi.v3.core.Jdbi;

/** Reads alarms. */
record SqlAlarms(Jdbi reading) implements Alarms {
  static final String OPEN = "SELECT * FROM alarm WHERE ended_at IS NULL ORDER BY raised_at, id";
  static final String NEWEST = "SELECT * FROM alarm ORDER BY id DESC LIMIT ?";

  /** What happened first is told first, also while it waits for another try. */
  static final String DUE =
      "SELECT * FROM alarm_notice n WHERE n.channel = ? AND n.due_at <= ?"
          + " AND NOT EXISTS (SELECT 1 FROM alarm_notice b WHERE b.alarm_id = n.alarm_id"
          + " AND b.channel = n.channel AND b.due_at IS NOT NULL AND b.id < n.id)"
          + " ORDER BY n.id LIMIT ?";

  @Override
  public List<Alarm> open() {
    return alarms(OPEN);
  }

  @Override
  public List<Alarm> newest(int limit) {
    return alarms(NEWEST, limit);
  }

  @Override
  public Optional<Alarm> alarm(long id) {
    return alarms(AlarmRows.BY_ID, id).stream().findFirst();
  }

  private List<Alarm> alarms(String sql, Object... values) {
    return reading.withHandle(
        handle -> handle.select(sql, values).map((row, context) -> AlarmRows.alarm(row)).list());
  }

  @Override
  public List<Notice> due(String channel, Instant now, int limit) {
    return reading.withHandle(
        handle ->
            handle
                .select(DUE, channel, micros(now), limit)
                .map((row, context) -> AlarmRows.notice(row))
                .list());
  }
}
