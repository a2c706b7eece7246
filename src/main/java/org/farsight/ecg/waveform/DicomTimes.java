package org.farsight.ecg.waveform;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times (PS3.5 §6.2: DA, TM, DT), and the forms of ACR-NEMA with dots and colons that old
 * devices still write.
 */
final class DicomTimes {
  private static final Pattern DA = Pattern.compile("(\\d{4})[.-]?(\\d\\d)[.-]?(\\d\\d)");
  private static final Pattern TM =
      Pattern.compile("(\\d\\d):?(\\d\\d)?:?(\\d\\d)?(?:\\.(\\d{1,9}))?");
  private static final Pattern DT =
      Pattern.compile(
          "(\\d{4})(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\d\\d)?(?:\\.(\\d{1,9}))?([+-]\\d{4})?");
  private static final int HOUR = 4;
  private static final int LEAP_SECOND = 60;

  private DicomTimes() {}

  /** A point in time and, where it is told, the clock's offset. */
  record Moment(LocalDateTime local, Optional<ZoneOffset> offset) {}

  static Optional<LocalDate> date(String text) {
    Matcher m = DA.matcher(text.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.of(part(m, 1, 0), part(m, 2, 1), part(m, 3, 1)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<LocalTime> time(String text) {
    Matcher m = TM.matcher(text.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalTime.of(part(m, 1, 0), part(m, 2, 0), second(m, 3), nanos(m.group(4))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A DT that names at least the hour: one that does not is no moment, and none is made of it. */
  static Optional<Moment> moment(String text) {
    Matcher m = DT.matcher(text.strip());
    if (!m.matches() || m.group(HOUR) == null) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              part(m, 1, 0),
              part(m, 2, 1),
              part(m, 3, 1),
              part(m, HOUR, 0),
              part(m, 5, 0),
              second(m, 6),
              nanos(m.group(7)));
      return Optional.of(new Moment(local, Optional.ofNullable(m.group(8)).map(ZoneOffset::of)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The offset {@code +0800} of (0008,0201). */
  static Optional<ZoneOffset> offset(String text) {
    try {
      return Optional.of(ZoneOffset.of(text.strip()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  // The standard allows 60 for a leap second, which the platform's clock does not know.
  private static int second(Matcher matcher, int group) {
    int second = part(matcher, group, 0);
    return second == LEAP_SECOND ? LEAP_SECOND - 1 : second;
  }

  private static int part(Matcher matcher, int group, int otherwise) {
    String digits = matcher.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }
}
