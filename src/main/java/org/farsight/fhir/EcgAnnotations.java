package org.farsight.fhir;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.ecg.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;

/**
 * The marks that a cart has put on the time axis: one Observation with a component for each, a
 * point as a Quantity, a stretch as a Range, in milliseconds from the recording's start.
 */
record EcgAnnotations(List<Annotation> annotations) {

  /** A long recording has a mark for each of its beats; beyond this the original has them. */
  static final int MOST = 500;

  /**
   * The Observation; empty where there is no mark, or there are too many.
   *
   * @param part makes an Observation of the recording with an identifier that ends in this word
   */
  Optional<Observation> observation(Function<String, Observation> part, Notes notes) {
    if (annotations.isEmpty()) {
      return Optional.empty();
    }
    if (annotations.size() > MOST) {
      notes.add(
          annotations.size() + " annotations are too many for a resource: the original only",
          annotations.size() + " 条标注超出资源容量，仅保留在原始文件中");
      return Optional.empty();
    }
    Observation observation = part.apply("annotations");
    observation.getMeta().addProfile(Identifiers.PROFILE_ECG_PART);
    observation.setCode(
        Codings.concept(Identifiers.ECG_PART_KIND, "annotations", "Marks on the time axis"));
    for (Annotation annotation : annotations) {
      CodeableConcept code =
          Codings.of(annotation.code()).orElseGet(() -> new CodeableConcept().setText("?"));
      ObservationComponentComponent component = observation.addComponent().setCode(code);
      annotation.lead().ifPresent(lead -> component.addExtension(EcgResources.ofLead(lead)));
      if (annotation.endMillis().isEmpty()) {
        annotation.startMillis().ifPresent(at -> component.setValue(millis(at)));
      } else {
        Range range = new Range();
        annotation.startMillis().ifPresent(at -> range.setLow(millis(at)));
        annotation.endMillis().ifPresent(at -> range.setHigh(millis(at)));
        component.setValue(range);
      }
    }
    return Optional.of(observation);
  }

  private static Quantity millis(BigDecimal value) {
    return new Quantity().setValue(value).setUnit("ms").setSystem(Identifiers.UCUM).setCode("ms");
  }
}
