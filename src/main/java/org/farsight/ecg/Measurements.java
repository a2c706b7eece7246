package org.farsight.ecg;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the cart has measured, in the order of the file. A value that the cart marks as not measured
 * (many write 0) is not in the list; {@link Recording#remarks()} says so.
 *
 * @param all every measurement, known kinds and others
 */
public record Measurements(List<Measurement> all) {

  /** No measurement. */
  public static final Measurements NONE = new Measurements(List.of());

  public Measurements {
    all = List.copyOf(all);
  }

  /** The first global measurement of this kind. */
  public Optional<Measurement> of(Kind kind) {
    return all.stream()
        .filter(m -> m.lead().isEmpty() && m.kind().equals(Optional.of(kind)))
        .findFirst();
  }

  /** The measurements that every ECG report names. */
  public enum Kind {
    HEART_RATE("/min"),
    RR_INTERVAL("ms"),
    PP_INTERVAL("ms"),
    P_DURATION("ms"),
    PR_INTERVAL("ms"),
    QRS_DURATION("ms"),
    QT_INTERVAL("ms"),
    /** Corrected QT; the file does not say by which formula. */
    QTC_INTERVAL("ms"),
    QTC_BAZETT("ms"),
    QTC_FRIDERICIA("ms"),
    P_AXIS("deg"),
    QRS_AXIS("deg"),
    T_AXIS("deg");

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final String DEGREE = "deg";
    private static final Map<String, Map<String, BigDecimal>> FACTORS =
        Map.of("ms", milliseconds(), "/min", perMinute(), DEGREE, degrees());

    private final String unit;

    Kind(String unit) {
      this.unit = unit;
    }

    /** The unit (UCUM) in which a measurement of this kind stands in a recording. */
    public String unit() {
      return unit;
    }

    /** Whether it is the direction of an electric axis, for which 0 is a value like any other. */
    public boolean isAxis() {
      return unit.equals(DEGREE);
    }

    /**
     * The value in {@link #unit()}; empty where the unit is none that this measurement can have.
     *
     * @param value the number in the file
     * @param fileUnit the unit beside it: UCUM or a usual spelling such as {@code bpm}
     */
    public Optional<BigDecimal> inOwnUnit(BigDecimal value, String fileUnit) {
      return Optional.ofNullable(
              FACTORS.getOrDefault(unit, Map.of()).get(fileUnit.strip().toLowerCase(Locale.ROOT)))
          .map(factor -> Decimals.plain(value.multiply(factor)));
    }

    private static Map<String, BigDecimal> milliseconds() {
      return Map.of(
          "ms",
          BigDecimal.ONE,
          "msec",
          BigDecimal.ONE,
          "s",
          THOUSAND,
          "sec",
          THOUSAND,
          "us",
          new BigDecimal("0.001"));
    }

    private static Map<String, BigDecimal> perMinute() {
      Map<String, BigDecimal> factors = new HashMap<>();
      for (String one :
          List.of("/min", "1/min", "bpm", "{h.b.}/min", "{beats}/min", "{beat}/min")) {
        factors.put(one, BigDecimal.ONE);
      }
      for (String one : List.of("/s", "1/s", "hz")) {
        factors.put(one, BigDecimal.valueOf(60));
      }
      return Map.copyOf(factors);
    }

    private static Map<String, BigDecimal> degrees() {
      return Map.of("deg", BigDecimal.ONE, "degree", BigDecimal.ONE, "\u00b0", BigDecimal.ONE);
    }
  }

  /**
   * One measured value.
   *
   * @param kind what it is, where we know; then the value is in {@link Kind#unit()}
   * @param label the file's words for it
   * @param value the number, converted into the kind's unit where the file uses another
   * @param unit UCUM, or the file's own unit where the kind is unknown; empty for a bare number
   * @param code the file's code
   * @param lead the lead it was measured in; empty for a global measurement
   */
  public record Measurement(
      Optional<Kind> kind,
      String label,
      BigDecimal value,
      Optional<String> unit,
      Optional<Code> code,
      Optional<LeadId> lead) {
    public Measurement {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(label);
      Objects.requireNonNull(value);
      Objects.requireNonNull(unit);
      Objects.requireNonNull(code);
      Objects.requireNonNull(lead);
    }
  }
}
