package org.farsight.ecg.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.ecg.LeadId;

/**
 * The laws that six limb leads of one moment obey, since three electrodes give two voltages only:
 * Einthoven's I + III = II and Goldberger's augmented leads. A lead that was computed proves
 * nothing and is not asked.
 */
record LimbLaws(QualityLimits limits) {

  /** More than this share of the samples must break a law: a jump alone is no contradiction. */
  private static final double BORNE_SHARE = 0.01;

  private static final double SHOWN_SHARE = 0.99;

  /**
   * One law: what the leads, each times its factor, sum up to is nothing.
   *
   * @param words the law as people know it
   */
  private record Law(String words, List<LeadId> leads, double... factors) {}

  private static final List<Law> LAWS =
      List.of(
          new Law("I + III = II", List.of(LeadId.I, LeadId.II, LeadId.III), 1, -1, 1),
          new Law("aVR = -(I + II)/2", List.of(LeadId.I, LeadId.II, LeadId.AVR), 0.5, 0.5, 1),
          new Law("aVL = (I - III)/2", List.of(LeadId.I, LeadId.III, LeadId.AVL), -0.5, 0.5, 1),
          new Law("aVF = (II + III)/2", List.of(LeadId.II, LeadId.III, LeadId.AVF), -0.5, -0.5, 1));

  Stream<Finding> examine(List<Signal> signals) {
    return LAWS.stream().flatMap(law -> broken(law, signals).stream());
  }

  private Optional<Finding> broken(Law law, List<Signal> signals) {
    List<Signal> asked = new ArrayList<>();
    for (LeadId id : law.leads()) {
      signals.stream()
          .filter(signal -> signal.id() == id && !signal.lead().isDerived())
          .findFirst()
          .ifPresent(asked::add);
    }
    if (asked.size() < law.leads().size()
        || asked.getFirst().length() == 0
        || !asked.stream().allMatch(asked.getFirst()::isAlongside)) {
      return Optional.empty();
    }
    // a cut or rounded integer is off by less than a step
    double rounding = 0;
    for (int k = 0; k < asked.size(); k++) {
      rounding += Math.abs(law.factors()[k]) * asked.get(k).step();
    }
    double[] missed = missed(law, asked);
    double borne = limits.sumMillivolt() + rounding;
    long beyond = Arrays.stream(missed).filter(miss -> miss > borne).count();
    if (beyond <= missed.length * BORNE_SHARE) {
      return Optional.empty();
    }
    Arrays.sort(missed);
    double shown = missed[(int) ((missed.length - 1) * SHOWN_SHARE)];
    return Optional.of(
        new Finding(
            Finding.Kind.LEADS_INCONSISTENT,
            law.leads(),
            Optional.of(Found.measure(shown, borne, "mV")),
            law.words()));
  }

  /** By how much each sample misses the law, offsets of the leads aside. */
  private static double[] missed(Law law, List<Signal> asked) {
    int length = asked.getFirst().length();
    double[] sums = new double[length];
    int kept = 0;
    for (int i = 0; i < length; i++) {
      double sum = 0;
      boolean missing = false;
      for (int k = 0; k < asked.size(); k++) {
        sum += law.factors()[k] * asked.get(k).at(i);
        missing |= asked.get(k).isMissing(i);
      }
      if (!missing) {
        sums[kept++] = sum;
      }
    }
    double[] there = Arrays.copyOf(sums, kept);
    double mean = Arrays.stream(there).average().orElse(0);
    return Arrays.stream(there).map(sum -> Math.abs(sum - mean)).toArray();
  }
}
