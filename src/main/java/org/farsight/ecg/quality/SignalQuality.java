package org.farsight.ecg.quality;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.farsight.ecg.Recording;

/**
 * Examines a recording for faults of its signal. Only leads that are leads by name are looked at: a
 * channel of unknown name may be a pressure. Safe for use by many threads.
 *
 * @param limits from where on something is a fault
 */
public record SignalQuality(QualityLimits limits) {

  /** An examination under the usual limits. */
  public static SignalQuality standard() {
    return new SignalQuality(QualityLimits.DEFAULT);
  }

  /** Every fault of the rhythm recording, in the order of {@link Finding.Kind}; none is good. */
  public List<Finding> examine(Recording recording) {
    List<Signal> signals = signals(recording);
    List<Finding> hum = new Hum(limits).examine(signals).toList();
    List<Finding> found = new ArrayList<>(hum);
    new Extent(limits).examine(recording, signals).forEach(found::add);
    new Amplitudes(limits).examine(signals).forEach(found::add);
    new LimbLaws(limits).examine(signals).forEach(found::add);
    new Electrodes().examine(signals).forEach(found::add);
    new Noise(limits).examine(signals, !hum.isEmpty()).forEach(found::add);
    found.sort(Comparator.comparing(Finding::kind));
    return List.copyOf(found);
  }

  private static List<Signal> signals(Recording recording) {
    List<Signal> all =
        recording.leads().stream()
            .flatMap(lead -> lead.id().map(id -> new Signal(lead, id)).stream())
            .toList();
    BitSet pulse = CalibrationPulse.in(all.stream().filter(s -> !s.lead().isDerived()).toList());
    return pulse.isEmpty() ? all : all.stream().map(signal -> signal.without(pulse)).toList();
  }
}
