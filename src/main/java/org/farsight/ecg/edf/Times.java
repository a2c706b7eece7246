package org.farsight.ecg.edf;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.RulesInForce;

/**
 * When, and with what: start date and time, and the local recording identification, which in EDF+
 * (§2.1.3.4) is {@code Startdate dd-MMM-yyyy}, the investigation's number, the technician and the
 * equipment. The two-digit year of the header is one of 1985 to 2084.
 */
final class Times {
  private static final Pattern PARTS =
      Pattern.compile("(\\d{1,2})([.:/-])(\\d{1,2})[.:/-](\\d{1,2})");
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("d-MMM-uuuu")
          .toFormatter(Locale.ENGLISH);
  private static final LocalDate UNKNOWN = LocalDate.of(1985, 1, 1);
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  private Times() {}

  /** A date as EDF+ writes it, {@code 02-MAR-2026}. */
  static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text, DATE));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * @param first seconds from the header's time to the first sample
   */
  static Acquisition read(Header header, BigDecimal first, RulesInForce<EdfRule> rules) {
    String[] parts = header.recording().words(rules).split(" +");
    boolean structured = parts[0].equals("Startdate") && parts.length > 1;
    Optional<LocalDate> told = structured ? date(parts[1]) : Optional.empty();
    Optional<LocalDate> date = told.or(() -> shortDate(header.date(), rules));
    Optional<LocalTime> time = time(header.time(), rules);
    boolean withheld = told.isEmpty() && structured && date.equals(Optional.of(UNKNOWN));
    Optional<LocalDateTime> start =
        date.filter(d -> !withheld)
            .flatMap(d -> time.map(d::atTime))
            .map(at -> at.plusNanos(first.multiply(NANOS).longValue()));
    return new Acquisition(
        start,
        Optional.empty(),
        Optional.empty(),
        new Acquisition.Device(
            Optional.empty(), part(structured, parts, 4), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        part(structured, parts, 2),
        List.of());
  }

  private static Optional<String> part(boolean structured, String[] parts, int index) {
    return structured && parts.length > index ? Persons.told(parts[index]) : Optional.empty();
  }

  private static Optional<LocalDate> shortDate(Field field, RulesInForce<EdfRule> rules) {
    return parts(field, rules)
        .flatMap(
            p -> {
              int year = p[2] >= 85 ? 1900 + p[2] : 2000 + p[2];
              return made(field, rules, () -> LocalDate.of(year, p[1], p[0]));
            });
  }

  private static Optional<LocalTime> time(Field field, RulesInForce<EdfRule> rules) {
    return parts(field, rules)
        .flatMap(p -> made(field, rules, () -> LocalTime.of(p[0], p[1], p[2])));
  }

  private static Optional<int[]> parts(Field field, RulesInForce<EdfRule> rules) {
    Matcher parts = PARTS.matcher(field.text());
    boolean readable =
        parts.matches()
            && (parts.group(2).equals(".") || rules.apply(EdfRule.OTHER_SEPARATORS, field.where()));
    if (!readable) {
      rules.note("TIME_NOT_UNDERSTOOD", field.where());
      return Optional.empty();
    }
    return Optional.of(
        new int[] {
          Integer.parseInt(parts.group(1)),
          Integer.parseInt(parts.group(3)),
          Integer.parseInt(parts.group(4))
        });
  }

  private static <T> Optional<T> made(
      Field field, RulesInForce<EdfRule> rules, java.util.function.Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (DateTimeException e) {
      rules.note("TIME_NOT_UNDERSTOOD", field.where());
      return Optional.empty();
    }
  }
}
