package org.farsight.ecg;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Measurements.Measurement;

/**
 * Gathers the measurements of one file under the rules of {@link MeasurementRule}, and remarks on
 * each use of a rule. Not safe for use by several threads.
 */
public final class MeasurementIntake {
  private final List<Measurement> taken = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();

  /**
   * Takes one value as the file writes it.
   *
   * @param kind what it is, where known
   * @param label the file's words
   * @param value the number as text
   * @param unit the file's unit, where it names one
   * @param code the file's code
   * @param lead the lead it belongs to; empty for a global measurement
   * @param where the place in the file, for a remark
   */
  public void add(
      Optional<Kind> kind,
      String label,
      String value,
      Optional<String> unit,
      Optional<Code> code,
      Optional<LeadId> lead,
      String where) {
    Optional<BigDecimal> number = Decimals.parse(value);
    if (number.isEmpty()) {
      if (!value.isBlank()) {
        remark(MeasurementRule.NOT_A_NUMBER, where);
      }
      return;
    }
    if (kind.isEmpty()) {
      taken.add(new Measurement(kind, label, number.get(), unit, code, lead));
      return;
    }
    known(kind.get(), label, number.get(), unit, code, lead, where);
  }

  /** What was taken so far. */
  public Measurements measurements() {
    return new Measurements(taken);
  }

  /** Where a rule was used. */
  public List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  private void known(
      Kind kind,
      String label,
      BigDecimal number,
      Optional<String> unit,
      Optional<Code> code,
      Optional<LeadId> lead,
      String where) {
    if (number.signum() == 0 && !kind.isAxis()) {
      remark(MeasurementRule.ZERO_IS_NOT_MEASURED, where);
      return;
    }
    if (unit.isEmpty()) {
      remark(MeasurementRule.ABSENT_UNIT_IS_THE_USUAL, where);
    }
    Optional<BigDecimal> converted = kind.inOwnUnit(number, unit.orElse(kind.unit()));
    if (converted.isEmpty() && kind.isAxis()) {
      remark(MeasurementRule.AXIS_IS_IN_DEGREES, where);
      converted = Optional.of(number);
    }
    if (converted.isEmpty()) {
      remark(MeasurementRule.UNIT_NOT_UNDERSTOOD, where);
      return;
    }
    taken.add(
        new Measurement(
            Optional.of(kind), label, converted.get(), Optional.of(kind.unit()), code, lead));
  }

  private void remark(MeasurementRule rule, String where) {
    remarks.add(new Remark(rule.name(), where));
  }
}
