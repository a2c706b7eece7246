package org.farsight.ecg;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decimal numbers out of files: exact, and bounded, because {@code 1E999999999} is a few bytes that
 * would become a gigabyte of digits in the first addition.
 */
public final class Decimals {
  private static final int MAX_LENGTH = 64;
  private static final int MAX_EXPONENT = 30;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private Decimals() {}

  /** The number that the text is, blanks at its ends aside; empty where it is none or is absurd. */
  public static Optional<BigDecimal> parse(String text) {
    String bare = text.strip();
    if (bare.length() > MAX_LENGTH || !NUMBER.matcher(bare).matches()) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(bare);
    int magnitude = value.precision() - value.scale();
    boolean sane = value.signum() == 0 || Math.abs(magnitude) <= MAX_EXPONENT;
    return sane ? Optional.of(value.signum() == 0 ? BigDecimal.ZERO : value) : Optional.empty();
  }

  /** The number with no trailing zeros and no exponent, so that equal numbers are equal objects. */
  public static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
