package org.farsight.ecg.quality;

import java.util.BitSet;
import java.util.List;

/**
 * The pulse of 1 mV that some carts put into the samples: every lead rises by it within a few
 * milliseconds and falls again. No heart does that, since the limb leads could not obey their laws.
 * What belongs to it is not examined.
 */
final class CalibrationPulse {

  private static final double HEIGHT_MILLIVOLT = 1;
  private static final double TOLERANCE = 0.15;
  private static final double RISE_SECONDS = 0.006;
  private static final double LONGEST_SECONDS = 0.5;

  /** Before and behind it carts drop to the baseline, which is no signal either. */
  private static final double MARGIN_SECONDS = 0.02;

  private static final int FEWEST_LEADS = 3;

  private CalibrationPulse() {}

  /** The samples of pulses in leads that lie alongside each other; empty where there is none. */
  static BitSet in(List<Signal> signals) {
    BitSet found = new BitSet();
    if (signals.size() < FEWEST_LEADS
        || !signals.stream().allMatch(signals.getFirst()::isAlongside)) {
      return found;
    }
    Signal first = signals.getFirst();
    int rise = first.samples(RISE_SECONDS);
    int longest = first.samples(LONGEST_SECONDS);
    int margin = first.samples(MARGIN_SECONDS);
    for (int i = 0; i + rise < first.length(); i++) {
      if (jumps(signals, i, rise, 1)) {
        int end = fall(signals, i + rise, longest, rise);
        if (end > 0) {
          found.set(Math.max(0, i - margin), Math.min(first.length(), end + rise + margin));
          i = end;
        }
      }
    }
    return found;
  }

  /** Where all leads fall back, or the recording ends; 0 where they do not. */
  private static int fall(List<Signal> signals, int from, int longest, int rise) {
    int length = signals.getFirst().length();
    for (int i = from; i + rise < length && i < from + longest; i++) {
      if (jumps(signals, i, rise, -1)) {
        return i;
      }
    }
    return 0;
  }

  private static boolean jumps(List<Signal> signals, int at, int rise, int direction) {
    for (Signal signal : signals) {
      double step = (signal.at(at + rise) - signal.at(at)) * direction;
      if (Math.abs(step - HEIGHT_MILLIVOLT) > TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}
