package org.farsight.ecg;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * A mark on the time axis: a wave's onset, a beat.
 *
 * @param code what is marked
 * @param startMillis milliseconds from the recording's start; empty where only the end is given
 * @param endMillis milliseconds from the recording's start; empty for a point in time
 * @param lead the lead it belongs to; empty where it holds for all
 */
public record Annotation(
    Code code,
    Optional<BigDecimal> startMillis,
    Optional<BigDecimal> endMillis,
    Optional<LeadId> lead) {
  public Annotation {
    Objects.requireNonNull(code);
    Objects.requireNonNull(lead);
    startMillis = startMillis.map(Decimals::plain);
    endMillis = endMillis.map(Decimals::plain);
  }
}
