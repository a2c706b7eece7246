package org.farsight.ecg.quality;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.ecg.LeadId;

/** Leads that say nothing, or are cut off, or say what another one says. */
record Amplitudes(QualityLimits limits) {

  /** A lead that moves by so much in a stretch is alive in it. */
  private static final double ALIVE_MILLIVOLT = 0.2;

  /** Before and behind a signal that was cut off it jumps; about a smooth peak it creeps. */
  private static final int JUMP_STEPS = 4;

  Stream<Finding> examine(List<Signal> signals) {
    return Stream.of(flat(signals), saturated(signals), same(signals)).flatMap(Optional::stream);
  }

  private Optional<Finding> flat(List<Signal> signals) {
    Found flat = Found.above();
    for (Signal signal : signals) {
      double seconds = flatSeconds(signal, signals);
      if (seconds > 0) {
        flat.add(signal.id(), seconds);
      }
    }
    return flat.finding(Finding.Kind.FLAT, limits.flatSeconds(), "s");
  }

  /**
   * For how long the lead is flat: all of it, or while others are alive. A pause of the heart is
   * flat in all leads and is no fault; a gap is told as one.
   */
  private double flatSeconds(Signal signal, List<Signal> all) {
    if (signal.length() == 0) {
      return 0;
    }
    double whole = signal.length() / signal.hertz();
    if (signal.range(0, signal.length()) < limits.flatMillivolt()) {
      boolean silent = signal.lead().samples().missingCount() < signal.length();
      return silent && whole >= limits.flatSeconds() ? whole : 0;
    }
    int second = signal.samples(1);
    int longest = 0;
    int run = 0;
    for (int from = 0; from + second <= signal.length(); from += second) {
      boolean still =
          signal.range(from, from + second) < limits.flatMillivolt()
              && !isMissingWithin(signal, from, from + second)
              && isAnyAlive(signal, all, from, from + second);
      run = still ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest >= limits.flatSeconds() ? longest : 0;
  }

  private static boolean isAnyAlive(Signal signal, List<Signal> all, int from, int to) {
    return all.stream()
        .anyMatch(other -> other.isAlongside(signal) && other.range(from, to) > ALIVE_MILLIVOLT);
  }

  private static boolean isMissingWithin(Signal signal, int from, int to) {
    for (int i = from; i < to; i++) {
      if (signal.isMissing(i)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Finding> saturated(List<Signal> signals) {
    Found saturated = Found.above();
    for (Signal signal : signals) {
      double millis = signal.lead().isDerived() ? 0 : cutMillis(signal);
      if (millis > 0) {
        saturated.add(signal.id(), millis);
      }
    }
    return saturated.finding(Finding.Kind.SATURATED, limits.saturatedMillis(), "ms");
  }

  /** How long the signal stands at its extremes in runs that begin or end with a jump. */
  private double cutMillis(Signal signal) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : signal.millivolt()) {
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    if (high - low < limits.flatMillivolt()) {
      return 0;
    }
    int shortest = (int) Math.max(3, Math.round(limits.saturatedMillis() / 1000 * signal.hertz()));
    int cut = cutSamples(signal, low, shortest) + cutSamples(signal, high, shortest);
    return cut * 1000.0 / signal.hertz();
  }

  private static int cutSamples(Signal signal, double extreme, int shortest) {
    double jump = JUMP_STEPS * signal.step();
    int cut = 0;
    int start = -1;
    for (int i = 0; i <= signal.length(); i++) {
      boolean stands = i < signal.length() && signal.at(i) == extreme && !signal.isMissing(i);
      if (stands && start < 0) {
        start = i;
      } else if (!stands && start >= 0) {
        boolean jumps =
            (start > 0 && Math.abs(signal.at(start - 1) - extreme) >= jump)
                || (i < signal.length() && Math.abs(signal.at(i) - extreme) >= jump);
        cut += i - start >= shortest && jumps ? i - start : 0;
        start = -1;
      }
    }
    return cut;
  }

  /**
   * Two chest leads never agree in every sample, unless a wire or a file holds one twice. Limb
   * leads may: with one electrode at the right leg two of them are one.
   */
  private Optional<Finding> same(List<Signal> signals) {
    Found same = Found.above();
    for (int i = 0; i < signals.size(); i++) {
      for (int j = i + 1; j < signals.size(); j++) {
        Signal one = signals.get(i);
        Signal two = signals.get(j);
        if (isChest(one) && isChest(two) && one.id() != two.id() && areEqual(one, two)) {
          same.add(one.id(), 0);
          same.add(two.id(), 0);
        }
      }
    }
    return same.finding(Finding.Kind.SAME_SIGNAL, 0, "mV")
        .map(found -> new Finding(found.kind(), found.leads(), Optional.empty(), ""));
  }

  private static boolean isChest(Signal signal) {
    return signal.id().compareTo(LeadId.V1) >= 0 && signal.id().compareTo(LeadId.V7R) <= 0;
  }

  private boolean areEqual(Signal one, Signal two) {
    return one.isAlongside(two)
        && one.lead().samples().equals(two.lead().samples())
        && one.step() == two.step()
        && one.range(0, one.length()) >= limits.flatMillivolt();
  }
}
