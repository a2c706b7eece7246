package org.farsight.ecg.critical;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Recording;

/** What a condition can ask to be above or below a value. */
public enum Measure {
  HEART_RATE(Kind.HEART_RATE, "heart rate", "心率"),
  RR_INTERVAL(Kind.RR_INTERVAL, "mean RR interval", "平均 RR 间期"),
  LONGEST_RR(Kind.RR_INTERVAL, "longest RR interval", "最长 RR 间期"),
  SHORTEST_RR(Kind.RR_INTERVAL, "shortest RR interval", "最短 RR 间期"),
  PP_INTERVAL(Kind.PP_INTERVAL, "PP interval", "PP 间期"),
  P_DURATION(Kind.P_DURATION, "P duration", "P 波时限"),
  PR_INTERVAL(Kind.PR_INTERVAL, "PR interval", "PR 间期"),
  QRS_DURATION(Kind.QRS_DURATION, "QRS duration", "QRS 时限"),
  QT_INTERVAL(Kind.QT_INTERVAL, "QT interval", "QT 间期"),
  QTC_INTERVAL(Kind.QTC_INTERVAL, "QTc interval", "QTc 间期"),
  /** How long the recording is: what has to last longer cannot be seen in it. */
  RECORDED(Kind.RR_INTERVAL, "length of the recording", "记录时长");

  private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000);
  private static final Pattern LONGEST =
      Pattern.compile(
          "(?:^|[^a-z])(?:max(?:imum)?[ _]?rr|(?:rr|r-r)[ _]?(?:interval)?[ _]?max|longest"
              + " rr)|最[长大] ?rr");
  private static final Pattern SHORTEST =
      Pattern.compile(
          "(?:^|[^a-z])(?:min(?:imum)?[ _]?rr|(?:rr|r-r)[ _]?(?:interval)?[ _]?min|shortest"
              + " rr)|最[短小] ?rr");

  private final Kind kind;
  private final Words words;

  Measure(Kind kind, String en, String zh) {
    this.kind = kind;
    this.words = new Words(en, zh);
  }

  /** As conditions write it: {@code heart-rate}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The measure that conditions write so. */
  public static Optional<Measure> ofCode(String code) {
    return Arrays.stream(values()).filter(measure -> measure.code().equals(code)).findFirst();
  }

  Words words() {
    return words;
  }

  /** The unit in which values are compared (UCUM). */
  String unit() {
    return kind.unit();
  }

  /** A limit in {@link #unit()}; empty where the unit does not fit. */
  Optional<BigDecimal> limit(BigDecimal value, String unit) {
    return kind.inOwnUnit(value, unit);
  }

  /** Every value that the recording gives for this; none where it gives none. */
  List<BigDecimal> values(Recording recording) {
    Measurements all = recording.measurements();
    return switch (this) {
      case HEART_RATE -> either(all, Kind.HEART_RATE, Kind.RR_INTERVAL);
      case RR_INTERVAL -> either(all, Kind.RR_INTERVAL, Kind.HEART_RATE);
      case LONGEST_RR -> labelled(all, LONGEST);
      case SHORTEST_RR -> labelled(all, SHORTEST);
      case QTC_INTERVAL -> given(all, Kind.QTC_INTERVAL, Kind.QTC_BAZETT, Kind.QTC_FRIDERICIA);
      case RECORDED -> List.of(length(recording));
      case PP_INTERVAL, P_DURATION, PR_INTERVAL, QRS_DURATION, QT_INTERVAL -> given(all, kind);
    };
  }

  /**
   * What the value is at least or at most by what else the recording gives: no RR interval is
   * shorter than the shortest, so the mean is a bound for both.
   */
  List<BigDecimal> bounds(Recording recording) {
    return this == LONGEST_RR || this == SHORTEST_RR ? RR_INTERVAL.values(recording) : List.of();
  }

  private static List<BigDecimal> given(Measurements all, Kind... kinds) {
    List<BigDecimal> values = new ArrayList<>();
    for (Kind kind : kinds) {
      all.of(kind).map(Measurement::value).ifPresent(values::add);
    }
    return values;
  }

  /** A rate from its interval and the other way round, where only the other is given. */
  private static List<BigDecimal> either(Measurements all, Kind own, Kind other) {
    List<BigDecimal> values = given(all, own);
    return values.isEmpty()
        ? given(all, other).stream()
            .filter(value -> value.signum() > 0)
            .map(value -> MINUTE.divide(value, MathContext.DECIMAL32))
            .toList()
        : values;
  }

  private static List<BigDecimal> labelled(Measurements all, Pattern pattern) {
    List<BigDecimal> values = new ArrayList<>();
    for (Measurement measurement : all.all()) {
      String code = measurement.code().map(c -> c.value()).orElse("");
      String names = (measurement.label() + "\n" + code).toLowerCase(Locale.ROOT);
      if (measurement.lead().isEmpty() && pattern.matcher(names).find()) {
        Kind.RR_INTERVAL
            .inOwnUnit(measurement.value(), measurement.unit().orElse("ms"))
            .ifPresent(values::add);
      }
    }
    return values;
  }

  private static BigDecimal length(Recording recording) {
    return recording.leads().stream()
        .map(Lead::durationMillis)
        .max(BigDecimal::compareTo)
        .orElse(BigDecimal.ZERO);
  }
}
