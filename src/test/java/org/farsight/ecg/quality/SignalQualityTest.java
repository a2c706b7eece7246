package org.farsight.ecg.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.quality.Finding.Kind;
import org.junit.jupiter.api.Test;

/** Each fault made, and its near miss. */
class SignalQualityTest {

  private static List<Finding> found(SyntheticEcg ecg) {
    return SignalQuality.standard().examine(ecg.recording());
  }

  private static Finding only(SyntheticEcg ecg, Kind kind) {
    List<Finding> all = found(ecg);
    assertThat(all).extracting(Finding::kind).containsExactly(kind);
    return all.getFirst();
  }

  private static void assertGood(SyntheticEcg ecg) {
    assertThat(found(ecg)).extracting(Finding::en).isEmpty();
  }

  private static double value(Finding finding) {
    return finding.measure().orElseThrow().value().doubleValue();
  }

  private static SyntheticEcg good() {
    return new SyntheticEcg();
  }

  @Test
  void aGoodRecordingHasNoFindingAtAnyHeartRate() {
    for (double rate : new double[] {35, 60, 72, 100, 150}) {
      assertGood(good().rate(rate));
    }
  }

  @Test
  void aGoodRecordingHasNoFindingAtOtherRatesAndSteps() {
    assertGood(good().hertz(1000).step(0.001));
    assertGood(good().hertz(800).step(0.005));
    assertGood(good().eightLeads());
  }

  @Test
  void aLeadWithoutSignalIsFlat() {
    // lead V4, since a limb lead would break the laws as well
    Finding flat = only(good().silent(LeadId.V4, 0, 10), Kind.FLAT);

    assertThat(flat.leads()).containsExactly(LeadId.V4);
    assertThat(value(flat)).isEqualTo(10);
  }

  @Test
  void aLeadThatFallsSilentForThreeSecondsIsFlatAndForOneIsNot() {
    Finding flat = only(good().silent(LeadId.V2, 4, 7), Kind.FLAT);

    assertThat(value(flat)).isEqualTo(3);
    assertGood(good().silent(LeadId.V2, 4, 5));
  }

  @Test
  void aFaintLeadIsNotFlat() {
    assertGood(good().gain(LeadId.V1, 0.05));
  }

  @Test
  void aLeadThatIsNotThereIsNamed() {
    Finding missing = only(good().without(LeadId.V3).without(LeadId.V6), Kind.MISSING_LEAD);

    assertThat(missing.leads()).containsExactly(LeadId.V3, LeadId.V6);
    assertThat(missing.measure()).isEmpty();
  }

  @Test
  void aDerivedLeadIsNotMissing() {
    assertThat(found(good().eightLeads())).isEmpty();
  }

  @Test
  void missingSamplesAreAGapFromTheLimitOn() {
    Finding gaps = only(good().gap(LeadId.V5, 3, 3.4), Kind.GAPS);

    assertThat(gaps.leads()).containsExactly(LeadId.V5);
    assertThat(value(gaps)).isEqualTo(400);
    assertGood(good().gap(LeadId.V5, 3, 3.1));
  }

  @Test
  void aSignalThatIsCutOffIsSaturated() {
    Finding cut = only(good().clip(0.9), Kind.SATURATED);

    assertThat(cut.leads()).contains(LeadId.V4, LeadId.V5);
    assertThat(value(cut)).isGreaterThan(100);
  }

  @Test
  void aHighPeakIsNotSaturated() {
    assertGood(good().gain(LeadId.V4, 4));
    assertGood(good().gain(LeadId.V4, 4).step(0.005));
  }

  @Test
  void aCalibrationPulseInEveryLeadIsNoFault() {
    assertGood(good().calibration());
    assertThat(found(good().calibration().silent(LeadId.V4, 0, 8)))
        .extracting(Finding::kind)
        .containsExactly(Kind.FLAT);
  }

  @Test
  void swappedArmsAreFound() {
    Finding arms = only(good().armsSwapped(), Kind.ARM_REVERSAL);

    assertThat(arms.leads()).containsExactly(LeadId.I);
    assertThat(found(good().armsSwapped().eightLeads()))
        .extracting(Finding::kind)
        .containsExactly(Kind.ARM_REVERSAL);
  }

  @Test
  void aHeartOnTheRightSideIsNotSwappedArms() {
    assertThat(found(good().dextrocardia()))
        .extracting(Finding::kind)
        .doesNotContain(Kind.ARM_REVERSAL);
  }

  @Test
  void anInfarctThatTurnsLeadOneIsNotSwappedArms() {
    assertGood(good().lateralInfarct());
  }

  @Test
  void anArmAtTheRightLegLeavesLeadTwoStill() {
    Finding leg = only(good().rightArmAtRightLeg(), Kind.LEG_REVERSAL);

    assertThat(leg.leads()).containsExactly(LeadId.II);
    assertThat(value(leg)).isLessThan(0.1);
  }

  @Test
  void aLeadAcrossTheAxisOfTheHeartIsNotAtTheRightLeg() {
    assertGood(good().steepAxis());
  }

