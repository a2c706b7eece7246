package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.edf.EdfText;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;

/** A recording of six minutes: the original whole, ten seconds of it to look at. */
class LongRecordingTest {
  private static final int SECONDS = 360;
  private static final int RATE = 1000;

  private final KeptFiles kept = new KeptFiles();

  @Test
  void theFirstTenSecondsStandBesideTheOriginalAndSaySo() throws Exception {
    byte[] file = holter();
    List<Arrival> arrivals = List.of(kept.ecg("ex", file, "edf", "P"));
    Exchange exchange = KeptFiles.exchange(arrivals);
    Conversions conversions =
        new Conversions(
            kept,
            new ConversionOptions("http://w", "test", "reading", "远程"),
            EcgFormats.standard(),
            Optional.of(LoadedProfiles.get()));
    Outcome outcome = conversions.convert(exchange, KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    Bundle bundle = BundleRules.check(((Outcome.Converted) outcome).bundle(), exchange.id());
    List<Observation> all = BundleRules.all(bundle, Observation.class);
    Observation main =
        all.stream().filter(o -> !o.getHasMember().isEmpty()).findFirst().orElseThrow();
    Observation strip = all.stream().filter(Observation::hasNote).findFirst().orElseThrow();

    assertThat(main.getComponent()).isEmpty();
    assertThat(strip.getCode().getCodingFirstRep().getCode()).isEqualTo("first-strip");
    assertThat(strip.getNoteFirstRep().getText())
        .contains("first 10 s of a recording of 360.0 s")
        .contains("仅为最初 10 秒");
    assertThat(strip.getEffectivePeriod().getStartElement().getValueAsString())
        .isEqualTo("2026-03-02T08:03:07.000+08:00");
    assertThat(strip.getEffectivePeriod().getEndElement().getValueAsString())
        .isEqualTo("2026-03-02T08:03:17.000+08:00");
    int[] samples =
        SampledDataCodec.decode(strip.getComponentFirstRep().getValueSampledData()).toArray();
    assertThat(samples).hasSize(10 * RATE);
    assertThat(samples[9 * RATE]).isEqualTo(9);
    assertThat(BundleRules.all(bundle, Binary.class)).hasSize(1);
    assertThat(BundleRules.all(bundle, Binary.class).getFirst().getData()).isEqualTo(file);
  }

  /** Each sample is the number of its second. */
  private static byte[] holter() {
    EdfText text = new EdfText().signal("ECG II", "uV", RATE, "-1000", "1000", "-1000", "1000");
    for (int second = 0; second < SECONDS; second++) {
      int[] samples = new int[RATE];
      Arrays.fill(samples, second);
      text.record(EdfText.samples(samples));
    }
    return text.file();
  }
}
