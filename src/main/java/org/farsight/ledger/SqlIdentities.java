package org.farsight.ledger;

import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;
import org.jdbi.v3.core.Jdbi;

/** Reads who is known under which id. */
record SqlIdentities(Jdbi reading) implements Identities {
  static final String OF_CARD =
      "SELECT * FROM patient_identity WHERE card = ? AND card <> ''"
          + " ORDER BY system, patient_id LIMIT ?";
  static final String OF_ID =
      "SELECT * FROM patient_identity WHERE patient_id = ? ORDER BY system LIMIT ?";
  static final String DECISIONS =
      "SELECT * FROM identity_decision WHERE from_id = ? AND from_system = ?"
          + " UNION SELECT * FROM identity_decision WHERE into_id = ? AND into_system = ?"
          + " ORDER BY id";
  static final String MOVED =
      "SELECT * FROM moved_reference WHERE target = ? AND origin_id = ? AND origin_system = ?"
          + " ORDER BY resource LIMIT ?";

  @Override
  public Optional<Identity> identity(Key key) {
    return identities(IdentityRows.OF_KEY, key.id(), key.system()).stream().findFirst();
  }

  @Override
  public List<Identity> withCard(String card, int limit) {
    return identities(OF_CARD, card, limit);
  }

  @Override
  public List<Identity> withId(String id, int limit) {
    return identities(OF_ID, id, limit);
  }

  private List<Identity> identities(String sql, Object... values) {
    return reading.withHandle(
        handle ->
            handle.select(sql, values).map((row, context) -> IdentityRows.identity(row)).list());
  }

  @Override
  public List<IdentityDecision> decisions(Key about) {
    return decisions(DECISIONS, about.id(), about.system(), about.id(), about.system());
  }

  @Override
  public List<IdentityDecision> newestDecisions(int limit) {
    return decisions("SELECT * FROM identity_decision ORDER BY id DESC LIMIT ?", limit);
  }

  private List<IdentityDecision> decisions(String sql, Object... values) {
    return reading.withHandle(
        handle ->
            handle.select(sql, values).map((row, context) -> IdentityRows.decision(row)).list());
  }

  @Override
  public List<Moved> moved(String target, Key origin, int limit) {
    return reading.withHandle(
        handle ->
            handle
                .select(MOVED, target, origin.id(), origin.system(), limit)
                .map((row, context) -> IdentityRows.moved(row))
                .list());
  }
}
