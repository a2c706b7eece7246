package org.farsight.ledger;

import static org.farsight.ledger.Rows.microsOrNull;

import org.farsight.exchange.Priority;
import org.farsight.exchange.Step;

/** The steps of exchanges, as a transaction changes them. */
record StepRows(Statements statements) {

  /** Writes a step as it is now. */
  void put(Step step) {
    Step.Trouble trouble = step.trouble();
    statements.execute(
        "INSERT INTO step (exchange_id, name, done, wanted, attempts, due_at, trouble, why, proof,"
            + " done_at, urgency)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " COALESCE((SELECT priority FROM exchange WHERE id = ?), 0))"
            + " ON CONFLICT (exchange_id, name) DO UPDATE SET done = excluded.done,"
            + " wanted = excluded.wanted, attempts = excluded.attempts, due_at = excluded.due_at,"
            + " trouble = excluded.trouble, why = excluded.why, proof = excluded.proof,"
            + " done_at = excluded.done_at, urgency = excluded.urgency",
        step.exchangeId(),
        step.name(),
        step.done(),
        step.wanted(),
        step.attempts(),
        microsOrNull(step.dueAt()),
        trouble == null ? null : trouble.parked() ? "PARKED" : "QUARANTINED",
        trouble == null ? null : trouble.why(),
        step.proof(),
        microsOrNull(step.doneAt()),
        step.exchangeId());
  }

  /** Makes due what is parked before a target that answers again, the oldest first. */
  void wake(String step) {
    statements.execute(
        "UPDATE step SET due_at ="
            + " (SELECT e.last_at FROM exchange e WHERE e.id = step.exchange_id)"
            + " WHERE name = ? AND due_at IS NOT NULL AND trouble = 'PARKED'",
        step);
  }

  /** Raises the priority of an exchange, and with it the urgency of its steps. */
  void raise(String exchangeId, Priority least) {
    statements.execute(
        "UPDATE exchange SET priority = ? WHERE id = ? AND priority < ?",
        least.ordinal(),
        exchangeId,
        least.ordinal());
    statements.execute(
        "UPDATE step SET urgency = ? WHERE exchange_id = ? AND urgency < ?",
        least.ordinal(),
        exchangeId,
        least.ordinal());
  }
}
