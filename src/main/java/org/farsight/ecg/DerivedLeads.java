package org.farsight.ecg;

import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/**
 * The limb leads that carts which store eight leads do not write. From I and II, by Einthoven III =
 * II - I, by Goldberger aVR = -(I + II)/2, aVL = I - II/2, aVF = II - I/2; from II and III, which
 * other carts store, I = II - III, aVR = III/2 - II, aVL = II/2 - III, aVF = (II + III)/2. The
 * augmented ones are kept exact by half the step instead of half the integer. Each says that it is
 * derived, and how.
 */
public final class DerivedLeads {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private DerivedLeads() {}

  /**
   * The four derived limb leads; none where neither I and II nor II and III are there, where the
   * two cannot be subtracted sample by sample, or where one of the four was recorded.
   *
   * @param recorded the leads of one waveform
   */
  public static List<Lead> ofLimbs(List<Lead> recorded) {
    Optional<Lead> one = lead(recorded, LeadId.I);
    Optional<Lead> two = lead(recorded, LeadId.II);
    Optional<Lead> three = lead(recorded, LeadId.III);
    boolean augmented =
        List.of(LeadId.AVR, LeadId.AVL, LeadId.AVF).stream()
            .anyMatch(id -> lead(recorded, id).isPresent());
    if (augmented || two.isEmpty() || one.isPresent() == three.isPresent()) {
      return List.of();
    }
    Lead other = one.or(() -> three).orElseThrow();
    if (!areAlike(other, two.get())) {
      return List.of();
    }
    return one.isPresent() ? ofOneAndTwo(other, two.get()) : ofTwoAndThree(two.get(), other);
  }

  private static List<Lead> ofOneAndTwo(Lead one, Lead two) {
    BigDecimal step = one.scale();
    BigDecimal half = step.divide(TWO);
    return List.of(
        derive(LeadId.III, "II - I", step, one, two, (i, ii) -> ii - i),
        derive(LeadId.AVR, "-(I + II)/2", half, one, two, (i, ii) -> -(i + ii)),
        derive(LeadId.AVL, "I - II/2", half, one, two, (i, ii) -> 2 * i - ii),
        derive(LeadId.AVF, "II - I/2", half, one, two, (i, ii) -> 2 * ii - i));
  }

  private static List<Lead> ofTwoAndThree(Lead two, Lead three) {
    BigDecimal step = two.scale();
    BigDecimal half = step.divide(TWO);
    return List.of(
        derive(LeadId.I, "II - III", step, two, three, (ii, iii) -> ii - iii),
        derive(LeadId.AVR, "III/2 - II", half, two, three, (ii, iii) -> iii - 2 * ii),
        derive(LeadId.AVL, "II/2 - III", half, two, three, (ii, iii) -> ii - 2 * iii),
        derive(LeadId.AVF, "(II + III)/2", half, two, three, (ii, iii) -> ii + iii));
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
