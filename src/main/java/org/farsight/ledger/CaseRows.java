package org.farsight.ledger;

import static org.farsight.ledger.Rows.instant;
import static org.farsight.ledger.Rows.instantOrNull;
import static org.farsight.ledger.Rows.micros;
import static org.farsight.ledger.Rows.microsOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Conflict;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Report;
import org.farsight.exchange.ReadingCase.Status;
import org.jspecify.annotations.Nullable;

/** Writes cases to be read within one transaction. */
record CaseRows(Statements statements) implements Cases.Writer {
  static final String CHANGE = "change";
  static final String CLEARED = "cleared";

  /** What precedes the name of something that is followed in a mark's name. */
  static final String FOLLOWED = "followed ";

  private static final String COLUMNS =
      "id, exchange_id, addendum, site_id, patient, patient_id, patient_name, patient_sex,"
          + " birth_date, accession, modality, description, task, task_version, task_updated_at,"
          + " service_request, status, progress, priority, critical, owner_kind, owner_id,"
          + " owner_name, deadline, received_at, complete_at, claimed_at, signed_at, report,"
          + " report_version, report_status, report_by, conflict_at, conflict_en, conflict_zh,"
          + " open, change";

  @Override
  public ReadingCase put(ReadingCase one) {
    // a Task that was written anew under another id has one row all the same
    statements.execute("DELETE FROM reading_case WHERE id = ?", one.id());
    ReadingCase numbered = one.changed(next());
    statements.execute(
        "INSERT INTO reading_case ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values(numbered));
    return numbered;
  }

  @Override
  public void touched(String exchangeId) {
    for (String id :
        statements.all(
            row -> row.getString(1),
            "SELECT id FROM reading_case WHERE exchange_id = ?",
            exchangeId)) {
      statements.execute("UPDATE reading_case SET change = ? WHERE id = ?", next(), id);
    }
  }

  private long next() {
    long number = mark(CHANGE) + 1;
    mark(CHANGE, number);
    return number;
  }

  private long mark(String name) {
    return statements
        .first(row -> row.getLong(1), "SELECT value FROM reading_mark WHERE name = ?", name)
        .orElse(0L);
  }

  private void mark(String name, long value) {
    statements.execute(
        "INSERT INTO reading_mark (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value);
  }

  @Override
  public void clear() {
    statements.execute("DELETE FROM reading_case");
    statements.execute("DELETE FROM reading_report");
    // a rebuild that breaks off is made good by following from the beginning
    statements.execute("DELETE FROM reading_mark WHERE name LIKE 'followed %'");
    mark(CLEARED, next());
  }

  @Override
  public void signed(Cases.Signed signed) {
    Report report = signed.report();
    statements.execute(
        "INSERT INTO reading_report (reference, exchange_id, version, status, signed_by, signed_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (reference, exchange_id) DO UPDATE SET"
            + " version = excluded.version, status = excluded.status,"
            + " signed_by = excluded.signed_by, signed_at = excluded.signed_at",
        report.reference(),
        signed.exchangeId(),
        report.version(),
        report.status(),
        report.by(),
        micros(report.at()));
  }

  @Override
  public void withdrawn(String reference) {
    statements.execute("DELETE FROM reading_report WHERE reference = ?", reference);
  }

  @Override
  public void followed(String what, Instant upTo) {
    mark(FOLLOWED + what, micros(upTo));
  }

  private static @Nullable Object[] values(ReadingCase one) {
    ReadingCase.Person person = one.person();
    ReadingCase.TaskView task = one.task();
    ReadingCase.Times times = one.times();
    Report report = one.report().orElse(null);
    Conflict conflict = one.conflict().orElse(null);
    return new @Nullable Object[] {
      one.id(),
      one.exchangeId(),
      one.addendum() ? 1 : 0,
      one.siteId(),
      person.reference(),
      person.patientId(),
      person.name(),
      person.sex(),
      person.birthDate().map(LocalDate::toString).orElse(null),
      one.examination().accession(),
      one.examination().modality(),
      one.examination().description(),
      task.reference(),
      task.version(),
      micros(task.updatedAt()),
      task.order(),
      task.status().name(),
      task.progress().name(),
      task.priority().ordinal(),
      task.critical() ? 1 : 0,
      task.owner().kind().name(),
      task.owner().id(),
      task.owner().name(),
      microsOrNull(task.deadline().orElse(null)),
      micros(times.received()),
      microsOrNull(times.complete().orElse(null)),
      microsOrNull(times.claimed().orElse(null)),
      microsOrNull(times.signed().orElse(null)),
      report == null ? null : report.reference(),
      report == null ? null : report.version(),
      report == null ? null : report.status(),
      report == null ? null : report.by(),
      conflict == null ? null : micros(conflict.at()),
      conflict == null ? null : conflict.words().en(),
      conflict == null ? null : conflict.words().zh(),
      task.status().isOpen() ? 1 : 0,
      one.change()
    };
  }

  static ReadingCase read(ResultSet row) throws SQLException {
    String birth = row.getString("birth_date");
    return new ReadingCase(
        row.getString("id"),
        row.getString("exchange_id"),
        row.getInt("addendum") != 0,
        row.getString("site_id"),
        new ReadingCase.Person(
            row.getString("patient"),
            row.getString("patient_id"),
            row.getString("patient_name"),
            row.getString("patient_sex"),
            Optional.ofNullable(birth).map(LocalDate::parse)),
        new ReadingCase.Examination(
            row.getString("accession"), row.getString("modality"), row.getString("description")),
        task(row),
        new ReadingCase.Times(
            instant(row.getLong("received_at")),
            optional(row, "complete_at"),
            optional(row, "claimed_at"),
            optional(row, "signed_at")),
        report(row),
        conflict(row),
        row.getLong("change"));
  }

  private static ReadingCase.TaskView task(ResultSet row) throws SQLException {
    return new ReadingCase.TaskView(
        row.getString("task"),
        row.getString("task_version"),
        instant(row.getLong("task_updated_at")),
        row.getString("service_request"),
        Rows.constant(Status.class, row, "status"),
        Rows.constant(Progress.class, row, "progress"),
        Priority.values()[row.getInt("priority")],
        row.getInt("critical") != 0,
        new Owner(
            Rows.constant(OwnerKind.class, row, "owner_kind"),
            row.getString("owner_id"),
            row.getString("owner_name")),
        optional(row, "deadline"));
  }

  private static Optional<Instant> optional(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(instantOrNull(row, column));
  }

  private static Optional<Report> report(ResultSet row) throws SQLException {
    String reference = row.getString("report");
    Optional<Instant> at = optional(row, "signed_at");
    return reference == null || at.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Report(
                reference,
                row.getString("report_version"),
                row.getString("report_status"),
                row.getString("report_by"),
                at.get()));
  }

  private static Optional<Conflict> conflict(ResultSet row) throws SQLException {
    Optional<Instant> at = optional(row, "conflict_at");
    return at.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Conflict(
                at.get(),
                new Alarm.Words(row.getString("conflict_en"), row.getString("conflict_zh"))));
  }

  static Cases.Signed signed(ResultSet row) throws SQLException {
    return new Cases.Signed(
        row.getString("exchange_id"),
        new Report(
            row.getString("reference"),
            row.getString("version"),
            row.getString("status"),
            row.getString("signed_by"),
            instant(row.getLong("signed_at"))));
  }
}