  @Test
  void leftArmAndLeftLegSwappedCannotBeToldFromAnotherAxis() {
    assertGood(good().leftArmAndLegSwapped());
  }

  @Test
  void limbLeadsThatDoNotAddUpAreFound() {
    List<Finding> broken = found(good().gain(LeadId.III, 1.3));

    assertThat(broken).extracting(Finding::kind).containsOnly(Kind.LEADS_INCONSISTENT);
    assertThat(broken)
        .extracting(Finding::detail)
        .containsExactly("I + III = II", "aVL = (I - III)/2", "aVF = (II + III)/2");
  }

  @Test
  void limbLeadsThatMissTheirSumByRoundingOrAnOffsetAreGood() {
    assertGood(good().gain(LeadId.III, 1.02));
    assertGood(good().offset(LeadId.III, 1.5));
    assertGood(good().hertz(1000).step(0.005));
  }

  @Test
  void aDerivedLeadIsNoEvidenceForItsSum() {
    assertGood(good().eightLeads().gain(LeadId.II, 2));
  }

  @Test
  void aGoldbergerLeadAloneIsFound() {
    List<Finding> broken = found(good().gain(LeadId.AVR, -1));

    assertThat(broken).extracting(Finding::detail).containsExactly("aVR = -(I + II)/2");
  }

  @Test
  void aChestLeadThatIsThereTwiceIsFound() {
    Finding same = only(good().copy(LeadId.V2, LeadId.V3), Kind.SAME_SIGNAL);

    assertThat(same.leads()).containsExactly(LeadId.V2, LeadId.V3);
  }

  @Test
  void aLowSamplingRateIsFound() {
    Finding slow = only(good().hertz(250), Kind.LOW_RATE);

    assertThat(value(slow)).isEqualTo(250);
    assertThat(slow.leads()).hasSize(12);
    assertGood(good().hertz(500));
  }

  @Test
  void aCoarseStepIsFound() {
    Finding coarse = only(good().step(0.01), Kind.LOW_RESOLUTION);

    assertThat(value(coarse)).isEqualTo(10);
    assertGood(good().step(0.005));
  }

  @Test
  void humOfFiftyAndSixtyHertzIsFoundWithItsAmplitude() {
    for (double mains : new double[] {50, 60, 49.8}) {
      Finding hum = only(good().hum(mains, 0.06), Kind.LINE_NOISE);

      assertThat(hum.detail()).isEqualTo(Math.round(mains / 10) * 10 + " Hz");
      assertThat(hum.leads()).contains(LeadId.II, LeadId.III, LeadId.AVF).doesNotContain(LeadId.I);
      assertThat(value(hum)).isCloseTo(0.06, within(0.01));
    }
  }

  @Test
  void faintHumAndATuneBesideTheMainsAreNone() {
    assertGood(good().hum(50, 0.015));
    assertGood(good().hum(40, 0.03));
  }

  @Test
  void musclesAreFoundBetweenTheBeats() {
    Finding noise = only(good().muscles(0.04), Kind.MUSCLE_NOISE);

    assertThat(value(noise)).isCloseTo(0.055, within(0.02));
    assertGood(good().muscles(0.008));
  }

  @Test
  void aMovingBaselineIsFound() {
    Finding wander = only(good().wander(1.6), Kind.BASELINE_WANDER);

    assertThat(wander.leads()).contains(LeadId.I, LeadId.II).doesNotContain(LeadId.III);
    assertThat(value(wander)).isCloseTo(1.4, within(0.3));
    assertGood(good().wander(0.8));
  }

  @Test
  void aRecordingOfLessThanTenSecondsIsShort() {
    assertThat(value(only(good().seconds(8), Kind.SHORT))).isEqualTo(8);
    assertGood(good().seconds(9.95));
  }

  @Test
  void findingsSayInBothLanguagesWhatWasMeasured() {
    Finding hum = only(good().hum(50, 0.06), Kind.LINE_NOISE);

    assertThat(hum.en())
        .matches("line noise 50 Hz in II, III, .*: 0\\.0[56][0-9]* mV \\(limit 0\\.025 mV\\)");
    assertThat(hum.zh()).matches("工频干扰 50 Hz，导联 II、III、.*：0\\.0[56][0-9]* mV（限值 0\\.025 mV）");
    for (Kind kind : Kind.values()) {
      assertThat(Kind.ofCode(kind.code())).contains(kind);
      assertThat(kind.zh()).matches(".*\\p{IsHan}.*");
    }
  }

  @Test
  void ofALongRecordingTheBeginningIsExamined() {
    assertGood(good().seconds(700).silent(LeadId.V4, 650, 690));
    assertThat(value(only(good().seconds(700).silent(LeadId.V4, 300, 310), Kind.FLAT)))
        .isEqualTo(10);
  }

  @Test
  void limitsAreObeyed() {
    QualityLimits strict = new QualityLimits(0.02, 2, 100, 12, 0.02, 1000, 1, 0.025, 0.025, 1, 12);

    assertThat(new SignalQuality(strict).examine(good().recording()))
        .extracting(Finding::kind)
        .containsExactly(Kind.LOW_RATE, Kind.LOW_RESOLUTION, Kind.SHORT);
  }
}
