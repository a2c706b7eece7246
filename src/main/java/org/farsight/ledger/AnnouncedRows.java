package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.micros;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.farsight.exchange.PerformedStep;
import org.farsight.exchange.PerformedStep.Status;
import org.farsight.exchange.Signal.Source;

/** Writes what devices and others announce of the objects to come. */
record AnnouncedRows(Statements statements) implements PerformedStep.Writer {

  @Override
  public Optional<PerformedStep> find(String sopInstance) {
    Map<String, String> objects = new HashMap<>();
    statements
        .all(
            row -> Map.entry(row.getString("sop_instance"), row.getString("series")),
            "SELECT * FROM performed_step_object WHERE step = ?",
            sopInstance)
        .forEach(entry -> objects.put(entry.getKey(), entry.getValue()));
    Set<String> studies =
        new TreeSet<>(
            statements.all(
                row -> row.getString(1),
                "SELECT study FROM performed_step_study WHERE step = ?",
                sopInstance));
    return statements.first(
        row ->
            new PerformedStep(
                sopInstance,
                row.getString("site_id"),
                row.getString("caller"),
                Status.valueOf(row.getString("status")),
                row.getString("accession"),
                studies,
                objects,
                instant(row.getLong("began_at")),
                instant(row.getLong("changed_at"))),
        "SELECT * FROM performed_step WHERE sop_instance = ?",
        sopInstance);
  }

  @Override
  public void put(PerformedStep step) {
    statements.execute(
        "INSERT INTO performed_step (sop_instance, site_id, caller, status, accession, began_at,"
            + " changed_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sop_instance) DO UPDATE SET"
            + " caller = excluded.caller, status = excluded.status,"
            + " accession = excluded.accession, changed_at = excluded.changed_at",
        step.sopInstance(),
        step.siteId(),
        step.caller(),
        step.status().name(),
        step.accession(),
        micros(step.beganAt()),
        micros(step.changedAt()));
    statements.execute("DELETE FROM performed_step_study WHERE step = ?", step.sopInstance());
    statements.execute("DELETE FROM performed_step_object WHERE step = ?", step.sopInstance());
    step.studies()
        .forEach(
            study ->
                statements.execute(
                    "INSERT INTO performed_step_study (step, study) VALUES (?, ?)",
                    step.sopInstance(),
                    study));
    step.objects()
        .forEach(
            (object, series) ->
                statements.execute(
                    "INSERT INTO performed_step_object (step, sop_instance, series)"
                        + " VALUES (?, ?, ?)",
                    step.sopInstance(),
                    object,
                    series));
  }

  @Override
  public void expect(String siteId, String study, Source source, int objects, Instant at) {
    statements.execute(
        "INSERT INTO expected_count (site_id, study, source, objects, said_at)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (study, site_id, source) DO UPDATE SET"
            + " objects = excluded.objects, said_at = excluded.said_at",
        siteId,
        study,
        source.name(),
        objects,
        micros(at));
  }
}
