package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.Optional;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.SampledData;
import org.junit.jupiter.api.Test;

class SampledDataCodecTest {

  private static final SamplingRate RATE = SamplingRate.ofHertz(new BigDecimal("500"));

  @Test
  void everyIntegerComesBackAndGapsStayGaps() {
    BitSet missing = new BitSet();
    missing.set(0);
    missing.set(3);
    Samples samples =
        Samples.of(
            new int[] {99, Integer.MIN_VALUE, -1, 7, 0, 1, 32767, Integer.MAX_VALUE}, missing);
    SampledData data = SampledDataCodec.encode(lead(samples, "0.0025"));
    assertThat(data.getData()).isEqualTo("E -2147483648 -1 E 0 1 32767 2147483647");
    Samples back = SampledDataCodec.decode(data);
    assertThat(back.length()).isEqualTo(samples.length());
    for (int i = 0; i < samples.length(); i++) {
      assertThat(back.isMissing(i)).isEqualTo(samples.isMissing(i));
      if (!samples.isMissing(i)) {
        assertThat(back.at(i)).isEqualTo(samples.at(i));
      }
    }
  }

  @Test
  void scaleOriginAndPeriodSurviveJsonExactly() {
    Lead lead =
        new Lead(
            Optional.of(LeadId.V1),
            "V1",
            SamplingRate.ofHertz(new BigDecimal("1000")),
            Samples.of(1, 2),
            new BigDecimal("0.00000000488281250"),
            new BigDecimal("-0.35"),
            BigDecimal.ZERO,
            Optional.empty());
    Observation observation = new Observation();
    observation.setValue(SampledDataCodec.encode(lead));
    var parser = FhirContext.forR4Cached().newJsonParser();
    String json = parser.encodeResourceToString(observation);
    SampledData back = parser.parseResource(Observation.class, json).getValueSampledData();
    assertThat(back.getFactor()).isEqualByComparingTo(lead.scale());
    assertThat(back.getOrigin().getValue()).isEqualByComparingTo(lead.origin());
    assertThat(back.getOrigin().getCode()).isEqualTo("mV");
    assertThat(back.getPeriod()).isEqualByComparingTo("1");
    assertThat(back.getDimensions()).isEqualTo(1);
  }

  @Test
  void aPeriodWithoutAFiniteFormIsToldToEighteenDigits() {
    Lead lead =
        Lead.recorded(
            LeadId.I, SamplingRate.ofHertz(new BigDecimal("240")), Samples.of(1), BigDecimal.ONE);
    BigDecimal period = SampledDataCodec.encode(lead).getPeriod();
    assertThat(period).isEqualTo(new BigDecimal("4.16666666666666667"));
  }

  @Test
  void wordsThatAreNoIntegersAreNamedWithTheirPlace() {
    assertThat(SampledDataCodec.fault("1 2 E -3")).isEmpty();
    assertThat(SampledDataCodec.fault("1 2 x")).contains("character 4");
    assertThat(SampledDataCodec.fault("1  2")).contains("character 2");
    assertThat(SampledDataCodec.fault("1 2 ")).contains("character 4");
    assertThat(SampledDataCodec.fault("1 +2")).contains("character 2");
    assertThat(SampledDataCodec.fault("1 U")).contains("character 2");
    assertThat(SampledDataCodec.fault("")).contains("character 0");
    assertThatThrownBy(() -> SampledDataCodec.decode(new SampledData().setData("1 L")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("character 2");
  }

  private static Lead lead(Samples samples, String scale) {
    return Lead.recorded(LeadId.I, RATE, samples, new BigDecimal(scale));
  }
}
