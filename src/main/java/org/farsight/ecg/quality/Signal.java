package org.farsight.ecg.quality;

import java.util.Arrays;
import java.util.BitSet;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Samples;

/**
 * A lead's samples in millivolt. A missing sample holds the one before it, so that it adds no step;
 * {@link #isMissing} tells. What is not of the heart can be left out in the same way.
 */
final class Signal {
  /** Five minutes at 1 kHz: what is beyond, in a recording of a day, would fill the memory. */
  private static final int MOST_SAMPLES = 300_000;

  private final Lead lead;
  private final LeadId id;
  private final double[] millivolt;
  private final double hertz;
  private final BitSet absent;

  Signal(Lead lead, LeadId id) {
    this(lead, id, new BitSet());
  }

  private Signal(Lead lead, LeadId id, BitSet left) {
    this.lead = lead;
    this.id = id;
    this.hertz = lead.rate().hertz().doubleValue();
    Samples samples = lead.samples();
    this.absent = absent(samples, left);
    boolean gaps = !absent.isEmpty();
    this.millivolt = new double[Math.min(samples.length(), MOST_SAMPLES)];
    double scale = lead.scale().doubleValue();
    double origin = lead.origin().doubleValue();
    double last = 0;
    boolean any = false;
    for (int i = 0; i < millivolt.length; i++) {
      if (!gaps || !absent.get(i)) {
        last = origin + samples.at(i) * scale;
        if (!any) {
          Arrays.fill(millivolt, 0, i, last);
          any = true;
        }
      }
      millivolt[i] = last;
    }
  }

  private static BitSet absent(Samples samples, BitSet left) {
    BitSet absent = (BitSet) left.clone();
    if (samples.missingCount() == 0) {
      return absent;
    }
    for (int i = 0; i < Math.min(samples.length(), MOST_SAMPLES); i++) {
      if (samples.isMissing(i)) {
        absent.set(i);
      }
    }
    return absent;
  }

  /** The same without some samples, as if they were missing. */
  Signal without(BitSet samples) {
    return new Signal(lead, id, samples);
  }

  Lead lead() {
    return lead;
  }

  LeadId id() {
    return id;
  }

  double hertz() {
    return hertz;
  }

  int length() {
    return millivolt.length;
  }

  /** The samples; not to be changed. */
  double[] millivolt() {
    return millivolt;
  }

  double at(int index) {
    return millivolt[index];
  }

  boolean isMissing(int index) {
    return absent.get(index);
  }

  /** Millivolt per step of the integers. */
  double step() {
    return Math.abs(lead.scale().doubleValue());
  }

  /** How many samples make up this time, at least one. */
  int samples(double seconds) {
    return (int) Math.max(1, Math.round(seconds * hertz));
  }

  /** Whether two leads can be compared sample by sample. */
  boolean isAlongside(Signal other) {
    return length() == other.length()
        && lead.rate().equals(other.lead.rate())
        && lead.offsetMillis().equals(other.lead.offsetMillis());
  }

  /** Largest less smallest value in a stretch. */
  double range(int from, int to) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      double value = millivolt[i];
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    return to > from ? high - low : 0;
  }

  /** The signal less its mean over this time around each sample: without offset and wander. */
  double[] withoutBaseline(double seconds) {
    double[] mean = means(millivolt, samples(seconds));
    double[] rest = new double[millivolt.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = millivolt[i] - mean[i];
    }
    return rest;
  }

  /** Moving means of this width, narrower at both ends. */
  static double[] means(double[] values, int width) {
    double[] sums = new double[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      sums[i + 1] = sums[i] + values[i];
    }
    double[] means = new double[values.length];
    int half = Math.max(1, width / 2);
    for (int i = 0; i < means.length; i++) {
      int from = Math.max(0, i - half);
      int to = Math.min(values.length, i + half + 1);
      means[i] = (sums[to] - sums[from]) / (to - from);
    }
    return means;
  }
}
