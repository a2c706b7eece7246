package org.farsight.ecg.aecg;

import java.math.BigDecimal;
import java.util.Optional;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.VoltageUnit;
import org.farsight.ecg.xml.XmlElement;

/** Physical quantities (PQ: {@code value} and {@code unit}) of sequences, in our own units. */
final class Quantity {
  // No ECG is sampled slower than ten times a second.
  private static final BigDecimal LONGEST_PERIOD_MILLIS = BigDecimal.valueOf(100);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private Quantity() {}

  static BigDecimal number(XmlElement element) throws EcgFormatException {
    String text =
        element
            .attribute("value")
            .orElseThrow(() -> new EcgFormatException("no value", element.path()));
    return Decimals.parse(text)
        .orElseThrow(() -> new EcgFormatException("value is no number", element.path()));
  }

  /** A scale or origin in millivolt. */
  static BigDecimal millivolts(XmlElement element, RulesInForce<AecgRule> rules)
      throws EcgFormatException {
    BigDecimal value = number(element);
    Optional<String> unit = element.attribute("unit");
    if (unit.isEmpty()) {
      return value.multiply(unitless(element.path(), rules));
    }
    return VoltageUnit.of(unit.get())
        .map(known -> value.multiply(known.millivolts()))
        .orElseThrow(() -> new EcgFormatException("unit is no voltage", element.path()));
  }

  /** Millivolt per step where the file names no unit. */
  static BigDecimal unitless(String where, RulesInForce<AecgRule> rules) throws EcgFormatException {
    if (!rules.apply(AecgRule.UNITLESS_IS_MICROVOLT, where)) {
      throw new EcgFormatException("no unit", where);
    }
    return VoltageUnit.MICROVOLT.millivolts();
  }

  /** A time in milliseconds; without a unit it is in seconds, as in most examples. */
  static BigDecimal millis(XmlElement element) throws EcgFormatException {
    BigDecimal value = number(element);
    return switch (element.attribute("unit").orElse("s").strip()) {
      case "s", "sec" -> value.multiply(THOUSAND);
      case "ms", "msec" -> value;
      case "us", "\u00b5s", "\u03bcs" -> value.movePointLeft(3);
      case "ns" -> value.movePointLeft(6);
      default -> throw new EcgFormatException("unit is no time", element.path());
    };
  }

  /** The time from sample to sample in milliseconds. */
  static BigDecimal periodMillis(XmlElement increment, RulesInForce<AecgRule> rules)
      throws EcgFormatException {
    BigDecimal millis = millis(increment);
    if (millis.compareTo(THOUSAND) >= 0
        && rules.apply(AecgRule.SECONDS_MEAN_MILLISECONDS, increment.path())) {
      millis = number(increment);
    }
    if (millis.signum() <= 0 || millis.compareTo(LONGEST_PERIOD_MILLIS) > 0) {
      throw new EcgFormatException("no sampling increment of an ECG", increment.path());
    }
    return millis;
  }
}
