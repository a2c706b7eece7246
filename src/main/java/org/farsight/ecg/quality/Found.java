package org.farsight.ecg.quality;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.LeadId;

/** Gathers the leads that have one fault, and the worst value among them. */
final class Found {
  private static final MathContext SHOWN = new MathContext(3, RoundingMode.HALF_UP);

  private final Set<LeadId> leads = new LinkedHashSet<>();
  private final boolean lowIsWorse;
  private double worst;
  private boolean any;

  private Found(boolean lowIsWorse) {
    this.lowIsWorse = lowIsWorse;
  }

  /** Values above the limit are faults. */
  static Found above() {
    return new Found(false);
  }

  /** Values below the limit are faults. */
  static Found below() {
    return new Found(true);
  }

  void add(LeadId lead, double value) {
    leads.add(lead);
    if (!any || (lowIsWorse ? value < worst : value > worst)) {
      worst = value;
    }
    any = true;
  }

  /** The finding, if any lead has the fault. */
  Optional<Finding> finding(Finding.Kind kind, double limit, String unit, String detail) {
    return any
        ? Optional.of(
            new Finding(kind, List.copyOf(leads), Optional.of(measure(worst, limit, unit)), detail))
        : Optional.empty();
  }

  Optional<Finding> finding(Finding.Kind kind, double limit, String unit) {
    return finding(kind, limit, unit, "");
  }

  /** A value to three digits beside its limit as it was set. */
  static Finding.Measure measure(double value, double limit, String unit) {
    return new Finding.Measure(shown(new BigDecimal(value).round(SHOWN)), exact(limit), unit);
  }

  private static BigDecimal exact(double limit) {
    return shown(BigDecimal.valueOf(limit));
  }

  private static BigDecimal shown(BigDecimal value) {
    BigDecimal bare = value.stripTrailingZeros();
    return bare.scale() < 0 ? bare.setScale(0) : bare;
  }
}
