package org.farsight.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;

/** Dates and times of PS3.5 §6.2 (DA, TM, Timezone Offset From UTC) as FHIR's. */
final class DicomTimes {

  private static final Pattern DA = Pattern.compile("(\\d{4})[.-]?(\\d{2})[.-]?(\\d{2})");
  private static final Pattern TM =
      Pattern.compile("(\\d{2}):?(?:(\\d{2}):?(?:(\\d{2})(?:\\.(\\d{1,9}))?)?)?");
  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2})(\\d{2})");
  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

  private DicomTimes() {}

  /** A date, in today's form or that of ACR-NEMA; empty if the day does not exist. */
  static Optional<LocalDate> date(String text) {
    Matcher da = DA.matcher(text.strip());
    if (!da.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date =
          LocalDate.of(
              Integer.parseInt(da.group(1)),
              Integer.parseInt(da.group(2)),
              Integer.parseInt(da.group(3)));
      return date.getYear() == 0 ? Optional.empty() : Optional.of(date);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A time; minutes and seconds that are not given are zero. */
  static Optional<LocalTime> time(String text) {
    Matcher tm = TM.matcher(text.strip());
    if (!tm.matches()) {
      return Optional.empty();
    }
    try {
      String fraction = tm.group(4) == null ? "0" : tm.group(4);
      int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
      // a leap second (PS3.5 allows 60) is told as the last of its minute
      int second = Math.min(number(tm.group(3)), number(tm.group(3)) == 60 ? 59 : 60);
      return Optional.of(LocalTime.of(number(tm.group(1)), number(tm.group(2)), second, nanos));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** (0008,0201), such as {@code +0800}. */
  static Optional<ZoneOffset> offset(String text) {
    Matcher offset = OFFSET.matcher(text.strip());
    if (!offset.matches()) {
      return Optional.empty();
    }
    try {
      int sign = offset.group(1).equals("-") ? -1 : 1;
      int hours = sign * number(offset.group(2));
      return Optional.of(ZoneOffset.ofHoursMinutes(hours, sign * number(offset.group(3))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A FHIR dateTime to the millisecond, in the zone that holds where the text tells no offset. */
  static DateTimeType dateTime(LocalDateTime local, ZoneId zone) {
    return new DateTimeType(WITH_OFFSET.format(local.atZone(zone)));
  }

  /** A FHIR dateTime to the day. */
  static DateTimeType day(LocalDate date) {
    return new DateTimeType(date.toString());
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
