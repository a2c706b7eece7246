package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.exchange.Balances.Times;
import org.farsight.exchange.MonthReport.Row;
import org.jspecify.annotations.Nullable;

/** A month's critical values in figures: how many were told and answered in time, and how fast. */
final class CriticalFigures {
  private static final String SECTION = "critical";

  private CriticalFigures() {}

  static List<Row> of(List<CriticalValue> values) {
    long inTime = count(values, value -> value.toldAt().map(at -> !at.isAfter(tellBy(value))));
    long answeredInTime =
        count(values, value -> answered(value).map(at -> !at.isAfter(value.clock().answerBy())));
    return List.of(
        row("found", values.size(), null, "critical values for the branch", "须告知站点的危急值"),
        row(
            "told",
            count(values, value -> value.toldAt().map(at -> true)),
            times(values, CriticalValue::toldAt),
            "found to the branch told",
            "发现至告知站点"),
        row("told-in-time", inTime, null, "told in time", "按时告知"),
        row(
            "acknowledged",
            count(values, value -> answered(value).map(at -> true)),
            times(values, CriticalFigures::answered),
            "found to acknowledged by a person",
            "发现至站点人员确认"),
        row("acknowledged-in-time", answeredInTime, null, "acknowledged in time", "按时确认"));
  }

  /** As for the alarm: what is found late is not told in no time. */
  private static Instant tellBy(CriticalValue value) {
    Instant least = value.clock().foundAt().plus(CriticalValue.GRACE);
    Instant by = value.clock().tellBy();
    return by.isBefore(least) ? least : by;
  }

  private static Optional<Instant> answered(CriticalValue value) {
    return value.answer().map(CriticalValue.Answer::at);
  }

  private static long count(
      List<CriticalValue> values, Function<CriticalValue, Optional<Boolean>> question) {
    return values.stream().filter(value -> question.apply(value).orElse(false)).count();
  }

  private static @Nullable Times times(
      List<CriticalValue> values, Function<CriticalValue, Optional<Instant>> moment) {
    List<Duration> took =
        values.stream()
            .flatMap(
                value ->
                    moment
                        .apply(value)
                        .map(at -> Duration.between(value.clock().foundAt(), at))
                        .stream())
            .sorted()
            .toList();
    return took.isEmpty()
        ? null
        : new Times(took.size(), percentile(took, 50), percentile(took, 90), took.getLast());
  }

  /** The shortest time that so many in a hundred are not longer than. */
  private static Duration percentile(List<Duration> sorted, int of) {
    return sorted.get(Math.max(0, Math.ceilDiv(sorted.size() * of, 100) - 1));
  }

  private static Row row(String name, long count, @Nullable Times times, String en, String zh) {
    return new Row(SECTION, name, count, times, en, zh);
  }
}
