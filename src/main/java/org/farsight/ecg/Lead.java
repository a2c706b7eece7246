package org.farsight.ecg;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * One lead over one stretch of time. The voltage of sample {@code i} is {@code origin +
 * samples.at(i) * scale} in millivolt.
 *
 * @param id the lead, where its name or code is in the table; else empty and {@code label} counts
 * @param label the lead's printed name: that of {@code id}, or the file's own
 * @param rate how often it was sampled
 * @param samples the integers exactly as stored
 * @param scale millivolt per step, exact, never zero
 * @param origin millivolt at the integer 0 (aECG origin, DICOM Channel Baseline)
 * @param offsetMillis milliseconds from the recording's start to the first sample: group offset and
 *     channel skew together
 * @param derivation how the lead was computed ({@code II - I}) where it was not recorded; empty for
 *     a recorded lead
 */
public record Lead(
    Optional<LeadId> id,
    String label,
    SamplingRate rate,
    Samples samples,
    BigDecimal scale,
    BigDecimal origin,
    BigDecimal offsetMillis,
    Optional<String> derivation) {

  public Lead {
    Objects.requireNonNull(id);
    Objects.requireNonNull(label);
    Objects.requireNonNull(rate);
    Objects.requireNonNull(samples);
    Objects.requireNonNull(derivation);
    if (scale.signum() == 0) {
      throw new IllegalArgumentException("a scale of zero loses the signal");
    }
    scale = Decimals.plain(scale);
    origin = Decimals.plain(origin);
    offsetMillis = Decimals.plain(offsetMillis);
  }

  /** A recorded lead that starts with the recording and whose integer 0 is 0 mV. */
  public static Lead recorded(LeadId id, SamplingRate rate, Samples samples, BigDecimal scale) {
    return new Lead(
        Optional.of(id),
        id.label(),
        rate,
        samples,
        scale,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        Optional.empty());
  }

  /** Whether the lead was computed from others and not recorded. */
  public boolean isDerived() {
    return derivation.isPresent();
  }

  /** How long the lead is: the number of its samples times their interval, in milliseconds. */
  public BigDecimal durationMillis() {
    return rate.periodMillis().multiply(BigDecimal.valueOf(samples.length()));
  }
}
