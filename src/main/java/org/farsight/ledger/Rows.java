package org.farsight.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
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

  static Exchange exchange(ResultSet row) throws SQLException {
    return new Exchange(
        row.getString("id"),
        row.getString("site_id"),
        Kind.valueOf(row.getString("kind")),
        row.getString("object_key"),
        row.getString("patient_id"),
        row.getString("patient_issuer"),
        row.getString("accession"),
        row.getString("modality"),
        Priority.values()[row.getInt("priority")],
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
        Way.valueOf(row.getString("way")),
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
        StoryLine.Event.valueOf(row.getString("event")),
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
        Way.valueOf(row.getString("way")),
        row.getString("caller"),
        row.getString("exchange_id"),
        content(row),
        row.getString("format") == null ? null : facts(row),
        QuarantineReason.valueOf(row.getString("reason")),
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
