package org.farsight.testdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The rhythms of the heart model: when beats come, what waves they have, and what a cart would have
 * measured and printed. Values are chosen to look like a textbook's, not after any recording.
 */
enum Rhythm {
  NORMAL_SINUS(0.83, "窦性心律；正常心电图", "Sinus rhythm. Normal ECG", "10:9232"),
  SINUS_BRADYCARDIA(1.43, "窦性心动过缓", "Sinus bradycardia", "10:9248"),
  ATRIAL_FIBRILLATION(
      0.65, "心房颤动伴快速心室率", "Atrial fibrillation, rapid ventricular response", "10:9472"),
  INFERIOR_STEMI(
      0.68,
      "窦性心律；Ⅱ、Ⅲ、aVF导联ST段抬高，考虑急性下壁心肌梗死",
      "Sinus rhythm. ST elevation in II, III, aVF: acute inferior infarct likely",
      "10:9216"),
  PREMATURE_VENTRICULAR(
      0.80, "窦性心律；室性期前收缩", "Sinus rhythm with premature ventricular beats", "10:9216");

  private static final int PREMATURE_EVERY = 5;

  private final double rr;
  private final String chinese;
  private final String english;
  private final String mdcCode;

  Rhythm(double rr, String chinese, String english, String mdcCode) {
    this.rr = rr;
    this.chinese = chinese;
    this.english = english;
    this.mdcCode = mdcCode;
  }

  /**
   * A wave of a beat.
   *
   * @param seconds its peak, from the R wave
   * @param width standard deviation in seconds
   * @param x millivolt to the left
   * @param y millivolt to the feet
   * @param z millivolt to the front
   */
  record Wave(double seconds, double width, double x, double y, double z) {}

  /** What the cart prints, in Chinese. */
  String chinese() {
    return chinese;
  }

  /** What the cart prints, in English. */
  String english() {
    return english;
  }

  /** The rhythm in DICOM CID 3415. */
  String mdcCode() {
    return mdcCode;
  }

  boolean hasPWave() {
    return this != ATRIAL_FIBRILLATION;
  }

  /** From P onset to QRS onset in milliseconds. */
  int prMillis() {
    return this == SINUS_BRADYCARDIA ? 172 : 156;
  }

  int qrsMillis() {
    return 92;
  }

  /** QT by the model's own T wave, which moves with the root of the RR interval. */
  int qtMillis(double rrSeconds) {
    return (int) StrictMath.round(1000 * (tSeconds(rrSeconds) + 2 * tWidth(rrSeconds)) + 40);
  }

  /** The frontal axis of the QRS complex in degrees. */
  int qrsAxis() {
    return this == INFERIOR_STEMI ? 28 : 42;
  }

  int pAxis() {
    return 50;
  }

  int tAxis() {
    return this == INFERIOR_STEMI ? 80 : 43;
  }

  boolean isPremature(int number) {
    return this == PREMATURE_VENTRICULAR && number % PREMATURE_EVERY == PREMATURE_EVERY - 1;
  }

  /** The time to the next beat. */
  double rrSeconds(int number, double breathing, Random random) {
    double chance = random.nextDouble();
    if (this == ATRIAL_FIBRILLATION) {
      return 0.42 + 0.46 * chance;
    }
    double sinus = rr * (1 + 0.03 * breathing + 0.01 * (chance - 0.5));
    if (isPremature(number + 1)) {
      return 0.58 * sinus;
    }
    // The pause behind a premature beat makes up for its coming early.
    return isPremature(number) ? 1.42 * sinus : sinus;
  }

  /** What atria in fibrillation add at this time: two unrelated frequencies, largest in V1. */
  double[] fibrillation(double t) {
    if (this != ATRIAL_FIBRILLATION) {
      return new double[3];
    }
    double wave =
        0.045 * StrictMath.sin(2 * StrictMath.PI * 6.3 * t)
            + 0.03 * StrictMath.sin(2 * StrictMath.PI * 7.7 * t + 1.1);
    return new double[] {0.2 * wave, 0.7 * wave, 1.2 * wave};
  }

  /** The waves of one beat. */
  List<Wave> waves(boolean premature, double rrSeconds) {
    List<Wave> waves = new ArrayList<>();
    if (premature) {
      waves.add(new Wave(0.000, 0.030, -0.90, 1.10, 0.90));
      waves.add(new Wave(0.055, 0.026, 0.55, -0.30, -0.50));
      waves.add(new Wave(0.300, 0.060, 0.40, -0.45, -0.30));
      return waves;
    }
    if (hasPWave()) {
      waves.add(new Wave(-(prMillis() - 6) / 1000.0, 0.020, 0.08, 0.095, 0.02));
    }
    waves.add(new Wave(-0.024, 0.008, -0.12, 0.00, 0.18));
    waves.add(new Wave(0.000, 0.010, 1.00, 0.85, -0.25));
    waves.add(new Wave(0.024, 0.010, -0.12, -0.05, -0.60));
    waves.add(new Wave(tSeconds(rrSeconds), tWidth(rrSeconds), 0.26, 0.24, 0.20));
    if (this == INFERIOR_STEMI) {
      waves.add(new Wave(-0.020, 0.014, 0.05, -0.32, 0.00));
      waves.add(new Wave(0.090, 0.038, -0.16, 0.34, -0.12));
      waves.add(new Wave(0.180, 0.050, -0.10, 0.30, -0.10));
    }
    return waves;
  }

  private static double tSeconds(double rrSeconds) {
    return 0.28 * StrictMath.sqrt(StrictMath.min(rrSeconds, 1.5));
  }

  private static double tWidth(double rrSeconds) {
    return 0.042 * StrictMath.sqrt(StrictMath.min(rrSeconds, 1.5));
  }
}
