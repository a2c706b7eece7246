package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms.Event;
import org.farsight.exchange.Alarms.Notice;
import org.farsight.exchange.Alarms.Writer;

/** Writes alarms within one transaction. */
record AlarmRows(Statements statements) implements Writer {
  static final String OPEN_OF_CAUSE =
      "SELECT * FROM alarm WHERE kind = ? AND subject = ? AND ended_at IS NULL";
  static final String BY_ID = "SELECT * FROM alarm WHERE id = ?";

  static Alarm alarm(ResultSet row) throws SQLException {
    Instant acknowledged = Rows.instantOrNull(row, "acknowledged_at");
    return new Alarm(
        row.getLong("id"),
        new Alarm.Cause(Alarm.Kind.valueOf(row.getString("kind")), row.getString("subject")),
        new Alarm.Words(row.getString("en"), row.getString("zh")),
        instant(row.getLong("raised_at")),
        Rows.instantOrNull(row, "ended_at"),
        acknowledged == null
            ? null
            : new Alarm.Acknowledgement(acknowledged, row.getString("acknowledged_by")));
  }

  static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        row.getLong("id"),
        row.getLong("alarm_id"),
        Event.valueOf(row.getString("event")),
        row.getString("channel"),
        instant(row.getLong("made_at")),
        row.getInt("attempts"));
  }

  @Override
  public Alarm raise(Alarm.Cause cause, Alarm.Words words, Instant at) {
    Optional<Alarm> open =
        statements.first(AlarmRows::alarm, OPEN_OF_CAUSE, cause.kind().name(), cause.subject());
    if (open.isPresent()) {
      return open.get();
    }
    long id = statements.number("SELECT COALESCE(MAX(id), 0) + 1 FROM alarm");
    statements.execute(
        "INSERT INTO alarm (id, kind, subject, raised_at, ended_at, acknowledged_at,"
            + " acknowledged_by, en, zh) VALUES (?, ?, ?, ?, NULL, NULL, '', ?, ?)",
        id,
        cause.kind().name(),
        cause.subject(),
        micros(at),
        words.en(),
        words.zh());
    return new Alarm(id, cause, words, at, null, null);
  }

  @Override
  public void describe(long id, Alarm.Words words) {
    statements.execute(
        "UPDATE alarm SET en = ?, zh = ? WHERE id = ? AND ended_at IS NULL",
        words.en(),
        words.zh(),
        id);
  }

  @Override
  public void end(long id, Instant at) {
    statements.execute(
        "UPDATE alarm SET ended_at = ? WHERE id = ? AND ended_at IS NULL", micros(at), id);
  }

  @Override
  public Optional<Alarm> acknowledge(long id, String by, Instant at) {
    statements.execute(
        "UPDATE alarm SET acknowledged_at = ?, acknowledged_by = ?"
            + " WHERE id = ? AND acknowledged_at IS NULL",
        micros(at),
        by,
        id);
    return statements.first(AlarmRows::alarm, BY_ID, id);
  }

  @Override
  public void notice(long alarmId, Event event, String channel, Instant at) {
    long id = statements.number("SELECT COALESCE(MAX(id), 0) + 1 FROM alarm_notice");
    statements.execute(
        "INSERT INTO alarm_notice (id, alarm_id, event, channel, made_at, attempts, due_at,"
            + " told_at, why) VALUES (?, ?, ?, ?, ?, 0, ?, NULL, '')",
        id,
        alarmId,
        event.name(),
        channel,
        micros(at),
        micros(at));
  }

  @Override
  public void told(long noticeId, Instant at) {
    statements.execute(
        "UPDATE alarm_notice SET attempts = attempts + 1, due_at = NULL, told_at = ?, why = ''"
            + " WHERE id = ?",
        micros(at),
        noticeId);
  }

  @Override
  public void delayed(long noticeId, String why, Instant next) {
    statements.execute(
        "UPDATE alarm_notice SET attempts = attempts + 1, due_at = ?, why = ? WHERE id = ?",
        micros(next),
        why,
        noticeId);
  }

  @Override
  public void givenUp(long noticeId, String why) {
    statements.execute(
        "UPDATE alarm_notice SET attempts = attempts + 1, due_at = NULL, why = ? WHERE id = ?",
        why,
        noticeId);
  }
}
