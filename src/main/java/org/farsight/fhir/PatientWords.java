package org.farsight.fhir;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;

/** What a Bundle says of its patient, to be kept out of messages that people and logs see. */
final class PatientWords {

  private final List<String> words;

  PatientWords(Resource resource) {
    Stream<Resource> all =
        resource instanceof Bundle bundle
            ? bundle.getEntry().stream().map(Bundle.BundleEntryComponent::getResource)
            : Stream.of(resource);
    this.words =
        all.filter(Patient.class::isInstance)
            .map(Patient.class::cast)
            .flatMap(PatientWords::of)
            .filter(Objects::nonNull)
            .filter(word -> !word.isBlank())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** The message with an ellipsis in place of each of these words. */
  String removed(String message) {
    String clean = message;
    for (String word : words) {
      clean = clean.replace(word, "…");
    }
    return clean;
  }

  private static Stream<String> of(Patient patient) {
    return Stream.of(
            patient.getIdentifier().stream().map(Identifier::getValue),
            patient.getName().stream().flatMap(PatientWords::of),
            Stream.of(patient.getBirthDateElement().getValueAsString()))
        .flatMap(words -> words);
  }

  private static Stream<String> of(HumanName name) {
    return Stream.of(
            Stream.of(name.getText(), name.getFamily()),
            name.getGiven().stream().map(PrimitiveType::getValue),
            name.getPrefix().stream().map(PrimitiveType::getValue),
            name.getSuffix().stream().map(PrimitiveType::getValue))
        .flatMap(words -> words);
  }
}
