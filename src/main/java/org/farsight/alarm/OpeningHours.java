package org.farsight.alarm;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours in which a site works, as somebody has written them down.
 *
 * @param spans on which days from when to when; empty: unknown
 */
public record OpeningHours(List<Span> spans) {

  /** Nobody has written them down. */
  public static final OpeningHours UNKNOWN = new OpeningHours(List.of());

  private static final Pattern SPAN =
      Pattern.compile("([a-z]{3})(?:-([a-z]{3}))? +(\\d{2}:\\d{2}) *- *(\\d{2}:\\d{2})");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /** Longer spans of time are not looked at: a silence is long enough by then. */
  private static final int MOST_DAYS = 31;

  /**
   * Part of a day.
   *
   * @param days on which it holds
   * @param from minute of the day, inclusive
   * @param to minute of the day, exclusive; 1440 at midnight
   */
  public record Span(Set<DayOfWeek> days, int from, int to) {
    /** Takes a copy. */
    public Span {
      days = Set.copyOf(days);
    }
  }

  /** Takes a copy. */
  public OpeningHours {
    spans = List.copyOf(spans);
  }

  /**
   * Reads {@code mon-fri 08:00-17:30} or {@code sat 08:00-12:00}; {@code 24:00} is midnight.
   *
   * @throws IllegalArgumentException naming what cannot be read
   */
  public static OpeningHours parse(Iterable<String> texts) {
    List<Span> spans = new ArrayList<>();
    for (String text : texts) {
      Matcher matcher = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new IllegalArgumentException("'" + text + "': write mon-fri 08:00-17:30");
      }
      int first = day(matcher.group(1), text);
      int last = matcher.group(2) == null ? first : day(matcher.group(2), text);
      Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(first + 1));
      for (int day = first; day != last; day = (day + 1) % DAYS.size()) {
        days.add(DayOfWeek.of((day + 1) % DAYS.size() + 1));
      }
      int from = minute(matcher.group(3), text);
      int to = minute(matcher.group(4), text);
      if (from >= to) {
        throw new IllegalArgumentException("'" + text + "' ends before it begins");
      }
      spans.add(new Span(days, from, to));
    }
    return new OpeningHours(spans);
  }

  private static int day(String name, String text) {
    int day = DAYS.indexOf(name);
    if (day < 0) {
      throw new IllegalArgumentException("'" + text + "': a day is one of " + DAYS);
    }
    return day;
  }

  private static int minute(String time, String text) {
    if (time.equals("24:00")) {
      return 24 * 60;
    }
    try {
      return LocalTime.parse(time).toSecondOfDay() / 60;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "': " + time + " is no time of a day", e);
    }
  }

  /** Whether anybody has written them down. */
  public boolean isKnown() {
    return !spans.isEmpty();
  }

  /**
   * How much of the time between two instants lies within these hours; at most about a month is
   * looked at. Spans that overlap count once.
   */
  Duration within(Instant from, Instant to, ZoneId zone) {
    Duration sum = Duration.ZERO;
    LocalDate day = from.atZone(zone).toLocalDate();
    LocalDate last = to.atZone(zone).toLocalDate();
    for (int i = 0; i <= MOST_DAYS && !day.isAfter(last); i++, day = day.plusDays(1)) {
      Instant counted = from;
      for (Span span : on(day)) {
        Instant begin = later(at(day, span.from(), zone), counted);
        Instant end = earlier(at(day, span.to(), zone), to);
        if (begin.isBefore(end)) {
          sum = sum.plus(Duration.between(begin, end));
          counted = end;
        }
      }
    }
    return sum;
  }

  private List<Span> on(LocalDate day) {
    return spans.stream()
        .filter(span -> span.days().contains(day.getDayOfWeek()))
        .sorted((a, b) -> Integer.compare(a.from(), b.from()))
        .toList();
  }

  private static Instant at(LocalDate day, int minute, ZoneId zone) {
    return minute == 24 * 60
        ? day.plusDays(1).atStartOfDay(zone).toInstant()
        : day.atTime(LocalTime.ofSecondOfDay(minute * 60L)).atZone(zone).toInstant();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
