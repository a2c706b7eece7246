package org.farsight.ledger;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.DamagedLedgerException;
import org.farsight.exchange.Decision;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.Way;
import org.jspecify.annotations.Nullable;

/** Between rows and records. Times are microseconds since 1970-01-01T00:00Z. */
final class Rows {

  /** The columns of an object's facts, in the order of {@link ObjectFacts}. */
  static final String FACTS =
      "format, sop_class, sop_instance, transfer_syntax, study, series, modality, patient_id,"
          + " patient_issuer, accession";

  private Rows() {}

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  static @Nullable Long microsOrNull(@Nullable Instant time) {
    return time == null ? null : micros(time);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? null : instant(micros);
  }

  /** A value of a closed set; a row that holds another one is damaged. */
  static <E extends Enum<E>> E constant(Class<E> set, ResultSet row, String column)
      throws SQLException {
    String name = row.getString(column);
    for (E one : set.getEnumConstants()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    throw damaged(row, column);
  }

  private static Priority priority(ResultSet row) throws SQLException {
    int number = row.getInt("priority");
    if (number < 0 || number >= Priority.values().length) {
      throw damaged(row, "priority");
    }
    return Priority.values()[number];
  }

  private static DamagedLedgerException damaged(ResultSet row, String column) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    String id = "";
    for (int i = columns.getColumnCount(); i > 0; i--) {
      String name = columns.getColumnLabel(i);
      if (name.equals("exchange_id") || (name.equals("id") && id.isEmpty())) {
        id = name + " " + row.getString(i);
      }
    }
    return new DamagedLedgerException(
        "the ledger's row of "
            + id
            + " is damaged: column "
            + column
            + " holds nothing that this release knows; correct it, or restore the ledger from a"
            + " backup");
  }

  static Exchange exchange(ResultSet row) throws SQLException {
    return new Exchange(
        row.getString("id"),
        row.getString("site_id"),
        constant(Kind.class, row, "kind"),
        row.getString("object_key"),
        row.getString("patient_id"),
        row.getString("patient_issuer"),
        row.getString("accession"),
        row.getString("modality"),
        priority(row),
        row.getInt("revision"),
        instant(row.getLong("first_at")),
        instant(row.getLong("last_at")));
  }

  static Arrival arrival(ResultSet row) throws SQLException {
    return new Arrival(
        row.getLong("id"),
        row.getString("exchange_id"),
        row.getInt("revision"),
        instant(row.getLong("arrived_at")),
        constant(Way.class, row, "way"),
        row.getString("caller"),
        content(row),
        facts(row),
        row.getInt("repeats"));
  }

  static Content content(ResultSet row) throws SQLException {
    return new Content(
        row.getString("digest"),
        row.getString("file"),
        row.getLong("byte_offset"),
        row.getLong("byte_length"));
  }

  private static ObjectFacts facts(ResultSet row) throws SQLException {
    String instance = row.getString("sop_instance");
    return new ObjectFacts(
        row.getString("format"),
        row.getString("sop_class"),
        instance == null ? "" : instance,
        row.getString("transfer_syntax"),
        row.getString("study"),
        row.getString("series"),
        row.getString("modality"),
        row.getString("patient_id"),
        row.getString("patient_issuer"),
        row.getString("accession"));
  }

  static Step step(ResultSet row) throws SQLException {
    String trouble = row.getString("trouble");
    return new Step(
        row.getString("exchange_id"),
        row.getString("name"),
        row.getInt("done"),
        row.getInt("wanted"),
        row.getInt("attempts"),
        instantOrNull(row, "due_at"),
        trouble == null
            ? null
            : new Step.Trouble(trouble.equals(StoryLine.Event.PARKED.name()), row.getString("why")),
        row.getString("proof"),
        instantOrNull(row, "done_at"));
  }

  static StoryLine storyLine(ResultSet row) throws SQLException {
    return new StoryLine(
        instant(row.getLong("told_at")),
        constant(StoryLine.Event.class, row, "event"),
        row.getInt("revision"),
        row.getString("step"),
        row.getString("detail"));
  }

  static Recordings.Written recording(ResultSet row) throws SQLException {
    return new Recordings.Written(
        row.getString("recording_key"), row.getString("exchange_id"), row.getString("content"));
  }

  static Ledger.Converted converted(ResultSet row) throws SQLException {
    return new Ledger.Converted(row.getInt("revision"), content(row));
  }

  static QuarantineEntry quarantineEntry(ResultSet row) throws SQLException {
    String settled = row.getString("settled");
    return new QuarantineEntry(
        row.getLong("id"),
        instant(row.getLong("came_at")),
        row.getString("site_id"),
        constant(Way.class, row, "way"),
        row.getString("caller"),
        row.getString("exchange_id"),
        content(row),
        row.getString("format") == null ? null : facts(row),
        constant(QuarantineReason.class, row, "reason"),
        row.getString("why"),
        row.getInt("repeats"),
        settled == null ? null : Decision.Kind.valueOf(settled));
  }

  /** The values of {@link #FACTS}; all null where nothing could be read. */
  static @Nullable Object[] values(@Nullable ObjectFacts facts) {
    if (facts == null) {
      return new @Nullable Object[10];
    }
    return new @Nullable Object[] {
      facts.format(),
      facts.sopClass(),
      facts.isDicom() ? facts.sopInstance() : null,
      facts.transferSyntax(),
      facts.study(),
      facts.series(),
      facts.modality(),
      facts.patientId(),
      facts.patientIssuer(),
      facts.accession()
    };
  }
}
