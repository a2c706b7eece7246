package org.farsight.ecg.edf;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.VoltageUnit;

/**
 * What the header says of one signal.
 *
 * @param label its name, {@code ECG V1}; {@code EDF Annotations} for text
 * @param dimension the physical dimension
 * @param samples how many in each data record
 */
record Signal(
    Field label,
    Field dimension,
    Field physicalMin,
    Field physicalMax,
    Field digitalMin,
    Field digitalMax,
    int samples) {

  private static final String ANNOTATIONS = "EDF Annotations";
  private static final int MOST_SAMPLES = 10_000_000;

  /** FHIR and DICOM readers hold numbers to 18 digits; 16-bit samples need five. */
  private static final MathContext DIGITS = new MathContext(18);

  /** {@code ECG} or {@code EKG}, then the lead; {@code -Ref} behind it names the reference. */
  private static final Pattern ECG =
      Pattern.compile("(?:ECG|EKG)[ _.:-]*(.*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern REFERENCE =
      Pattern.compile("-\\s*(?:REF|WCT|CT)\\d*$", Pattern.CASE_INSENSITIVE);

  /** Leads that nothing else is called by; X, Y, Z or A1 alone may be anything. */
  private static final Set<LeadId> UNMISTAKABLE =
      EnumSet.of(
          LeadId.I,
          LeadId.II,
          LeadId.III,
          LeadId.AVR,
          LeadId.AVL,
          LeadId.AVF,
          LeadId.V1,
          LeadId.V2,
          LeadId.V3,
          LeadId.V4,
          LeadId.V5,
          LeadId.V6,
          LeadId.V7,
          LeadId.V8,
          LeadId.V9,
          LeadId.V3R,
          LeadId.V4R,
          LeadId.V5R,
          LeadId.V6R);

  static Signal of(
      Field label,
      Field dimension,
      Field physicalMin,
      Field physicalMax,
      Field digitalMin,
      Field digitalMax,
      Field samples)
      throws EcgFormatException {
    int count = samples.integer();
    if (count < 0 || count > MOST_SAMPLES) {
      throw samples.fault("is not within 0 to " + MOST_SAMPLES);
    }
    return new Signal(label, dimension, physicalMin, physicalMax, digitalMin, digitalMax, count);
  }

  boolean isAnnotations() {
    return label.text().equals(ANNOTATIONS);
  }

  /** What is behind {@code ECG} in the label, or the label where it is a lead's name alone. */
  Optional<String> leadName() {
    String bare = REFERENCE.matcher(label.text()).replaceFirst("").strip();
    Matcher ecg = ECG.matcher(bare);
    if (ecg.matches()) {
      return Optional.of(ecg.group(1).strip());
    }
    return LeadId.ofName(bare).filter(UNMISTAKABLE::contains).map(lead -> bare);
  }

  /** Millivolt of one physical unit; empty where the unit is no voltage. */
  Optional<BigDecimal> millivolts() {
    return VoltageUnit.of(dimension.text()).map(VoltageUnit::millivolts);
  }

  /**
   * Millivolt per step and at the integer 0.
   *
   * @param scale physical range over digital range
   * @param origin physical minimum less digital minimum times scale
   */
  record Calibration(BigDecimal scale, BigDecimal origin) {}

  /** The calibration; where the quotient has no end it is told to 18 digits, with a remark. */
  Calibration calibration(RulesInForce<EdfRule> rules) throws EcgFormatException {
    BigDecimal unit = millivolts().orElseThrow(() -> dimension.fault("is no voltage"));
    BigDecimal low = BigDecimal.valueOf(digitalMin.integer());
    BigDecimal steps = BigDecimal.valueOf(digitalMax.integer()).subtract(low);
    BigDecimal range = physicalMax.decimal().subtract(physicalMin.decimal());
    if (steps.signum() <= 0) {
      throw digitalMax.fault("is not above the digital minimum");
    }
    if (range.signum() == 0) {
      throw physicalMax.fault("is the physical minimum");
    }
    BigDecimal scale = range.multiply(unit).divide(steps, DIGITS);
    // over the common denominator, so that a rounded scale spoils no exact origin
    BigDecimal zero = physicalMin.decimal().multiply(steps).subtract(low.multiply(range));
    BigDecimal origin = zero.multiply(unit).divide(steps, DIGITS);
    if (scale.multiply(steps).compareTo(range.multiply(unit)) != 0) {
      rules.note("SCALE_TO_18_DIGITS", label.where());
    }
    return new Calibration(scale, origin);
  }

  @Override
  public String toString() {
    return "Signal[" + label.text().toUpperCase(Locale.ROOT) + ", " + samples + "]";
  }
}
