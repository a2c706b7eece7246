package org.farsight.fhir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesComponent;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesInstanceComponent;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SampledData;

/** What is long and alike in a resource, which the general validator is slow on: checked here. */
final class Lightened {

  /** Stands for the integers of a lead. */
  private static final String SHORT_DATA = "0 1 E";

  private static final int MOST_INSTANCES = 10;

  private Lightened() {}

  /**
   * A copy without it.
   *
   * @param errors takes what is wrong with it
   */
  static Resource of(Resource resource, List<String> errors) {
    Resource copy = resource.copy();
    Stream<Resource> all =
        copy instanceof Bundle bundle
            ? bundle.getEntry().stream().map(Bundle.BundleEntryComponent::getResource)
            : Stream.of(copy);
    all.forEach(
        one -> {
          if (one instanceof Observation observation) {
            shorten(observation, errors);
          } else if (one instanceof ImagingStudy study) {
            shorten(study, errors);
          } else if (one instanceof Binary binary && binary.hasData()) {
            // bytes become Base64 only where they are written: there is nothing to find in them
            binary.setData(new byte[] {0});
          }
        });
    return copy;
  }

  /**
   * A long series is alike all along: its first instances stand for it, the rest is checked here.
   */
  private static void shorten(ImagingStudy study, List<String> errors) {
    Set<String> uids = new HashSet<>();
    for (ImagingStudySeriesComponent series : study.getSeries()) {
      List<ImagingStudySeriesInstanceComponent> instances = series.getInstance();
      if (instances.size() <= MOST_INSTANCES) {
        continue;
      }
      for (ImagingStudySeriesInstanceComponent instance : instances) {
        String uid = instance.getUid();
        if (uid == null || !FhirText.isId(uid) || !uids.add(uid)) {
          errors.add("ImagingStudy.series.instance.uid: missing, no id, or twice");
        }
        if (!instance.getSopClass().hasSystem() || !instance.getSopClass().hasCode()) {
          errors.add("ImagingStudy.series.instance.sopClass: missing");
        }
      }
      series.setInstance(new ArrayList<>(instances.subList(0, MOST_INSTANCES)));
    }
  }

  private static void shorten(Observation observation, List<String> errors) {
    int number = 0;
    for (ObservationComponentComponent component : observation.getComponent()) {
      if (component.getValue() instanceof SampledData data && data.hasData()) {
        String fault = SampledDataCodec.fault(data.getData());
        if (!fault.isEmpty()) {
          errors.add("Observation.component[" + number + "].value.ofType(SampledData): " + fault);
        }
        data.setData(SHORT_DATA);
      }
      number++;
    }
  }
}
