package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.access.AccessToken;
import org.farsight.access.Account;
import org.farsight.access.Accounts;
import org.farsight.access.Role;

/** Accounts and tokens in the ledger's database. */
final class SqlAccounts implements Accounts {
  private final SqlLedger ledger;
  private final Reading rows;

  SqlAccounts(SqlLedger ledger, Reading rows) {
    this.ledger = ledger;
    this.rows = rows;
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        row.getString("name"),
        row.getString("shown"),
        Role.valueOf(row.getString("role")),
        text(row, "site_id"),
        row.getInt("patient_data") == 1,
        row.getString("hash"),
        row.getInt("must_change") == 1,
        row.getInt("disabled") == 1);
  }

  private static AccessToken token(ResultSet row) throws SQLException {
    return new AccessToken(
        row.getString("id"),
        row.getString("digest"),
        Role.valueOf(row.getString("role")),
        text(row, "site_id"),
        row.getString("label"),
        instant(row.getLong("made_at")),
        row.getString("made_by"),
        Optional.ofNullable(Rows.instantOrNull(row, "revoked_at")));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.of(row.getString(column)).filter(value -> !value.isEmpty());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }

  @Override
  public List<Account> all() {
    return rows.all(SqlAccounts::account, "SELECT * FROM account ORDER BY name_key");
  }

  @Override
  public Optional<Account> account(String name) {
    return rows.first(SqlAccounts::account, "SELECT * FROM account WHERE name_key = ?", key(name));
  }

  @Override
  public boolean add(Account account, Instant at) {
    return ledger.change(
            tx ->
                tx.statements()
                    .execute(
                        "INSERT INTO account (name_key, name, shown, role, site_id, patient_data,"
                            + " hash, must_change, disabled, changed_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (name_key) DO NOTHING",
                        key(account.name()),
                        account.name(),
                        account.shown(),
                        account.role().name(),
                        account.site().orElse(""),
                        flag(account.granted()),
                        account.hash(),
                        flag(account.mustChange()),
                        flag(account.disabled()),
                        micros(at)))
        == 1;
  }

  @Override
  public boolean change(Account account, Instant at) {
    return ledger.change(
            tx ->
                tx.statements()
                    .execute(
                        "UPDATE account SET shown = ?, role = ?, site_id = ?, patient_data = ?,"
                            + " hash = ?, must_change = ?, disabled = ?, changed_at = ?"
                            + " WHERE name_key = ?",
                        account.shown(),
                        account.role().name(),
                        account.site().orElse(""),
                        flag(account.granted()),
                        account.hash(),
                        flag(account.mustChange()),
                        flag(account.disabled()),
                        micros(at),
                        key(account.name())))
        == 1;
  }

  @Override
  public List<AccessToken> tokens() {
    return rows.all(SqlAccounts::token, "SELECT * FROM access_token ORDER BY made_at, id");
  }

  @Override
  public void add(AccessToken token) {
    ledger.change(
        tx ->
            tx.statements()
                .execute(
                    "INSERT INTO access_token (id, digest, role, site_id, label, made_at,"
                        + " made_by, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                    token.id(),
                    token.digest(),
                    token.role().name(),
                    token.site().orElse(""),
                    token.label(),
                    micros(token.madeAt()),
                    token.madeBy()));
  }

  @Override
  public boolean revoke(String id, Instant at) {
    return ledger.change(
            tx ->
                tx.statements()
                    .execute(
                        "UPDATE access_token SET revoked_at = ?"
                            + " WHERE id = ? AND revoked_at IS NULL",
                        micros(at),
                        id))
        == 1;
  }
}
