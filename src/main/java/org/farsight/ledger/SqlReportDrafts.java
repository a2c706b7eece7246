package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.farsight.exchange.ReportDrafts;

/** Drafts of reports in the ledger's database. */
final class SqlReportDrafts implements ReportDrafts {
  private static final String BY_CASE = "SELECT * FROM report_draft WHERE case_id = ?";

  private final SqlLedger ledger;
  private final Reading rows;

  SqlReportDrafts(SqlLedger ledger, Reading rows) {
    this.ledger = ledger;
    this.rows = rows;
  }

  private static Draft draft(ResultSet row) throws SQLException {
    int signedAs = row.getInt("signed_as");
    Optional<Integer> signed = row.wasNull() ? Optional.empty() : Optional.of(signedAs);
    return new Draft(
        row.getString("case_id"),
        row.getString("exchange_id"),
        row.getInt("version"),
        row.getInt("built_on"),
        Optional.ofNullable(row.getString("body")),
        row.getString("login"),
        row.getString("shown"),
        instant(row.getLong("changed_at")),
        signed);
  }

  @Override
  public Optional<Draft> find(String caseId) {
    return rows.first(SqlReportDrafts::draft, BY_CASE, caseId);
  }

  @Override
  public Saved save(Draft wanted, int seen) {
    return ledger.change(
        tx -> {
          Optional<Draft> before =
              tx.statements().first(SqlReportDrafts::draft, BY_CASE, wanted.caseId());
          int newest = before.filter(one -> one.body().isPresent()).map(Draft::version).orElse(0);
          if (before.isPresent() && newest != seen) {
            return new Saved.Overtaken(before.get());
          }
          Draft kept = wanted.at(before.map(Draft::version).orElse(0) + 1);
          put(tx, kept);
          return new Saved.Kept(kept);
        });
  }

  private static void put(SqlTransaction tx, Draft kept) {
    tx.statements()
        .execute(
            "INSERT INTO report_draft (case_id, exchange_id, version, built_on, body, login, shown,"
                + " changed_at, signed_as) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)"
                + " ON CONFLICT (case_id) DO UPDATE SET version = excluded.version,"
                + " built_on = excluded.built_on, body = excluded.body, login = excluded.login,"
                + " shown = excluded.shown, changed_at = excluded.changed_at, signed_as = NULL",
            kept.caseId(),
            kept.exchangeId(),
            kept.version(),
            kept.builtOn(),
            kept.body().orElse(null),
            kept.login(),
            kept.name(),
            micros(kept.changed()));
  }

  @Override
  public boolean discard(String caseId, int seen) {
    return ledger.change(
            tx ->
                tx.statements()
                    .execute(
                        "UPDATE report_draft SET body = NULL WHERE case_id = ? AND version = ?"
                            + " AND body IS NOT NULL",
                        caseId,
                        seen))
        == 1;
  }

  @Override
  public void signed(String caseId, int version, int signedAs) {
    ledger.change(
        tx ->
            tx.statements()
                .execute(
                    "UPDATE report_draft SET body = NULL, signed_as = ?"
                        + " WHERE case_id = ? AND version = ?",
                    signedAs,
                    caseId,
                    version));
  }
}
