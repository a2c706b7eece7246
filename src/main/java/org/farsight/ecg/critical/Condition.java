package org.farsight.ecg.critical;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.Recording;

/** One condition of a rule. */
public sealed interface Condition {

  /** Whether it holds for a recording. */
  Answer of(Recording recording);

  /**
   * A condition from its text: {@code heart-rate <= 35 /min} or {@code said
   * ventricular-tachycardia}.
   *
   * @param phrases the words of the table, by name
   * @throws IllegalArgumentException saying what is not understood
   */
  static Condition parse(String text, Map<String, Phrases> phrases) {
    Matcher said = Said.TEXT.matcher(text.strip());
    if (said.matches()) {
      Phrases known = phrases.get(said.group(1));
      if (known == null) {
        throw new IllegalArgumentException("there are no words." + said.group(1));
      }
      return new Said(known);
    }
    Matcher measured = Measured.TEXT.matcher(text.strip());
    if (!measured.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no condition: write heart-rate <= 35 /min, or said WORDS");
    }
    Measure measure =
        Measure.ofCode(measured.group(1))
            .orElseThrow(
                () -> new IllegalArgumentException("nothing is called " + measured.group(1)));
    BigDecimal limit =
        Decimals.parse(measured.group(3))
            .flatMap(value -> measure.limit(value, measured.group(4)))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        measured.group(3)
                            + " "
                            + measured.group(4)
                            + " is none of "
                            + measure.code()
                            + ", which is in "
                            + measure.unit()));
    return new Measured(measure, Comparison.of(measured.group(2)), limit);
  }

  /** How a value is compared. */
  enum Comparison {
    AT_MOST("<="),
    BELOW("<"),
    AT_LEAST(">="),
    ABOVE(">");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    static Comparison of(String sign) {
      for (Comparison one : values()) {
        if (one.sign.equals(sign)) {
          return one;
        }
      }
      throw new IllegalArgumentException(sign + " is none of <= < >= >");
    }

    boolean holds(BigDecimal value, BigDecimal limit) {
      int order = value.compareTo(limit);
      return switch (this) {
        case AT_MOST -> order <= 0;
        case BELOW -> order < 0;
        case AT_LEAST -> order >= 0;
        case ABOVE -> order > 0;
      };
    }

    boolean isUpwards() {
      return this == AT_LEAST || this == ABOVE;
    }
  }

  /**
   * A value on one side of a limit.
   *
   * @param measure what
   * @param comparison which side
   * @param limit in the measure's unit
   */
  record Measured(Measure measure, Comparison comparison, BigDecimal limit) implements Condition {

    private static final Pattern TEXT =
        Pattern.compile("([a-z-]+) *(<=|>=|<|>) *([0-9.]{1,12}) *([A-Za-z/]{1,6})");

    public Measured {
      Objects.requireNonNull(measure);
      Objects.requireNonNull(comparison);
      Objects.requireNonNull(limit);
    }

    @Override
    public Answer of(Recording recording) {
      List<BigDecimal> values = measure.values(recording);
      Optional<BigDecimal> holds =
          values.stream().filter(value -> comparison.holds(value, limit)).findFirst();
      if (holds.isPresent()) {
        return yes(holds.get());
      }
      if (measure == Measure.RECORDED) {
        return new Answer.Unknown(
            new Words("needs a recording of " + shown(limit), "需要时长为 " + shown(limit) + " 的记录"));
      }
      if (!values.isEmpty()) {
        return new Answer.No();
      }
      boolean bounded =
          measure.bounds(recording).stream()
              .anyMatch(
                  value ->
                      comparison.isUpwards() == (measure == Measure.LONGEST_RR)
                          && comparison.holds(value, limit));
      return bounded
          ? yes(measure.bounds(recording).getFirst())
          : new Answer.Unknown(
              new Words(
                  "needs the " + measure.words().en() + ", which the cart did not give",
                  "需要" + measure.words().zh() + "，设备未提供"));
    }

    private Answer yes(BigDecimal value) {
      return new Answer.Yes(
          new Verdict.Evidence(
              new Words(
                  measure.words().en() + " " + shown(value),
                  measure.words().zh() + " " + shown(value)),
              Optional.empty()));
    }

    private String shown(BigDecimal value) {
      return measure == Measure.RECORDED
          ? Decimals.plain(value.movePointLeft(3)).toPlainString() + " s"
          : Decimals.plain(value).toPlainString() + " " + measure.unit();
    }
  }

  /**
   * Something that the interpretation says.
   *
   * @param phrases by which words it can say so
   */
  record Said(Phrases phrases) implements Condition {

    private static final Pattern TEXT = Pattern.compile("said ([a-z0-9-]+)");

    public Said {
      Objects.requireNonNull(phrases);
    }

    @Override
    public Answer of(Recording recording) {
      return phrases.in(recording.statements());
    }
  }
}
