package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.waveform.EcgFileSet;
import org.farsight.ecg.waveform.EcgFileSet.EcgFile;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.SampledData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From every file of every format to FHIR JSON and back: integer for integer. */
class SampledDataRoundTripTest {

  static Stream<EcgFile> files() {
    return EcgFileSet.all().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyLeadComesBackFromJsonAsItWas(EcgFile file) {
    List<Lead> leads =
        Stream.concat(
                file.recording().leads().stream(),
                file.recording().further().stream()
                    .map(FurtherWaveform::leads)
                    .flatMap(List::stream))
            .toList();
    Observation observation = new Observation();
    leads.forEach(lead -> observation.addComponent().setValue(SampledDataCodec.encode(lead)));
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    Observation back =
        parser.parseResource(Observation.class, parser.encodeResourceToString(observation));

    assertThat(leads).isNotEmpty();
    for (int i = 0; i < leads.size(); i++) {
      Lead lead = leads.get(i);
      SampledData data = back.getComponent().get(i).getValueSampledData();
      assertThat(values(SampledDataCodec.decode(data))).isEqualTo(values(lead.samples()));
      assertThat(data.getFactor()).isEqualByComparingTo(lead.scale());
      assertThat(data.getOrigin().getValue()).isEqualByComparingTo(lead.origin());
      assertThat(data.getOrigin().getCode()).isEqualTo("mV");
      // a period without an end (240 Hz) is told to 18 digits
      assertThat(data.getPeriod().doubleValue())
          .isEqualTo(lead.rate().periodMillis().doubleValue());
      assertThat(data.getDimensions()).isEqualTo(1);
    }
  }

  @Test
  void gapsExtremesNegativeScalesAndOriginsComeBack() {
    BitSet gaps = new BitSet();
    gaps.set(0);
    gaps.set(3);
    Samples samples = Samples.of(new int[] {9, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1}, gaps);
    Lead lead =
        new Lead(
            Optional.of(LeadId.V1),
            "V1",
            SamplingRate.ofHertz(new BigDecimal("997")),
            samples,
            new BigDecimal("-0.000152590218966964"),
            new BigDecimal("-1.25"),
            BigDecimal.ZERO,
            Optional.empty());
    SampledData data = SampledDataCodec.encode(lead);

    assertThat(data.getData()).isEqualTo("E -2147483648 2147483647 E -1");
    assertThat(values(SampledDataCodec.decode(data))).isEqualTo(values(samples));
    assertThat(data.getFactor()).isEqualByComparingTo(lead.scale());
    assertThat(data.getOrigin().getValue()).isEqualByComparingTo("-1.25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 U 3", "L", "1  2", " 1", "1 ", "1.5", "+1", "1 2147483648", "e"})
  void whatIsNoIntegerAndNoGapIsRefused(String text) {
    SampledData data = new SampledData().setData(text);
    assertThatThrownBy(() -> SampledDataCodec.decode(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no integer at character");
  }

  /** What was recorded, empty where nothing was. */
  private static List<Optional<Integer>> values(Samples samples) {
    return IntStream.range(0, samples.length())
        .mapToObj(
            i -> samples.isMissing(i) ? Optional.<Integer>empty() : Optional.of(samples.at(i)))
        .toList();
  }
}
