package org.farsight.report.hl7v2;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.report.Report;

/**
 * What a message says of one order. Holds a person and what was found, so {@code toString} says
 * only what may be logged.
 *
 * @param status what this version is
 * @param numbers under which the order or the study is known, the likeliest first
 * @param study Study Instance UIDs that are named
 * @param patient who was examined
 * @param signedBy who answers for it; may be empty
 * @param signed when, by the sender's clock
 * @param offset of that clock, where it is written
 * @param findings what is seen; may be empty
 * @param impression the conclusion; may be empty
 * @param critical the first line that is marked as critical
 * @param pdf its file
 * @param where its place in the message
 */
public record Result(
    Report.Status status,
    List<String> numbers,
    List<String> study,
    Subject patient,
    String signedBy,
    Optional<LocalDateTime> signed,
    Optional<ZoneOffset> offset,
    String findings,
    String impression,
    Optional<String> critical,
    Optional<byte[]> pdf,
    String where) {

  /** Takes copies. */
  public Result {
    numbers = List.copyOf(numbers);
    study = List.copyOf(study);
  }

  /**
   * When it was signed.
   *
   * @param zone of the sender's clock where the message does not say
   * @param otherwise where the message says no time
   */
  public Instant signedAt(ZoneId zone, Instant otherwise) {
    return signed
        .map(at -> at.atZone(offset.map(ZoneId.class::cast).orElse(zone)).toInstant())
        .orElse(otherwise);
  }

  @Override
  public String toString() {
    return "Result at " + where + ", " + status;
  }
}
