package org.farsight.ecg.quality;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.DerivedLeads;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.Subject;

/**
 * An ECG made of the potentials at nine electrodes, so that swapped electrodes, laws of the limb
 * leads and noise come out as they do at a cart. Each wave is a bell with a height per electrode.
 */
final class SyntheticEcg {

  private enum Electrode {
    RA,
    LA,
    LL,
    RL,
    C1,
    C2,
    C3,
    C4,
    C5,
    C6
  }

  /** Places in the cycle, widths in seconds, heights in millivolt at each electrode. */
  private record Wave(double at, double width, double[] heights) {}

  private double seconds = 10;
  private double hertz = 500;
  private double step = 0.0025;
  private double rate = 72;
  private double hum;
  private double humHertz = 50;
  private double muscles;
  private double wander;
  private double clip = Double.POSITIVE_INFINITY;
  private boolean eightLeads;
  private boolean calibration;
  private boolean lateralInfarct;
  private boolean steepAxis;
  private Electrode[] wiring = Electrode.values();
  private final Map<LeadId, int[]> silence = new EnumMap<>(LeadId.class);
  private final Map<LeadId, int[]> gaps = new EnumMap<>(LeadId.class);
  private final Map<LeadId, Double> gains = new EnumMap<>(LeadId.class);
  private final Map<LeadId, Double> offsets = new EnumMap<>(LeadId.class);
  private final Map<LeadId, LeadId> copies = new EnumMap<>(LeadId.class);
  private final Set<LeadId> left = new HashSet<>();

  SyntheticEcg seconds(double value) {
    seconds = value;
    return this;
  }

  SyntheticEcg hertz(double value) {
    hertz = value;
    return this;
  }

  SyntheticEcg step(double millivolt) {
    step = millivolt;
    return this;
  }

  SyntheticEcg rate(double beatsPerMinute) {
    rate = beatsPerMinute;
    return this;
  }

  /** Hum picked up at the left leg, with this amplitude in lead II and III. */
  SyntheticEcg hum(double frequency, double amplitude) {
    humHertz = frequency;
    hum = amplitude;
    return this;
  }

  /** White noise at each electrode, so much in each lead (root mean square) at least. */
  SyntheticEcg muscles(double millivolt) {
    muscles = millivolt;
    return this;
  }

  /** A slow wave of 0.3 Hz at the right arm, peak to peak. */
  SyntheticEcg wander(double millivolt) {
    wander = millivolt;
    return this;
  }

  /** A cart that puts its calibration pulse, 1 mV for 200 ms, into every lead at second nine. */
  SyntheticEcg calibration() {
    calibration = true;
    return this;
  }

  /** An amplifier that ends here. */
  SyntheticEcg clip(double millivolt) {
    clip = millivolt;
    return this;
  }

  /** A cart that stores eight leads; the others are derived and say so. */
  SyntheticEcg eightLeads() {
    eightLeads = true;
    return this;
  }

  /** Deep Q and an inverted T in I and aVL, P upright, V6 as ever. */
  SyntheticEcg lateralInfarct() {
    lateralInfarct = true;
    return this;
  }

  /** QRS of an axis of 90 degrees: lead I has hardly any, P and T as ever. */
  SyntheticEcg steepAxis() {
    steepAxis = true;
    return this;
  }

  SyntheticEcg armsSwapped() {
    return swapped(Electrode.RA, Electrode.LA);
  }

  SyntheticEcg leftArmAndLegSwapped() {
    return swapped(Electrode.LA, Electrode.LL);
  }

  /** Right arm's wire at the right leg, where the potential is almost that of the left leg. */
  SyntheticEcg rightArmAtRightLeg() {
    wiring = wiring.clone();
    wiring[Electrode.RA.ordinal()] = Electrode.RL;
    return this;
  }

  /** A heart on the right side: the arms' potentials and the chest's turn together. */
  SyntheticEcg dextrocardia() {
    armsSwapped();
    wiring[Electrode.C5.ordinal()] = Electrode.C1;
    wiring[Electrode.C6.ordinal()] = Electrode.C1;
    return this;
  }

  SyntheticEcg silent(LeadId lead, double from, double to) {
    silence.put(lead, new int[] {(int) (from * hertz), (int) (to * hertz)});
    return this;
  }

  SyntheticEcg gap(LeadId lead, double from, double to) {
    gaps.put(lead, new int[] {(int) (from * hertz), (int) (to * hertz)});
    return this;
  }

  SyntheticEcg gain(LeadId lead, double factor) {
    gains.put(lead, factor);
    return this;
  }

  SyntheticEcg offset(LeadId lead, double millivolt) {
    offsets.put(lead, millivolt);
    return this;
  }

  SyntheticEcg copy(LeadId from, LeadId to) {
    copies.put(to, from);
    return this;
  }

  SyntheticEcg without(LeadId lead) {
    left.add(lead);
    return this;
  }

  private SyntheticEcg swapped(Electrode one, Electrode two) {
    wiring = wiring.clone();
    wiring[one.ordinal()] = two;
    wiring[two.ordinal()] = one;
    return this;
  }

