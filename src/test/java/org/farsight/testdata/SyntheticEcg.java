package org.farsight.testdata;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.farsight.ecg.LeadId;

/**
 * One ECG of the test data: who, where, when, and what the heart model made.
 *
 * @param name unique; UIDs and the seed follow from it
 * @param seconds how long
 * @param samplesPerSecond how often
 * @param microvoltsPerStep the scale, as it is written into the file
 * @param leads which leads, in the file's order
 */
record SyntheticEcg(
    String name,
    BranchClinic site,
    SyntheticPatient patient,
    Rhythm rhythm,
    LocalDateTime started,
    int seconds,
    int samplesPerSecond,
    BigDecimal microvoltsPerStep,
    List<LeadId> leads) {

  /** What the heart model makes of it: the same each time. */
  HeartModel.Ecg generate() {
    return new HeartModel(
            rhythm, samplesPerSecond, microvoltsPerStep.doubleValue(), name.hashCode())
        .generate(seconds, leads);
  }

  /** Corrected QT by Bazett, in milliseconds. */
  int qtcMillis(HeartModel.Ecg ecg) {
    double rr = ecg.rrMillis() / 1000.0;
    return (int) StrictMath.round(rhythm.qtMillis(rr) / StrictMath.sqrt(rr));
  }

  int qtMillis(HeartModel.Ecg ecg) {
    return rhythm.qtMillis(ecg.rrMillis() / 1000.0);
  }

  @Override
  public String toString() {
    return "SyntheticEcg[" + name + "]";
  }
}
