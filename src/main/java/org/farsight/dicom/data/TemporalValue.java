package org.farsight.dicom.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A DT value, PS3.5 §6.2: a point in time on some clock.
 *
 * @param local date and time as written; parts that were left out are their lowest values
 * @param offset the offset from UTC that the value itself names, or null
 */
public record TemporalValue(LocalDateTime local, @Nullable ZoneOffset offset) {

  private static final int NANO_DIGITS = 9;

  /** Reads a DA: {@code YYYYMMDD}, or the {@code YYYY.MM.DD} of ACR-NEMA. */
  public static Optional<LocalDate> date(String text) {
    String digits =
        text.length() == 10 && text.charAt(4) == '.' && text.charAt(7) == '.'
            ? text.substring(0, 4) + text.substring(5, 7) + text.substring(8)
            : text;
    if (digits.length() != 8 || !allDigits(digits)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(number(digits, 0, 4), number(digits, 4, 6), number(digits, 6, 8)));
    } catch (DateTimeException e) {
      return Optional.empty(); // no such day: what the getter's empty says
    }
  }

  /** Reads a TM: {@code HH[MM[SS[.F…]]]}, or with the colons of ACR-NEMA; second 60 becomes 59. */
  public static Optional<LocalTime> time(String text) {
    String plain = text.indexOf(':') < 0 ? text : text.replace(":", "");
    int point = plain.indexOf('.');
    String digits = point < 0 ? plain : plain.substring(0, point);
    String fraction = point < 0 ? "" : plain.substring(point + 1);
    boolean whole = digits.length() == 2 || digits.length() == 4 || digits.length() == 6;
    if (!whole
        || !fraction.isEmpty() && digits.length() != 6
        || fraction.length() > NANO_DIGITS
        || !allDigits(digits)
        || !allDigits(fraction)) {
      return Optional.empty();
    }
    int nanos =
        fraction.isEmpty()
            ? 0
            : Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
    int minute = digits.length() >= 4 ? number(digits, 2, 4) : 0;
    int second = digits.length() == 6 ? number(digits, 4, 6) : 0;
    try {
      return Optional.of(
          LocalTime.of(number(digits, 0, 2), minute, second == 60 ? 59 : second, nanos));
    } catch (DateTimeException e) {
      return Optional.empty(); // no such time: what the getter's empty says
    }
  }

  /** Reads a DT: {@code YYYY[MM[DD[HH[MM[SS[.F…]]]]]][&ZZXX]}. */
  public static Optional<TemporalValue> dateTime(String text) {
    int sign = Math.max(text.indexOf('+'), text.indexOf('-'));
    String clock = sign < 0 ? text : text.substring(0, sign);
    ZoneOffset offset = sign < 0 ? null : offset(text.substring(sign)).orElse(null);
    if (sign >= 0 && offset == null || clock.length() < 4) {
      return Optional.empty();
    }
    String day =
        switch (clock.length()) {
          case 4 -> clock + "0101";
          case 6 -> clock + "01";
          default -> clock.substring(0, Math.min(8, clock.length()));
        };
    Optional<LocalTime> time =
        clock.length() <= 8 ? Optional.of(LocalTime.MIDNIGHT) : time(clock.substring(8));
    return date(day).flatMap(d -> time.map(t -> new TemporalValue(LocalDateTime.of(d, t), offset)));
  }

  /** Reads an offset from UTC as in DT and Timezone Offset From UTC (0008,0201): {@code &ZZXX}. */
  public static Optional<ZoneOffset> offset(String text) {
    if (text.length() != 5
        || text.charAt(0) != '+' && text.charAt(0) != '-'
        || !allDigits(text.substring(1))) {
      return Optional.empty();
    }
    int sign = text.charAt(0) == '-' ? -1 : 1;
    try {
      return Optional.of(
          ZoneOffset.ofHoursMinutes(sign * number(text, 1, 3), sign * number(text, 3, 5)));
    } catch (DateTimeException e) {
      return Optional.empty(); // no such offset: what the empty says
    }
  }

  private static boolean allDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static int number(String digits, int from, int to) {
    return Integer.parseInt(digits, from, to, 10);
  }
}
