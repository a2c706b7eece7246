package org.farsight.fhir;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Statement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;

/**
 * What the cart says of its recording: an Observation for each measurement that every report names,
 * one for all others, and one for each author's statements. Preliminary, as the cart's word is.
 */
record EcgFindings(Measurements measurements, List<Statement> statements) {

  /** LOINC codes (loinc.org) of the measurements that have one there. */
  private static final Map<Kind, String> LOINC =
      Map.of(
          Kind.HEART_RATE, "8867-4",
          Kind.PR_INTERVAL, "8625-6",
          Kind.QRS_DURATION, "8633-0",
          Kind.QT_INTERVAL, "8634-8",
          Kind.QTC_INTERVAL, "8636-3",
          Kind.P_AXIS, "8626-4",
          Kind.QRS_AXIS, "8632-2",
          Kind.T_AXIS, "8638-9");

  /**
   * The Observations.
   *
   * @param part makes an Observation of the recording with an identifier that ends in this word
   */
  List<Observation> observations(Function<String, Observation> part) {
    List<Observation> all = new ArrayList<>();
    List<Measurement> others = new ArrayList<>();
    Set<Kind> seen = new HashSet<>();
    for (Measurement measurement : measurements.all()) {
      Optional<Kind> kind = measurement.kind().filter(LOINC::containsKey);
      if (kind.isPresent() && measurement.lead().isEmpty() && seen.add(kind.get())) {
        all.add(single(part, kind.get(), measurement));
      } else {
        others.add(measurement);
      }
    }
    if (!others.isEmpty()) {
      all.add(collected(part, others));
    }
    all.addAll(spoken(part));
    return all;
  }

  private static Observation single(
      Function<String, Observation> part, Kind kind, Measurement measurement) {
    Observation observation =
        part.apply("measurement/" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    String code = String.valueOf(LOINC.get(kind));
    CodeableConcept concept = Codings.concept(Identifiers.LOINC, code, "");
    FhirText.clean(measurement.label()).ifPresent(concept::setText);
    observation.setCode(concept);
    observation.setValue(quantity(measurement));
    return observation;
  }

  private static Observation collected(
      Function<String, Observation> part, List<Measurement> measurements) {
    Observation observation = part.apply("measurements");
    observation.setCode(
        Codings.concept(
            Identifiers.ECG_PART_KIND,
            "device-measurements",
            "Further measurements of the device"));
    for (Measurement measurement : measurements) {
      CodeableConcept concept =
          measurement.code().flatMap(Codings::of).orElseGet(CodeableConcept::new);
      String words =
          measurement.label() + measurement.lead().map(lead -> " " + lead.label()).orElse("");
      concept.setText(FhirText.clean(words).orElse("?"));
      observation.addComponent().setCode(concept).setValue(quantity(measurement));
    }
    return observation;
  }

  private static Quantity quantity(Measurement measurement) {
    Quantity quantity = new Quantity().setValue(measurement.value());
    if (measurement.kind().isPresent()) {
      String unit = measurement.kind().get().unit();
      return quantity.setUnit(unit).setSystem(Identifiers.UCUM).setCode(unit);
    }
    measurement.unit().flatMap(FhirText::clean).ifPresent(quantity::setUnit);
    return quantity;
  }

  private List<Observation> spoken(Function<String, Observation> part) {
    Map<Statement.Author, String> byAuthor =
        statements.stream()
            .collect(
                Collectors.groupingBy(
                    Statement::author,
                    () -> new EnumMap<>(Statement.Author.class),
                    Collectors.mapping(Statement::text, Collectors.joining("\n"))));
    List<Observation> all = new ArrayList<>();
    byAuthor.forEach(
        (author, text) ->
            FhirText.clean(text).ifPresent(kept -> all.add(statement(part, author, kept))));
    return all;
  }

  private static Observation statement(
      Function<String, Observation> part, Statement.Author author, String text) {
    Observation observation = part.apply("statement/" + author.name().toLowerCase(Locale.ROOT));
    observation.setCode(Codings.concept(Identifiers.LOINC, "18844-1", ""));
    if (author == Statement.Author.DEVICE) {
      observation.setMethod(new CodeableConcept().setText("automatic"));
    }
    observation.setValue(new StringType(text));
    return observation;
  }
}
