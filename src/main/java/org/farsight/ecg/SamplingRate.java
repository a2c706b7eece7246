package org.farsight.ecg;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How often a lead was sampled, as a frequency and as the interval between two samples. The one
 * that the file states is exact; the other is exact where it has a finite decimal form, else
 * rounded to 34 digits.
 *
 * @param hertz samples per second
 * @param periodMillis milliseconds from one sample to the next
 */
public record SamplingRate(BigDecimal hertz, BigDecimal periodMillis) {
  private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);

  public SamplingRate {
    if (hertz.signum() <= 0 || periodMillis.signum() <= 0) {
      throw new IllegalArgumentException("a sampling rate is positive");
    }
    hertz = Decimals.plain(hertz);
    periodMillis = Decimals.plain(periodMillis);
  }

  /** The rate of a file that states samples per second. */
  public static SamplingRate ofHertz(BigDecimal hertz) {
    requirePositive(hertz);
    return new SamplingRate(hertz, MILLIS_PER_SECOND.divide(hertz, MathContext.DECIMAL128));
  }

  /** The rate of a file that states the time from sample to sample, in milliseconds. */
  public static SamplingRate ofPeriodMillis(BigDecimal millis) {
    requirePositive(millis);
    return new SamplingRate(MILLIS_PER_SECOND.divide(millis, MathContext.DECIMAL128), millis);
  }

  private static void requirePositive(BigDecimal value) {
    if (value.signum() <= 0) {
      throw new IllegalArgumentException("a sampling rate is positive");
    }
  }
}
