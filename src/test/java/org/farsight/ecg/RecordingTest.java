package org.farsight.ecg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private static final EcgFormat FORMAT = new EcgFormat("test", "Test", "application/octet-stream");
  private static final SamplingRate RATE = SamplingRate.ofHertz(BigDecimal.valueOf(500));

  @Test
  void theDigestIgnoresTheOrderOfLeadsAndTheSpellingOfNumbers() {
    Lead one = lead(LeadId.I, "0.0025", 1, 2, 3);
    Lead two = lead(LeadId.II, "0.0025", 4, 5, 6);
    Lead same =
        new Lead(
            Optional.of(LeadId.I),
            "I",
            SamplingRate.ofPeriodMillis(new BigDecimal("2.000")),
            Samples.of(1, 2, 3),
            new BigDecimal("0.00250"),
            new BigDecimal("0.0"),
            BigDecimal.ZERO,
            Optional.empty());

    assertThat(recording(two, same).sampleDigest()).isEqualTo(recording(one, two).sampleDigest());
  }

  @Test
  void theDigestIsOfVoltagesSoThatOtherStepsMakeNoOtherEcg() {
    Lead coarse = lead(LeadId.I, "0.005", 1, -2, 3);
    Lead fine = lead(LeadId.I, "0.001", 5, -10, 15);
    Lead other = lead(LeadId.I, "0.001", 5, -10, 16);

    assertThat(recording(fine).sampleDigest()).isEqualTo(recording(coarse).sampleDigest());
    assertThat(recording(other).sampleDigest()).isNotEqualTo(recording(coarse).sampleDigest());
    assertThat(recording(lead(LeadId.I, "0.001", 0, 0)).sampleDigest())
        .isEqualTo(recording(lead(LeadId.I, "1", 0, 0)).sampleDigest());
  }

  @Test
  void leadsThatTheFileComputedAreNoPartOfTheDigest() {
    Lead one = lead(LeadId.I, "0.005", 1, 2, 3);
    Lead two = lead(LeadId.II, "0.005", 2, 5, 9);
    List<Lead> derived = DerivedLeads.ofLimbs(List.of(one, two));

    assertThat(recording(one, two, derived.get(0), derived.get(1)).sampleDigest())
        .isEqualTo(recording(two, one).sampleDigest());
    assertThat(recording(derived.get(0)).sampleDigest())
        .isNotEqualTo(recording(derived.get(1)).sampleDigest());
  }

  @Test
  void theDigestSeesSamplesScaleRateNameAndGaps() {
    String digest = recording(lead(LeadId.I, "0.0025", 1, 2, 3)).sampleDigest();
    BitSet gap = new BitSet();
    gap.set(1);
    Lead whole = lead(LeadId.I, "0.0025", 1, 2, 3);
    Lead gapped =
        Lead.recorded(
            LeadId.I, RATE, Samples.of(new int[] {1, 2, 3}, gap), new BigDecimal("0.0025"));
    Lead slower =
        Lead.recorded(
            LeadId.I,
            SamplingRate.ofHertz(BigDecimal.valueOf(250)),
            whole.samples(),
            whole.scale());

    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(
            List.of(
                recording(lead(LeadId.I, "0.0025", 1, 2, 4)).sampleDigest(),
                recording(lead(LeadId.I, "0.005", 1, 2, 3)).sampleDigest(),
                recording(lead(LeadId.II, "0.0025", 1, 2, 3)).sampleDigest(),
                recording(slower).sampleDigest(),
                recording(gapped).sampleDigest()))
        .doesNotContain(digest)
        .doesNotHaveDuplicates();
  }

  @Test
  void samplesAreNotChangedFromOutside() {
    int[] raw = {1, 2, 3};
    BitSet mask = new BitSet();
    Samples samples = Samples.of(raw, mask);
    raw[0] = 99;
    mask.set(1);
    samples.toArray()[2] = 99;

    assertThat(samples.toArray()).containsExactly(1, 2, 3);
    assertThat(samples.missingCount()).isZero();
    assertThat(samples).isEqualTo(Samples.of(1, 2, 3)).hasSameHashCodeAs(Samples.of(1, 2, 3));
  }

  @Test
  void aMaskLongerThanTheSamplesIsRefused() {
    BitSet mask = new BitSet();
    mask.set(3);
    assertThatThrownBy(() -> Samples.of(new int[3], mask))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPeriodAndAFrequencyMeanTheSameRate() {
    assertThat(SamplingRate.ofPeriodMillis(new BigDecimal("2.0"))).isEqualTo(RATE);
    assertThat(SamplingRate.ofHertz(new BigDecimal("240")).periodMillis())
        .isEqualByComparingTo("4.166666666666666666666666666666667");
    assertThatThrownBy(() -> SamplingRate.ofHertz(BigDecimal.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noRecordShowsThePerson() {
    Subject subject =
        new Subject(
            List.of(new Subject.Id("MARKED", Optional.of("MARKED"))),
            Optional.of(
                new Subject.Name(
                    "MARKED",
                    Optional.of(new Subject.Parts("MARKED", "", "", "", "")),
                    Optional.empty(),
                    Optional.empty())),
            Optional.of(Subject.Sex.FEMALE),
            Optional.of(LocalDate.of(1911, 11, 11)));
    Recording recording =
        new Recording(
            FORMAT,
            subject,
            NO_ACQUISITION,
            List.of(lead(LeadId.I, "0.001", 1)),
            List.of(),
            Measurements.NONE,
            List.of(new Statement("MARKED", Optional.empty(), Statement.Author.DEVICE)),
            List.of(),
            List.of(),
            List.of());

    assertThat(
            recording.toString()
                + subject
                + subject.ids()
                + subject.name()
                + subject.name().flatMap(Subject.Name::alphabetic)
                + recording.statements())
        .doesNotContain("MARKED", "1911", "FEMALE");
  }

  private static final Acquisition NO_ACQUISITION =
      new Acquisition(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Acquisition.Device.UNNAMED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  private static Lead lead(LeadId id, String scale, int... samples) {
    return Lead.recorded(id, RATE, Samples.of(samples), new BigDecimal(scale));
  }

  private static Recording recording(Lead... leads) {
    return new Recording(
        FORMAT,
        Subject.UNNAMED,
        NO_ACQUISITION,
        List.of(leads),
        List.of(),
        Measurements.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
