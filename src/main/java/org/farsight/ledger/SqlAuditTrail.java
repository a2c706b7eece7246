package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.farsight.access.AuditTrail;
import org.farsight.access.Opening;
import org.farsight.access.Role;

/** Openings of patient data in the ledger's database. */
final class SqlAuditTrail implements AuditTrail {
  private static final int LONGEST = 500;

  private final SqlLedger ledger;
  private final Reading rows;

  SqlAuditTrail(SqlLedger ledger, Reading rows) {
    this.ledger = ledger;
    this.rows = rows;
  }

  private static Opening opening(ResultSet row) throws SQLException {
    return new Opening(
        row.getString("id"),
        instant(row.getLong("at")),
        row.getString("who"),
        row.getString("shown"),
        Role.valueOf(row.getString("role")),
        Opening.Kind.valueOf(row.getString("kind")),
        row.getString("subject"),
        row.getString("site_id"),
        row.getString("patient_system"),
        row.getString("patient_id"),
        row.getInt("allowed") == 1,
        row.getString("came_from"));
  }

  @Override
  public void add(Opening opening, Instant unlessSince) {
    int allowed = opening.allowed() ? 1 : 0;
    ledger.change(
        tx -> {
          Statements statements = tx.statements();
          boolean there =
              statements
                  .first(
                      row -> 1,
                      "SELECT 1 FROM opening WHERE who = ? AND subject = ? AND allowed = ?"
                          + " AND at > ? LIMIT 1",
                      opening.who(),
                      opening.subject(),
                      allowed,
                      micros(unlessSince))
                  .isPresent();
          return there ? 0 : insert(statements, opening, allowed);
        });
  }

  private static int insert(Statements statements, Opening opening, int allowed) {
    return statements.execute(
        "INSERT INTO opening (id, at, who, shown, role, kind, subject, site_id, patient_system,"
            + " patient_id, allowed, came_from, told_at, why)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '')",
        opening.id(),
        micros(opening.at()),
        opening.who(),
        opening.shown(),
        opening.role().name(),
        opening.kind().name(),
        opening.subject(),
        opening.siteId(),
        opening.patientSystem(),
        opening.patientId(),
        allowed,
        opening.from());
  }

  @Override
  public List<Opening> waiting(int limit) {
    return rows.all(
        SqlAuditTrail::opening,
        "SELECT * FROM opening WHERE told_at IS NULL AND why = '' ORDER BY at LIMIT ?",
        limit);
  }

  @Override
  public List<Opening> newest(int limit) {
    return rows.all(
        SqlAuditTrail::opening, "SELECT * FROM opening ORDER BY at DESC LIMIT ?", limit);
  }

  @Override
  public void told(Collection<String> ids, Instant at) {
    ledger.change(
        tx -> {
          ids.forEach(
              id ->
                  tx.statements()
                      .execute("UPDATE opening SET told_at = ? WHERE id = ?", micros(at), id));
          return ids.size();
        });
  }

  @Override
  public void refused(String id, String why) {
    String reason = why.isBlank() ? "refused" : why;
    ledger.change(
        tx ->
            tx.statements()
                .execute(
                    "UPDATE opening SET why = ? WHERE id = ?",
                    reason.substring(0, Math.min(reason.length(), LONGEST)),
                    id));
  }
}
