package org.farsight.testdata;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.farsight.ecg.LeadId;

/**
 * A synthetic ECG: each wave of each beat is a Gaussian in time times a dipole in space, and a lead
 * sees the dipole's projection (after the dynamical model of McSharry et al. 2003, with a spatial
 * vector in place of one amplitude). Deterministic: {@link Random} is used by its specified integer
 * and double draws only, and {@link StrictMath} alone.
 *
 * <p>Leads I and II are rounded to even integers and the other limb leads computed from them, so
 * that Einthoven's III = II - I and Goldberger's aVR = -(I + II) / 2, aVL = I - II / 2, aVF = II -
 * I / 2 hold as integers. The axes are x to the left, y to the feet, z to the front, in millivolt.
 */
final class HeartModel {
  /**
   * Leads at the right and the back that are taken beside the twelve when an infarct is suspected.
   */
  static final List<LeadId> EIGHTEEN =
      List.of(
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
          LeadId.V5R);

  // What an electrode sees of the dipole. Limb leads lie in the frontal plane: I at 0, II at 60
  // degrees; chest leads turn from the right front to the left back.
  private static final Map<LeadId, double[]> PROJECTIONS =
      Map.ofEntries(
          Map.entry(LeadId.I, new double[] {1.0, 0.0, 0.0}),
          Map.entry(LeadId.II, new double[] {0.5, 0.866, 0.0}),
          Map.entry(LeadId.V1, new double[] {-0.45, 0.05, 0.95}),
          Map.entry(LeadId.V2, new double[] {-0.10, 0.10, 1.30}),
          Map.entry(LeadId.V3, new double[] {0.45, 0.15, 1.15}),
          Map.entry(LeadId.V4, new double[] {0.95, 0.25, 0.80}),
          Map.entry(LeadId.V5, new double[] {1.05, 0.25, 0.30}),
          Map.entry(LeadId.V6, new double[] {0.95, 0.25, -0.05}),
          Map.entry(LeadId.V7, new double[] {0.75, 0.20, -0.30}),
          Map.entry(LeadId.V8, new double[] {0.55, 0.18, -0.50}),
          Map.entry(LeadId.V9, new double[] {0.35, 0.15, -0.60}),
          Map.entry(LeadId.V3R, new double[] {-0.65, 0.15, 0.60}),
          Map.entry(LeadId.V4R, new double[] {-0.75, 0.20, 0.35}),
          Map.entry(LeadId.V5R, new double[] {-0.75, 0.20, 0.10}));

  private static final double FAR = 5;
  private static final double BREATHS_PER_SECOND = 0.25;
  private static final double NOISE_MILLIVOLT = 0.006;

  private final Rhythm rhythm;
  private final int samplesPerSecond;
  private final double microvoltsPerStep;
  private final Random random;

  /**
   * @param microvoltsPerStep what one step of the integers means
   * @param seed fixes everything that looks like chance
   */
  HeartModel(Rhythm rhythm, int samplesPerSecond, double microvoltsPerStep, long seed) {
    this.rhythm = rhythm;
    this.samplesPerSecond = samplesPerSecond;
    this.microvoltsPerStep = microvoltsPerStep;
    this.random = new Random(seed);
  }

  /** One beat: the time of its R wave and the waves it is made of. */
  record Beat(double seconds, boolean premature, double rrSeconds, List<Rhythm.Wave> waves) {}

  /**
   * What came out.
   *
   * @param leads the integers of each lead
   * @param beats every beat inside the recording
   */
  record Ecg(Map<LeadId, int[]> leads, List<Beat> beats) {
    /** Mean rate over the recording, per minute. */
    int heartRate() {
      double span = beats.getLast().seconds() - beats.getFirst().seconds();
      return (int) StrictMath.round(60 * (beats.size() - 1) / span);
    }

    /** Mean time from R to R in milliseconds. */
    int rrMillis() {
      double span = beats.getLast().seconds() - beats.getFirst().seconds();
      return (int) StrictMath.round(1000 * span / (beats.size() - 1));
    }
  }

