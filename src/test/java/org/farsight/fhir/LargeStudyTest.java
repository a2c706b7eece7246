package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesInstanceComponent;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.Test;

/** A study of as many objects as are listed, and one of one more. */
class LargeStudyTest {
  private static final int MOST = ConversionOptions.USUAL_INSTANCES;
  private static final int MOST_BYTES = 5_000_000;

  private final KeptFiles kept = new KeptFiles();
  private final Conversions conversions = new Conversions(kept, ConversionsTest.OPTIONS);

  @Test
  void fiveThousandInstancesAreOneResourceInOneTransaction() throws IOException {
    List<Arrival> arrivals = SpeedSamples.ct(kept, MOST);
    Outcome outcome = conversions.convert(KeptFiles.exchange(arrivals), KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    assertThat(((Outcome.Converted) outcome).bundle()).hasSizeLessThan(MOST_BYTES);
    Bundle bundle = SpeedSamples.bundle(conversions, arrivals);
    assertThat(LoadedProfiles.get().errors(bundle)).isEmpty();
    ImagingStudy study = BundleRules.one(bundle, ImagingStudy.class);
    assertThat(study.getNumberOfInstances()).isEqualTo(MOST);
    assertThat(study.getSeries()).hasSize(1);
    List<ImagingStudySeriesInstanceComponent> listed = study.getSeriesFirstRep().getInstance();
    assertThat(listed.stream().map(one -> one.getUid()).collect(Collectors.toSet()))
        .hasSize(MOST)
        .isEqualTo(arrivals.stream().map(a -> a.facts().sopInstance()).collect(Collectors.toSet()));
    assertThat(listed).extracting(one -> one.getNumber()).isSorted();
    assertThat(BundleRules.one(bundle, Provenance.class).getEntity()).hasSize(MOST);
  }

  @Test
  void oneMoreIsToldBySeriesWithItsCount() throws IOException {
    List<Arrival> arrivals = SpeedSamples.ct(kept, MOST + 1);
    Bundle bundle = SpeedSamples.bundle(conversions, arrivals);
    assertThat(LoadedProfiles.get().errors(bundle)).isEmpty();
    ImagingStudy study = BundleRules.one(bundle, ImagingStudy.class);
    assertThat(study.getNumberOfInstances()).isEqualTo(MOST + 1);
    assertThat(study.getSeriesFirstRep().getNumberOfInstances()).isEqualTo(MOST + 1);
    assertThat(study.getSeriesFirstRep().getInstance()).isEmpty();
    assertThat(BundleRules.one(bundle, Provenance.class).getEntity()).hasSize(1);
  }
}
