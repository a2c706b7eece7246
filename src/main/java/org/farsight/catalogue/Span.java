package org.farsight.catalogue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.dicom.data.TemporalValue;
import org.jspecify.annotations.Nullable;

/**
 * Single Value and Range Matching of dates and times, PS3.4 §C.2.2.2.5: what lies between two
 * values, both included. A value stands for all it may mean: {@code 0915} for that whole minute.
 *
 * @param from the first moment; null where the range is open
 * @param to the last moment; null where the range is open
 * @param range whether it was written with a hyphen
 */
record Span<T extends Comparable<? super T>>(@Nullable T from, @Nullable T to, boolean range) {

  private static final String DATE_TIME = "\\d{4,14}(?:\\.\\d{1,6})?(?:[+-]\\d{4})?";
  private static final Pattern DATE_TIMES =
      Pattern.compile("(" + DATE_TIME + ")?-(" + DATE_TIME + ")?");
  private static final int FRACTION_DIGITS = 9;

  boolean contains(T value) {
    T first = from;
    T last = to;
    return (first == null || first.compareTo(value) <= 0)
        && (last == null || last.compareTo(value) >= 0);
  }

  /** A key of VR DA; empty where it is none. */
  static Optional<Span<LocalDate>> ofDates(String key) {
    int hyphen = key.indexOf('-');
    if (hyphen < 0) {
      return TemporalValue.date(key.strip()).map(day -> new Span<>(day, day, false));
    }
    String first = key.substring(0, hyphen).strip();
    String last = key.substring(hyphen + 1).strip();
    Optional<LocalDate> from = TemporalValue.date(first);
    Optional<LocalDate> to = TemporalValue.date(last);
    return readable(first, from) && readable(last, to) && !(first.isEmpty() && last.isEmpty())
        ? Optional.of(new Span<>(from.orElse(null), to.orElse(null), true))
        : Optional.empty();
  }

  /** A key of VR TM; empty where it is none. */
  static Optional<Span<LocalTime>> ofTimes(String key) {
    int hyphen = key.indexOf('-');
    if (hyphen < 0) {
      String only = key.strip();
      return TemporalValue.time(only).map(start -> new Span<>(start, endOf(only, start), false));
    }
    String first = key.substring(0, hyphen).strip();
    String last = key.substring(hyphen + 1).strip();
    Optional<LocalTime> from = TemporalValue.time(first);
    Optional<LocalTime> to = TemporalValue.time(last).map(start -> endOf(last, start));
    return readable(first, from) && readable(last, to) && !(first.isEmpty() && last.isEmpty())
        ? Optional.of(new Span<>(from.orElse(null), to.orElse(null), true))
        : Optional.empty();
  }

  /**
   * A key of VR DT; empty where it is none. What looks like a value with an offset from UTC is
   * taken for one. Times are compared on their own clock: the catalogue keeps no other.
   */
  static Optional<Span<LocalDateTime>> ofDateTimes(String key) {
    String text = key.strip();
    Optional<TemporalValue> single = TemporalValue.dateTime(text);
    if (single.isPresent()) {
      LocalDateTime start = single.get().local();
      return Optional.of(new Span<>(start, endOf(text, start), false));
    }
    Matcher matcher = DATE_TIMES.matcher(text);
    if (!matcher.matches() || text.equals("-")) {
      return Optional.empty();
    }
    String first = matcher.group(1) == null ? "" : matcher.group(1);
    String last = matcher.group(2) == null ? "" : matcher.group(2);
    Optional<LocalDateTime> from = TemporalValue.dateTime(first).map(TemporalValue::local);
    Optional<LocalDateTime> to =
        TemporalValue.dateTime(last).map(value -> endOf(last, value.local()));
    return readable(first, from) && readable(last, to)
        ? Optional.of(new Span<>(from.orElse(null), to.orElse(null), true))
        : Optional.empty();
  }

  private static boolean readable(String text, Optional<?> value) {
    return text.isEmpty() || value.isPresent();
  }

  /** From the first moment of the first day to the last one of the last day. */
  static Span<LocalDateTime> of(Span<LocalDate> dates, Span<LocalTime> times) {
    LocalDate firstDay = dates.from();
    LocalDate lastDay = dates.to();
    LocalTime first = times.from();
    LocalTime last = times.to();
    return new Span<>(
        firstDay == null ? null : firstDay.atTime(first == null ? LocalTime.MIN : first),
        lastDay == null ? null : lastDay.atTime(last == null ? LocalTime.MAX : last),
        true);
  }

  private static LocalTime endOf(String text, LocalTime start) {
    String plain = text.replace(":", "");
    int point = plain.indexOf('.');
    return switch (point < 0 ? plain.length() : FRACTION_DIGITS) {
      case 2 -> start.plusHours(1).minusNanos(1);
      case 4 -> start.plusMinutes(1).minusNanos(1);
      case 6 -> start.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).minusNanos(1);
      default -> start.plusNanos(fraction(plain.length() - point - 1) - 1);
    };
  }

  private static LocalDateTime endOf(String text, LocalDateTime start) {
    String clock = text.split("[+-]", 2)[0];
    return switch (clock.length()) {
      case 4 -> start.plusYears(1).minusNanos(1);
      case 6 -> start.plusMonths(1).minusNanos(1);
      case 8 -> start.plusDays(1).minusNanos(1);
      default -> start.with(endOf(clock.substring(8), start.toLocalTime()));
    };
  }

  /** Nanoseconds that a fraction of so many digits stands for. */
  private static long fraction(int digits) {
    long nanos = 1;
    for (int i = digits; i < FRACTION_DIGITS; i++) {
      nanos *= 10;
    }
    return nanos;
  }
}
