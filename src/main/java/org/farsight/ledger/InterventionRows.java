package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Damage;
import org.farsight.exchange.Decision;
import org.farsight.exchange.Description;
import org.farsight.exchange.Interventions;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * Writes what people do, within a transaction.
 *
 * @param files is told of contents that rows name from now on, and of those they name no more
 */
record InterventionRows(Statements statements, CatalogueRows catalogue, NamedFiles files)
    implements Interventions.Writer {

  static final String ENTRY = "SELECT * FROM quarantine WHERE id = ?";
  static final String RECALL =
      "SELECT * FROM recall WHERE exchange_id = ? ORDER BY id DESC LIMIT 1";
  private static final String OBJECT =
      "digest = ?, file = ?, byte_offset = ?, byte_length = ?, format = ?, sop_class = ?,"
          + " sop_instance = ?, transfer_syntax = ?, study = ?, series = ?, modality = ?,"
          + " patient_id = ?, patient_issuer = ?, accession = ?";

  @Override
  public Optional<QuarantineEntry> entry(long id) {
    return statements.first(Rows::quarantineEntry, ENTRY, id);
  }

  @Override
  public void decide(long quarantineId, Decision decision) {
    long id = statements.number("SELECT COALESCE(MAX(id), 0) + 1 FROM quarantine_decision");
    statements.execute(
        "INSERT INTO quarantine_decision (id, quarantine_id, decided_at, kind, who, why, detail)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        id,
        quarantineId,
        micros(decision.at()),
        decision.kind().name(),
        decision.who(),
        decision.why(),
        decision.detail());
    if (decision.kind().settles()) {
      statements.execute(
          "UPDATE quarantine SET settled = ? WHERE id = ?", decision.kind().name(), quarantineId);
    }
  }

  @Override
  public void assign(long quarantineId, String siteId) {
    statements.execute("UPDATE quarantine SET site_id = ? WHERE id = ?", siteId, quarantineId);
  }

  @Override
  public void replace(Arrival known, Arrival instead, QuarantineEntry entry) {
    Description.Instance instance = instead.facts().description().instance();
    List<@Nullable Object> values = object(instead);
    values.addAll(
        List.of(
            instead.revision(),
            micros(instead.at()),
            instead.way().name(),
            instead.caller(),
            instance.number(),
            instance.rows(),
            instance.columns(),
            instance.bitsAllocated(),
            instance.frames(),
            known.id()));
    statements.execute(
        "UPDATE arrival SET "
            + OBJECT
            + ", revision = ?, arrived_at = ?, way = ?, caller = ?, repeats = 0,"
            + " instance_number = ?, image_rows = ?, image_columns = ?, bits_allocated = ?,"
            + " frames = ? WHERE id = ?",
        values.toArray());
    catalogue.note(statements, instead);
    statements.execute(
        "UPDATE exchange SET revision = ?, last_at = ? WHERE id = ?",
        instead.revision(),
        micros(instead.at()),
        instead.exchangeId());
    keepInstead(known, entry);
    files.remove(entry.content());
    files.add(instead.content());
  }

  /** What was known takes the entry's place: both are kept, and can change back. */
  private void keepInstead(Arrival known, QuarantineEntry entry) {
    List<@Nullable Object> values = object(known);
    values.addAll(
        List.of(
            micros(known.at()),
            known.way().name(),
            known.caller(),
            known.repeats(),
            "SOP Instance UID "
                + known.facts().sopInstance()
                + " was known with these bytes; others took their place",
            entry.id()));
    statements.execute(
        "UPDATE quarantine SET "
            + OBJECT
            + ", came_at = ?, way = ?, caller = ?, repeats = ?, why = ? WHERE id = ?",
        values.toArray());
  }

  private static List<@Nullable Object> object(Arrival arrival) {
    Content content = arrival.content();
    List<@Nullable Object> values =
        new ArrayList<>(
            List.of(content.digest(), content.file(), content.offset(), content.length()));
    values.addAll(Arrays.asList(Rows.values(arrival.facts())));
    return values;
  }

  @Override
  public void recall(
      String exchangeId, Optional<RejectionReason> reason, Decision.Maker maker, Instant at) {
    long id = statements.number("SELECT COALESCE(MAX(id), 0) + 1 FROM recall");
    statements.execute(
        "INSERT INTO recall (id, exchange_id, decided_at, recalled, who, why, reason)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        id,
        exchangeId,
        micros(at),
        reason.isPresent() ? 1 : 0,
        maker.who(),
        maker.why(),
        reason.orElse(RejectionReason.PATIENT_SAFETY).name());
  }

  @Override
  public Optional<Interventions.Recalled> recalled(String exchangeId) {
    return statements
        .first(InterventionRows::recalled, RECALL, exchangeId)
        .flatMap(recalled -> recalled);
  }

  /** The newest decision on an exchange: it is in force only if it is a recall. */
  static Optional<Interventions.Recalled> recalled(ResultSet row) throws SQLException {
    return row.getInt("recalled") == 0
        ? Optional.empty()
        : Optional.of(
            new Interventions.Recalled(
                row.getLong("id"),
                Rows.instant(row.getLong("decided_at")),
                RejectionReason.valueOf(row.getString("reason"))));
  }

  @Override
  public boolean isDamaged(String digest) {
    return statements
        .first(row -> row.getInt(1), "SELECT 1 FROM damaged_content WHERE digest = ?", digest)
        .isPresent();
  }

  @Override
  public void damaged(Damage damage) {
    Content content = damage.content();
    statements.execute(
        "INSERT INTO damaged_content (digest, file, byte_offset, byte_length, found_at, what)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING",
        content.digest(),
        content.file(),
        content.offset(),
        content.length(),
        micros(damage.at()),
        damage.what());
  }

  @Override
  public void healed(Content content, Optional<Arrival> arrival) {
    if (arrival.isPresent()) {
      move("arrival", "id = ?", content, arrival.get().id());
    }
    move("quarantine", "digest = ?", content, content.digest());
    statements.execute("DELETE FROM damaged_content WHERE digest = ?", content.digest());
  }

  private void move(String table, String where, Content content, Object key) {
    statements
        .all(Rows::content, "SELECT * FROM " + table + " WHERE " + where, key)
        .forEach(
            before -> {
              files.remove(before);
              files.add(content);
            });
    statements.execute(
        "UPDATE " + table + " SET file = ?, byte_offset = ?, byte_length = ? WHERE " + where,
        content.file(),
        content.offset(),
        content.length(),
        key);
  }

  @Override
  public void clockMoved(Duration by) {
    long micros = by.toNanos() / 1000;
    statements.execute(
        "UPDATE step SET due_at = due_at + ? WHERE due_at IS NOT NULL AND done < wanted", micros);
    statements.execute(
        "UPDATE commitment SET due_at = due_at + ? WHERE due_at IS NOT NULL", micros);
  }
}