  /**
   * Makes the leads over this many seconds; I and II too, from which the limb leads are computed.
   */
  Ecg generate(int seconds, List<LeadId> leads) {
    List<Beat> beats = beats(seconds);
    int samples = seconds * samplesPerSecond;
    double[][] dipole = dipole(beats, samples);
    Map<LeadId, int[]> out = new EnumMap<>(LeadId.class);
    List<LeadId> projected = new ArrayList<>(leads);
    Stream.of(LeadId.I, LeadId.II).filter(lead -> !leads.contains(lead)).forEach(projected::add);
    for (LeadId lead : projected) {
      if (PROJECTIONS.containsKey(lead)) {
        boolean limb = lead == LeadId.I || lead == LeadId.II;
        out.put(lead, project(dipole, PROJECTIONS.get(lead), limb ? 2 : 1));
      }
    }
    addComputedLeads(out, samples);
    List<Beat> inside =
        beats.stream().filter(b -> b.seconds() >= 0 && b.seconds() < seconds).toList();
    return new Ecg(out, inside);
  }

  private static void addComputedLeads(Map<LeadId, int[]> leads, int samples) {
    int[] one = Objects.requireNonNull(leads.get(LeadId.I));
    int[] two = Objects.requireNonNull(leads.get(LeadId.II));
    int[][] computed = new int[4][samples];
    for (int i = 0; i < samples; i++) {
      computed[0][i] = two[i] - one[i];
      computed[1][i] = -(one[i] + two[i]) / 2;
      computed[2][i] = one[i] - two[i] / 2;
      computed[3][i] = two[i] - one[i] / 2;
    }
    leads.put(LeadId.III, computed[0]);
    leads.put(LeadId.AVR, computed[1]);
    leads.put(LeadId.AVL, computed[2]);
    leads.put(LeadId.AVF, computed[3]);
  }

  /** Beats from before the start until after the end, so that no wave is cut off. */
  private List<Beat> beats(int seconds) {
    List<Beat> beats = new ArrayList<>();
    double at = -1.5 + random.nextDouble();
    for (int number = 0; at < seconds + 1.0; number++) {
      double breathing = StrictMath.sin(2 * StrictMath.PI * BREATHS_PER_SECOND * at);
      double rr = rhythm.rrSeconds(number, breathing, random);
      boolean premature = rhythm.isPremature(number);
      beats.add(new Beat(at, premature, rr, rhythm.waves(premature, rr)));
      at += rr;
    }
    return beats;
  }

  private double[][] dipole(List<Beat> beats, int samples) {
    double[][] dipole = new double[samples][3];
    for (Beat beat : beats) {
      for (Rhythm.Wave wave : beat.waves()) {
        add(dipole, wave, beat.seconds());
      }
    }
    for (int i = 0; i < samples; i++) {
      double t = (double) i / samplesPerSecond;
      double wander = 0.02 * StrictMath.sin(2 * StrictMath.PI * BREATHS_PER_SECOND * t);
      double[] flutter = rhythm.fibrillation(t);
      for (int axis = 0; axis < 3; axis++) {
        dipole[i][axis] += flutter[axis] + wander;
      }
    }
    return dipole;
  }

  private void add(double[][] dipole, Rhythm.Wave wave, double r) {
    double centre = r + wave.seconds();
    int from = (int) StrictMath.ceil((centre - FAR * wave.width()) * samplesPerSecond);
    int to = (int) StrictMath.floor((centre + FAR * wave.width()) * samplesPerSecond);
    for (int i = StrictMath.max(0, from); i <= StrictMath.min(to, dipole.length - 1); i++) {
      double away = ((double) i / samplesPerSecond - centre) / wave.width();
      double height = StrictMath.exp(-away * away / 2);
      dipole[i][0] += wave.x() * height;
      dipole[i][1] += wave.y() * height;
      dipole[i][2] += wave.z() * height;
    }
  }

  private int[] project(double[][] dipole, double[] direction, int multipleOf) {
    int[] integers = new int[dipole.length];
    double millivolts = multipleOf * microvoltsPerStep / 1000;
    for (int i = 0; i < integers.length; i++) {
      double seen = (random.nextDouble() - 0.5) * NOISE_MILLIVOLT;
      for (int axis = 0; axis < 3; axis++) {
        seen += dipole[i][axis] * direction[axis];
      }
      integers[i] = multipleOf * (int) StrictMath.round(seen / millivolts);
    }
    return integers;
  }
}
