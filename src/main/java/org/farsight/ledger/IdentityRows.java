package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;
import static org.farsight.ledger.Rows.microsOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identities.Moved;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;

/** Writes who is known under which id, within one transaction. */
record IdentityRows(Statements statements) implements Identities.Writer {
  static final String OF_KEY = "SELECT * FROM patient_identity WHERE patient_id = ? AND system = ?";

  static Identity identity(ResultSet row) throws SQLException {
    String birth = row.getString("birth_date");
    return new Identity(
        new Key(row.getString("system"), row.getString("patient_id")),
        row.getString("site_id"),
        row.getString("card"),
        new Identity.Name(row.getString("ideographic"), row.getString("alphabetic")),
        Rows.constant(Identity.Sex.class, row, "sex"),
        birth.isEmpty() ? null : LocalDate.parse(birth),
        Rows.instantOrNull(row, "registered_at"),
        row.getString("exchange_id"));
  }

  static IdentityDecision decision(ResultSet row) throws SQLException {
    String source = row.getString("source");
    return new IdentityDecision(
        row.getLong("id"),
        instant(row.getLong("decided_at")),
        Rows.constant(IdentityDecision.Kind.class, row, "kind"),
        new Key(row.getString("from_system"), row.getString("from_id")),
        new Key(row.getString("into_system"), row.getString("into_id")),
        row.getString("who"),
        row.getString("why"),
        source == null ? "" : source);
  }

  static Moved moved(ResultSet row) throws SQLException {
    return new Moved(
        row.getString("resource"),
        new Key(row.getString("origin_system"), row.getString("origin_id")),
        new Key(row.getString("at_system"), row.getString("at_id")));
  }

  @Override
  public void said(Identity said) {
    Optional<Identity> known =
        statements.first(IdentityRows::identity, OF_KEY, said.key().id(), said.key().system());
    Identity now = known.map(before -> before.with(said)).orElse(said);
    if (known.filter(now::equals).isPresent()) {
      return;
    }
    statements.execute(
        "INSERT INTO patient_identity (system, patient_id, site_id, card, ideographic, alphabetic,"
            + " sex, birth_date, registered_at, exchange_id)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (system, patient_id) DO UPDATE SET site_id = excluded.site_id,"
            + " card = excluded.card, ideographic = excluded.ideographic,"
            + " alphabetic = excluded.alphabetic, sex = excluded.sex,"
            + " birth_date = excluded.birth_date, registered_at = excluded.registered_at,"
            + " exchange_id = excluded.exchange_id",
        now.key().system(),
        now.key().id(),
        now.siteId(),
        now.card(),
        now.name().ideographic(),
        now.name().alphabetic(),
        now.sex().name(),
        now.birth().map(LocalDate::toString).orElse(""),
        microsOrNull(now.registeredAt()),
        now.exchangeId());
  }

  @Override
  public long decide(IdentityDecision decision) {
    long id = statements.number("SELECT COALESCE(MAX(id), 0) + 1 FROM identity_decision");
    int rows =
        statements.execute(
            "INSERT INTO identity_decision (id, decided_at, kind, from_system, from_id,"
                + " into_system, into_id, who, why, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (source) DO NOTHING",
            id,
            micros(decision.at()),
            decision.kind().name(),
            decision.from().system(),
            decision.from().id(),
            decision.into().system(),
            decision.into().id(),
            decision.who(),
            decision.why(),
            decision.source().isEmpty() ? null : decision.source());
    return rows == 1 ? id : 0;
  }

  @Override
  public void moving(String target, Moved moved) {
    statements.execute(
        "INSERT INTO moved_reference (target, resource, origin_system, origin_id, at_system, at_id)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (target, resource)"
            + " DO UPDATE SET at_system = excluded.at_system, at_id = excluded.at_id",
        target,
        moved.resource(),
        moved.origin().system(),
        moved.origin().id(),
        moved.at().system(),
        moved.at().id());
  }

  @Override
  public void movedBack(String target, String resource) {
    statements.execute(
        "DELETE FROM moved_reference WHERE target = ? AND resource = ?", target, resource);
  }
}
