package org.farsight.ecg.quality;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;

/** What is there at all: leads, length, rate, step, gaps. */
record Extent(QualityLimits limits) {

  /** Carts cut a recording at the end of a block, a little before the tenth second. */
  private static final double BORNE_SECONDS = 0.1;

  Stream<Finding> examine(Recording recording, List<Signal> signals) {
    return Stream.of(
            missing(recording),
            shortness(recording.leads()),
            rate(signals),
            resolution(signals),
            gaps(signals))
        .flatMap(Optional::stream);
  }

  private static Optional<Finding> missing(Recording recording) {
    List<LeadId> absent =
        LeadId.STANDARD_12.stream().filter(id -> recording.lead(id).isEmpty()).toList();
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding(Finding.Kind.MISSING_LEAD, absent, Optional.empty(), ""));
  }

  /** From the first sample of any lead to the last: in a 3 by 4 recording leads take turns. */
  private Optional<Finding> shortness(List<Lead> leads) {
    BigDecimal from =
        leads.stream().map(Lead::offsetMillis).min(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
    BigDecimal to =
        leads.stream()
            .map(lead -> lead.offsetMillis().add(lead.durationMillis()))
            .max(BigDecimal::compareTo)
            .orElse(BigDecimal.ZERO);
    double seconds = to.subtract(from).doubleValue() / 1000;
    return seconds < limits.seconds() - BORNE_SECONDS
        ? Optional.of(
            new Finding(
                Finding.Kind.SHORT,
                List.of(),
                Optional.of(Found.measure(seconds, limits.seconds(), "s")),
                ""))
        : Optional.empty();
  }

  private Optional<Finding> rate(List<Signal> signals) {
    Found slow = Found.below();
    // a rate told as an interval comes back a hair off
    signals.stream()
        .filter(signal -> signal.hertz() < limits.rateHertz() * 0.9999)
        .forEach(signal -> slow.add(signal.id(), signal.hertz()));
    return slow.finding(Finding.Kind.LOW_RATE, limits.rateHertz(), "Hz");
  }

  private Optional<Finding> resolution(List<Signal> signals) {
    Found coarse = Found.above();
    for (Signal signal : signals) {
      double step = signal.step() * 1000;
      if (!signal.lead().isDerived() && step > limits.resolutionMicrovolt() * 1.0001) {
        coarse.add(signal.id(), step);
      }
    }
    return coarse.finding(Finding.Kind.LOW_RESOLUTION, limits.resolutionMicrovolt(), "uV");
  }

  private Optional<Finding> gaps(List<Signal> signals) {
    Found gaps = Found.above();
    for (Signal signal : signals) {
      double millis = signal.lead().samples().missingCount() * 1000.0 / signal.hertz();
      if (millis > limits.gapMillis()) {
        gaps.add(signal.id(), millis);
      }
    }
    return gaps.finding(Finding.Kind.GAPS, limits.gapMillis(), "ms");
  }
}
