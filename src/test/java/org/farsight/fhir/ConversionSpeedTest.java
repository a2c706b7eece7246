package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Arrival;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The processor time of one thread, warm: what else runs on the machine does not count. The limits
 * are those of docs/performance.md with room for a machine of half the speed.
 */
class ConversionSpeedTest {
  private static final int WARM = 8;
  private static final int MEASURED = 7;
  private static final double MOST_MILLIS = 300;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final KeptFiles KEPT = new KeptFiles();
  private static final Conversions CONVERSIONS = new Conversions(KEPT, ConversionsTest.OPTIONS);
  private static Profiles profiles;

  @BeforeAll
  static void load() {
    profiles = LoadedProfiles.get();
  }

  @Test
  void aCtOfAThousandSlicesIsConverted() throws IOException {
    List<Arrival> ct = SpeedSamples.ct(KEPT, 1000);
    double took = millis(() -> CONVERSIONS.convert(KeptFiles.exchange(ct), KeptFiles.SITE, ct));
    System.out.printf("CT of 1,000 slices to its transaction: %.0f ms of CPU%n", took);
    assertThat(took).isLessThan(MOST_MILLIS);
  }

  @Test
  void anEcgIsHeldToItsProfiles() throws IOException {
    byte[] file = Files.readAllBytes(SpeedSamples.ECG);
    Bundle bundle = SpeedSamples.bundle(CONVERSIONS, List.of(KEPT.ecg("ex", file, "aecg", "P1")));
    Observation recording =
        BundleRules.all(bundle, Observation.class).stream()
            .filter(one -> one.getComponent().size() == 12)
            .findFirst()
            .orElseThrow();
    assertThat(
            SampledDataCodec.decode(recording.getComponentFirstRep().getValueSampledData())
                .length())
        .isEqualTo(5000);
    assertThat(profiles.errors(bundle)).isEmpty();
    double took = millis(() -> profiles.errors(bundle));
    System.out.printf(
        "validation of an ECG of %d resources: %.0f ms of CPU%n", bundle.getEntry().size(), took);
    assertThat(took).isLessThan(MOST_MILLIS);
  }

  /** The median. */
  private static double millis(Runnable work) {
    for (int i = 0; i < WARM; i++) {
      work.run();
    }
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < MEASURED; i++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      work.run();
      took.add((THREADS.getCurrentThreadCpuTime() - begin) / 1e6);
    }
    took.sort(Double::compare);
    return took.get(MEASURED / 2);
  }
}
