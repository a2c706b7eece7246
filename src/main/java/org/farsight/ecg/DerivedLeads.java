package org.farsight.ecg;

import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/**
 * The limb leads that carts which store eight leads do not write: by Einthoven III = II - I, by
 * Goldberger aVR = -(I + II)/2, aVL = I - II/2, aVF = II - I/2. The augmented ones are kept exact
 * by half the step instead of half the integer. Each says that it is derived, and how.
 */
public final class DerivedLeads {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private DerivedLeads() {}

  /**
   * The four derived limb leads; none where I or II is missing, where the two cannot be subtracted
   * sample by sample, or where one of the four was recorded.
   *
   * @param recorded the leads of one waveform
   */
  public static List<Lead> ofLimbs(List<Lead> recorded) {
    Optional<Lead> one = lead(recorded, LeadId.I);
    Optional<Lead> two = lead(recorded, LeadId.II);
    boolean given =
        List.of(LeadId.III, LeadId.AVR, LeadId.AVL, LeadId.AVF).stream()
            .anyMatch(id -> lead(recorded, id).isPresent());
    if (one.isEmpty() || two.isEmpty() || given || !areAlike(one.get(), two.get())) {
      return List.of();
    }
    BigDecimal step = one.get().scale();
    BigDecimal half = step.divide(TWO);
    return List.of(
        derive(LeadId.III, "II - I", step, one.get(), two.get(), (i, ii) -> ii - i),
        derive(LeadId.AVR, "-(I + II)/2", half, one.get(), two.get(), (i, ii) -> -(i + ii)),
        derive(LeadId.AVL, "I - II/2", half, one.get(), two.get(), (i, ii) -> 2 * i - ii),
        derive(LeadId.AVF, "II - I/2", half, one.get(), two.get(), (i, ii) -> 2 * ii - i));
  }

  private static Optional<Lead> lead(List<Lead> leads, LeadId id) {
    return leads.stream().filter(lead -> lead.id().equals(Optional.of(id))).findFirst();
  }

  private static boolean areAlike(Lead one, Lead two) {
    return one.rate().equals(two.rate())
        && one.scale().equals(two.scale())
        && one.origin().signum() == 0
        && two.origin().signum() == 0
        && one.offsetMillis().equals(two.offsetMillis())
        && one.samples().length() == two.samples().length();
  }

  private static Lead derive(
      LeadId id, String how, BigDecimal scale, Lead one, Lead two, IntBinaryOperator formula) {
    int[] values = new int[one.samples().length()];
    BitSet missing = new BitSet();
    for (int i = 0; i < values.length; i++) {
      values[i] = formula.applyAsInt(one.samples().at(i), two.samples().at(i));
      missing.set(i, one.samples().isMissing(i) || two.samples().isMissing(i));
    }
    return new Lead(
        Optional.of(id),
        id.label(),
        one.rate(),
        Samples.of(values, missing),
        scale,
        BigDecimal.ZERO,
        one.offsetMillis(),
        Optional.of(how));
  }
}
