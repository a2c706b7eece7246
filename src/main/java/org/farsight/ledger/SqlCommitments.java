package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Commitment.Stage;
import org.farsight.exchange.Commitments;
import org.jdbi.v3.core.Jdbi;

/** Reads requests for storage commitment. */
record SqlCommitments(Jdbi reading) implements Commitments {
  static final String DUE = "SELECT id FROM commitment WHERE due_at <= ? ORDER BY due_at LIMIT ?";
  static final String STANDING =
      "SELECT r.position, r.sop_class, r.sop_instance, r.outcome, a.exchange_id, a.revision,"
          + " a.sop_class AS kept_class, a.study, a.series, e.site_id,"
          + " CASE WHEN EXISTS (SELECT 1 FROM quarantine q WHERE q.sop_instance = r.sop_instance"
          + " AND q.site_id = c.site_id AND (q.settled IS NULL OR q.settled = 'DISMISSED'))"
          + " THEN 1 ELSE 0 END AS kept_back"
          + " FROM commitment c JOIN commitment_reference r ON r.commitment_id = c.id"
          + " LEFT JOIN arrival a ON a.sop_instance = r.sop_instance"
          + " LEFT JOIN exchange e ON e.id = a.exchange_id"
          + " WHERE c.id = ? ORDER BY r.position";
  static final String OF_EXCHANGE =
      "SELECT c.transaction_uid, c.caller, c.requested_at, c.stage, c.attempts,"
          + " SUM(CASE WHEN r.outcome = 0 THEN 1 ELSE 0 END) AS committed,"
          + " SUM(CASE WHEN r.outcome > 0 THEN 1 ELSE 0 END) AS failed,"
          + " SUM(CASE WHEN r.outcome IS NULL THEN 1 ELSE 0 END) AS undecided"
          + " FROM commitment c JOIN commitment_reference r ON r.commitment_id = c.id"
          + " WHERE c.id IN (SELECT r2.commitment_id FROM arrival a"
          + " JOIN commitment_reference r2 ON r2.sop_instance = a.sop_instance"
          + " WHERE a.exchange_id = ?)"
          + " GROUP BY c.id, c.transaction_uid, c.caller, c.requested_at, c.stage, c.attempts"
          + " ORDER BY c.id";

  @Override
  public Optional<Commitment> commitment(long id) {
    return reading.withHandle(
        handle ->
            handle
                .select(CommitmentRows.BY_ID, id)
                .map((row, context) -> CommitmentRows.head(row))
                .findFirst()
                .map(
                    head ->
                        CommitmentRows.withReferences(
                            head,
                            handle
                                .select(CommitmentRows.REFERENCES, id)
                                .map((row, context) -> CommitmentRows.reference(row))
                                .list())));
  }

  @Override
  public List<Long> due(Instant now, int limit) {
    return reading.withHandle(
        handle -> handle.select(DUE, micros(now), limit).mapTo(Long.class).list());
  }

  @Override
  public List<Standing> standing(long id) {
    return reading.withHandle(
        handle -> handle.select(STANDING, id).map((row, context) -> standing(row)).list());
  }

  private static Standing standing(ResultSet row) throws SQLException {
    String exchange = row.getString("exchange_id");
    Kept kept =
        exchange == null
            ? null
            : new Kept(
                exchange,
                row.getString("site_id"),
                row.getInt("revision"),
                row.getString("kept_class"),
                row.getString("study"),
                row.getString("series"));
    return new Standing(
        row.getInt("position"), CommitmentRows.reference(row), kept, row.getInt("kept_back") != 0);
  }

  @Override
  public Map<String, Map<String, Integer>> answers(long id) {
    Map<String, Map<String, Integer>> answers = new HashMap<>();
    reading.useHandle(
        handle ->
            handle
                .select(
                    "SELECT target, sop_instance, outcome FROM archive_answer"
                        + " WHERE commitment_id = ?",
                    id)
                .map(
                    (row, context) ->
                        answers
                            .computeIfAbsent(row.getString(1), target -> new HashMap<>())
                            .put(row.getString(2), row.getInt(3)))
                .list());
    return answers;
  }

  @Override
  public Optional<Question> newestQuestion(long id, String target) {
    return reading.withHandle(
        handle ->
            handle
                .select(
                    "SELECT * FROM archive_question WHERE commitment_id = ? AND target = ?"
                        + " ORDER BY asked_at DESC LIMIT 1",
                    id,
                    target)
                .map((row, context) -> CommitmentRows.question(row))
                .findFirst());
  }

  @Override
  public List<Summary> ofExchange(String exchangeId) {
    return reading.withHandle(
        handle ->
            handle
                .select(OF_EXCHANGE, exchangeId)
                .map(
                    (row, context) ->
                        new Summary(
                            row.getString("transaction_uid"),
                            row.getString("caller"),
                            instant(row.getLong("requested_at")),
                            Stage.valueOf(row.getString("stage")),
                            row.getInt("attempts"),
                            row.getInt("committed"),
                            row.getInt("failed"),
                            row.getInt("undecided")))
                .list());
  }

  @Override
  public long open() {
    return reading.withHandle(
        handle ->
            handle
                .select("SELECT COUNT(*) FROM commitment WHERE due_at IS NOT NULL")
                .mapTo(Long.class)
                .one());
  }
}