  Recording recording() {
    double[][] potentials = potentials();
    List<Lead> leads = new ArrayList<>();
    for (LeadId id : LeadId.STANDARD_12) {
      boolean derived =
          eightLeads && List.of(LeadId.III, LeadId.AVR, LeadId.AVL, LeadId.AVF).contains(id);
      if (!derived && !left.contains(id)) {
        leads.add(lead(id, potentials));
      }
    }
    if (eightLeads) {
      leads.addAll(2, DerivedLeads.ofLimbs(leads));
    }
    return new Recording(
        new EcgFormat("made", "made", "application/octet-stream"),
        Subject.UNNAMED,
        new Acquisition(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Acquisition.Device.UNNAMED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        leads,
        List.of(),
        Measurements.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private Lead lead(LeadId id, double[][] potentials) {
    LeadId shown = copies.getOrDefault(id, id);
    int[] values = new int[potentials[0].length];
    int[] silent = silence.getOrDefault(id, new int[] {0, 0});
    for (int i = 0; i < values.length; i++) {
      double volts = volts(shown, potentials, i) * gains.getOrDefault(id, 1.0);
      if (i >= silent[0] && i < silent[1]) {
        volts = 0;
      }
      if (calibration && i >= 9 * hertz - 4 && i < 9.2 * hertz + 4) {
        volts = i >= 9 * hertz && i < 9.2 * hertz ? 1 : 0;
      }
      volts = Math.max(-clip, Math.min(clip, volts + offsets.getOrDefault(id, 0.0)));
      values[i] = (int) Math.round(volts / step);
    }
    BitSet missing = new BitSet();
    int[] gap = gaps.getOrDefault(id, new int[] {0, 0});
    missing.set(gap[0], gap[1]);
    return Lead.recorded(
        id,
        SamplingRate.ofHertz(BigDecimal.valueOf(hertz)),
        Samples.of(values, missing),
        BigDecimal.valueOf(step));
  }

  private double volts(LeadId id, double[][] p, int i) {
    double ra = at(p, Electrode.RA, i);
    double la = at(p, Electrode.LA, i);
    double ll = at(p, Electrode.LL, i);
    double middle = (ra + la + ll) / 3;
    return switch (id) {
      case I -> la - ra;
      case II -> ll - ra;
      case III -> ll - la;
      case AVR -> ra - (la + ll) / 2;
      case AVL -> la - (ra + ll) / 2;
      case AVF -> ll - (ra + la) / 2;
      case V1 -> at(p, Electrode.C1, i) - middle;
      case V2 -> at(p, Electrode.C2, i) - middle;
      case V3 -> at(p, Electrode.C3, i) - middle;
      case V4 -> at(p, Electrode.C4, i) - middle;
      case V5 -> at(p, Electrode.C5, i) - middle;
      case V6 -> at(p, Electrode.C6, i) - middle;
      default -> throw new IllegalArgumentException("not one of the twelve: " + id);
    };
  }

  private double at(double[][] potentials, Electrode wire, int i) {
    return potentials[wiring[wire.ordinal()].ordinal()][i];
  }

  private double[][] potentials() {
    int length = (int) Math.round(seconds * hertz);
    double[][] potentials = new double[Electrode.values().length][length];
    Random random = new Random(7);
    double cycle = 60 / rate;
    for (int i = 0; i < length; i++) {
      double time = i / hertz;
      for (int e = 0; e < potentials.length; e++) {
        double sum = random.nextGaussian() * (muscles + 0.001);
        for (Wave wave : waves()) {
          double off = (time + 0.3) % cycle - wave.at();
          sum += wave.heights()[e] * Math.exp(-off * off / (2 * wave.width() * wave.width()));
        }
        potentials[e][i] = sum;
      }
      potentials[Electrode.LL.ordinal()][i] += hum * Math.sin(2 * Math.PI * humHertz * time);
      potentials[Electrode.RA.ordinal()][i] += wander / 2 * Math.sin(2 * Math.PI * 0.3 * time);
    }
    return potentials;
  }

  /** RA LA LL RL C1 … C6 of a heart with an axis of about 45 degrees. */
  private List<Wave> waves() {
    double la = lateralInfarct ? -0.75 : steepAxis ? -0.43 : 0.25;
    double t = lateralInfarct ? -0.35 : 0.05;
    return List.of(
        new Wave(
            0.16,
            0.022,
            new double[] {-0.06, 0.03, 0.06, 0.055, 0.04, 0.05, 0.05, 0.05, 0.05, 0.05}),
        new Wave(
            0.31, 0.008, new double[] {0.02, -0.02, -0.08, -0.07, 0.1, 0.1, 0, -0.05, -0.1, -0.1}),
        new Wave(0.33, 0.011, new double[] {-0.45, la, 0.55, 0.51, 0.25, 0.5, 0.9, 1.5, 1.3, 1}),
        new Wave(
            0.36,
            0.010,
            new double[] {0.05, 0.02, -0.1, -0.09, -0.9, -1.1, -0.6, -0.4, -0.2, -0.1}),
        new Wave(
            0.58, 0.045, new double[] {-0.12, t, 0.12, 0.11, 0.05, 0.3, 0.35, 0.35, 0.3, 0.25}));
  }
}
