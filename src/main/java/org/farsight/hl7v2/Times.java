package org.farsight.hl7v2;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times (TS, DTM): {@code YYYYMMDD[HH[MM[SS[.S…]]]][+ZZZZ]}. */
public final class Times {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:\\.(\\d{1,9}))?)?)?)?"
              + "([+-]\\d{4})?");

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd['T'HH:mm[:ss][.SSSSSSSSS][.SSSSSS][.SSS]][XXX]");

  private Times() {}

  /**
   * A time, and the clock's offset where it is written.
   *
   * @param at the clock
   * @param offset from UTC
   */
  public record Time(LocalDateTime at, Optional<ZoneOffset> offset) {}

  /** The day; empty if it is none. */
  public static Optional<LocalDate> date(String text) {
    return time(text).map(time -> time.at().toLocalDate());
  }

  /** The time; empty if it is none. */
  public static Optional<Time> time(String text) {
    Matcher m = TIME.matcher(text.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      String fraction = m.group(7) == null ? "0" : m.group(7);
      LocalDateTime at =
          LocalDateTime.of(
              number(m, 1),
              number(m, 2),
              number(m, 3),
              number(m, 4),
              number(m, 5),
              number(m, 6),
              Integer.parseInt((fraction + "00000000").substring(0, 9)));
      return Optional.of(new Time(at, Optional.ofNullable(m.group(8)).map(ZoneOffset::of)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** An ISO 8601 date, or date and time with or without an offset; empty if it is none. */
  public static Optional<Time> iso(String text) {
    try {
      return switch (ISO.parseBest(
          text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
        case OffsetDateTime with ->
            Optional.of(new Time(with.toLocalDateTime(), Optional.of(with.getOffset())));
        case LocalDateTime local -> Optional.of(new Time(local, Optional.empty()));
        case LocalDate day -> Optional.of(new Time(day.atStartOfDay(), Optional.empty()));
        default -> Optional.empty();
      };
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher m, int group) {
    return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
  }
}
