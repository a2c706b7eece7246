package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.instantOrNull;
import static org.farsight.ledger.Rows.micros;
import static org.farsight.ledger.Rows.microsOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValue.Answer;
import org.farsight.exchange.CriticalValues;
import org.jspecify.annotations.Nullable;

/** Writes the critical values that branches are told of, within one transaction. */
record CriticalRows(Statements statements) implements CriticalValues.Writer {
  static final String STORY = "story";
  static final String ARRIVAL = "arrival";

  @Override
  public void put(CriticalValue one) {
    @Nullable Answer answer = one.answer().orElse(null);
    statements.execute("DELETE FROM critical_value WHERE id = ?", one.id());
    statements.execute(
        "INSERT INTO critical_value (id, examination, site_id, modality, revision, notice,"
            + " found_at, tell_by, answer_by, told_at, answered_at, answered_by, answer)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        one.id(),
        one.examination(),
        one.siteId(),
        one.modality(),
        one.revision(),
        one.notice(),
        micros(one.clock().foundAt()),
        micros(one.clock().tellBy()),
        micros(one.clock().answerBy()),
        microsOrNull(one.toldAt().orElse(null)),
        answer == null ? null : micros(answer.at()),
        answer == null ? "" : answer.by(),
        answer == null ? "" : answer.action());
  }

  @Override
  public void told(String id, int revision, CriticalValues.Told told) {
    statements.execute(
        "INSERT INTO critical_told (id, revision, way, told_at, told_to) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (id, revision, way) DO NOTHING",
        id,
        revision,
        told.way(),
        micros(told.at()),
        told.to());
  }

  @Override
  public void read(CriticalValues.News news) {
    mark(STORY, news.story());
    mark(ARRIVAL, news.arrival());
  }

  private void mark(String name, long value) {
    statements.execute("UPDATE critical_mark SET value = ? WHERE name = ?", value, name);
  }

  static CriticalValue read(ResultSet row) throws SQLException {
    return new CriticalValue(
        row.getString("id"),
        row.getString("examination"),
        row.getString("site_id"),
        row.getString("modality"),
        row.getInt("revision"),
        row.getString("notice"),
        new CriticalValue.Clock(
            instant(row.getLong("found_at")),
            instant(row.getLong("tell_by")),
            instant(row.getLong("answer_by"))),
        Optional.ofNullable(instantOrNull(row, "told_at")),
        answer(row));
  }

  private static Optional<Answer> answer(ResultSet row) throws SQLException {
    Instant at = instantOrNull(row, "answered_at");
    return at == null
        ? Optional.empty()
        : Optional.of(new Answer(at, row.getString("answered_by"), row.getString("answer")));
  }

  static CriticalValues.Told told(ResultSet row) throws SQLException {
    return new CriticalValues.Told(
        row.getString("way"), instant(row.getLong("told_at")), row.getString("told_to"));
  }
}
