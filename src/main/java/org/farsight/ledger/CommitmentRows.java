package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;
import static org.farsight.ledger.Rows.microsOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Commitment.Reference;
import org.farsight.exchange.Commitment.Stage;
import org.farsight.exchange.Commitments.Question;
import org.farsight.exchange.Commitments.Writer;

/** Writes requests for storage commitment within one transaction. */
record CommitmentRows(Statements statements) implements Writer {
  static final String BY_ID = "SELECT * FROM commitment WHERE id = ?";
  private static final String BY_TRANSACTION =
      "SELECT * FROM commitment WHERE transaction_uid = ? AND caller = ?";
  static final String REFERENCES =
      "SELECT * FROM commitment_reference WHERE commitment_id = ? ORDER BY position";
  static final String QUESTION = "SELECT * FROM archive_question WHERE transaction_uid = ?";

  private Optional<Commitment> read(String sql, Object... values) {
    return statements
        .first(CommitmentRows::head, sql, values)
        .map(
            head ->
                withReferences(
                    head, statements.all(CommitmentRows::reference, REFERENCES, head.id())));
  }

  static Commitment head(ResultSet row) throws SQLException {
    return new Commitment(
        row.getLong("id"),
        row.getString("transaction_uid"),
        row.getString("caller"),
        row.getString("called"),
        row.getString("site_id"),
        instant(row.getLong("requested_at")),
        Stage.valueOf(row.getString("stage")),
        row.getInt("attempts"),
        Rows.instantOrNull(row, "due_at"),
        Rows.instantOrNull(row, "decided_at"),
        List.of());
  }

  static Commitment withReferences(Commitment head, List<Reference> references) {
    return new Commitment(
        head.id(),
        head.transactionUid(),
        head.caller(),
        head.called(),
        head.siteId(),
        head.requestedAt(),
        head.stage(),
        head.attempts(),
        head.dueAt(),
        head.decidedAt(),
        references);
  }

  static Reference reference(ResultSet row) throws SQLException {
    int outcome = row.getInt("outcome");
    OptionalInt decided = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(outcome);
    return new Reference(row.getString("sop_class"), row.getString("sop_instance"), decided);
  }

  static Question question(ResultSet row) throws SQLException {
    return new Question(
        row.getString("transaction_uid"),
        row.getLong("commitment_id"),
        row.getString("target"),
        instant(row.getLong("asked_at")),
        row.getInt("answered") != 0);
  }

  @Override
  public Optional<Commitment> find(String transactionUid, String caller) {
    return read(BY_TRANSACTION, transactionUid, caller);
  }

  @Override
  public Optional<Commitment> commitment(long id) {
    return read(BY_ID, id);
  }

  @Override
  public long open(Commitment commitment) {
    long id = statements.number("SELECT COALESCE(MAX(id), 0) + 1 FROM commitment");
    statements.execute(
        "INSERT INTO commitment (id, transaction_uid, caller, called, site_id, requested_at,"
            + " stage, attempts, due_at, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        commitment.transactionUid(),
        commitment.caller(),
        commitment.called(),
        commitment.siteId(),
        micros(commitment.requestedAt()),
        commitment.stage().name(),
        commitment.attempts(),
        microsOrNull(commitment.dueAt()),
        microsOrNull(commitment.decidedAt()));
    int position = 0;
    for (Reference reference : commitment.references()) {
      statements.execute(
          "INSERT INTO commitment_reference"
              + " (commitment_id, position, sop_class, sop_instance, outcome)"
              + " VALUES (?, ?, ?, ?, NULL)",
          id,
          position++,
          reference.sopClass(),
          reference.sopInstance());
    }
    return id;
  }

  @Override
  public void put(Commitment commitment) {
    statements.execute(
        "UPDATE commitment SET called = ?, stage = ?, attempts = ?, due_at = ?, decided_at = ?"
            + " WHERE id = ?",
        commitment.called(),
        commitment.stage().name(),
        commitment.attempts(),
        microsOrNull(commitment.dueAt()),
        microsOrNull(commitment.decidedAt()),
        commitment.id());
  }

  @Override
  public void decide(long id, int position, int outcome) {
    statements.execute(
        "UPDATE commitment_reference SET outcome = ? WHERE commitment_id = ? AND position = ?"
            + " AND outcome IS NULL",
        outcome,
        id,
        position);
  }

  @Override
  public void ask(Question question) {
    statements.execute(
        "INSERT INTO archive_question (transaction_uid, commitment_id, target, asked_at, answered)"
            + " VALUES (?, ?, ?, ?, 0)",
        question.transactionUid(),
        question.commitmentId(),
        question.target(),
        micros(question.askedAt()));
  }

  @Override
  public Optional<Question> question(String transactionUid) {
    return statements.first(CommitmentRows::question, QUESTION, transactionUid);
  }

  @Override
  public void withdraw(String transactionUid) {
    statements.execute("DELETE FROM archive_question WHERE transaction_uid = ?", transactionUid);
  }

  @Override
  public void answered(String transactionUid) {
    statements.execute(
        "UPDATE archive_question SET answered = 1 WHERE transaction_uid = ?", transactionUid);
  }

  @Override
  public void answer(long id, String target, String sopInstance, int outcome) {
    statements.execute(
        "INSERT INTO archive_answer (commitment_id, target, sop_instance, outcome)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (commitment_id, target, sop_instance)"
            + " DO UPDATE SET outcome = excluded.outcome",
        id,
        target,
        sopInstance,
        outcome);
  }
}
