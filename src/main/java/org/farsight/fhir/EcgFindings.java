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
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
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
   * MDC codes (ISO/IEEE 11073-10101, partition 2; the same that DICOM writes as 2:n in CID 3227,
   * 3228 and 3229) of intervals and axes: those that have no LOINC code are coded too.
   */
  private static final Map<Kind, Integer> MDC =
      Map.ofEntries(
          Map.entry(Kind.RR_INTERVAL, 16168),
          Map.entry(Kind.PP_INTERVAL, 16140),
          Map.entry(Kind.P_DURATION, 16184),
          Map.entry(Kind.PR_INTERVAL, 15872),
          Map.entry(Kind.QRS_DURATION, 16156),
          Map.entry(Kind.QT_INTERVAL, 16160),
          Map.entry(Kind.QTC_INTERVAL, 15876),
          Map.entry(Kind.QTC_BAZETT, 15880),
          Map.entry(Kind.QTC_FRIDERICIA, 15892),
          Map.entry(Kind.P_AXIS, 16128),
          Map.entry(Kind.QRS_AXIS, 16132),
          Map.entry(Kind.T_AXIS, 16136));

  private static final int MDC_PARTITION = 2 << 16;

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
    observation.getMeta().addProfile(Identifiers.PROFILE_ECG_MEASUREMENT);
    String code = String.valueOf(LOINC.get(kind));
    CodeableConcept concept = Codings.concept(Identifiers.LOINC, code, "");
    addMdc(concept, measurement);
    FhirText.clean(measurement.label()).ifPresent(concept::setText);
    observation.setCode(concept);
    observation.setValue(quantity(measurement));
    return observation;
  }

  private static Observation collected(
      Function<String, Observation> part, List<Measurement> measurements) {
    Observation observation = part.apply("measurements");
    observation.getMeta().addProfile(Identifiers.PROFILE_ECG_PART);
    observation.setCode(
        Codings.concept(
            Identifiers.ECG_PART_KIND,
            "device-measurements",
            "Further measurements of the device"));
    for (Measurement measurement : measurements) {
      CodeableConcept concept =
          measurement.code().flatMap(Codings::of).orElseGet(CodeableConcept::new);
      addMdc(concept, measurement);
      String words =
          measurement.label() + measurement.lead().map(lead -> " " + lead.label()).orElse("");
      concept.setText(FhirText.clean(words).orElse("?"));
      ObservationComponentComponent component =
          observation.addComponent().setCode(concept).setValue(quantity(measurement));
      measurement.lead().ifPresent(lead -> component.addExtension(EcgResources.ofLead(lead)));
    }
    return observation;
  }

  private static void addMdc(CodeableConcept concept, Measurement measurement) {
    measurement
        .kind()
        .map(MDC::get)
        .ifPresent(
            code ->
                concept.addCoding(
                    Codings.coding(Identifiers.MDC, String.valueOf(MDC_PARTITION + code), "")));
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
    Map<Statement.Author, List<Statement>> byAuthor =
        statements.stream()
            .collect(
                Collectors.groupingBy(
                    Statement::author,
                    () -> new EnumMap<>(Statement.Author.class),
                    Collectors.toList()));
    List<Observation> all = new ArrayList<>();
    byAuthor.forEach(
        (author, said) -> {
          String text = said.stream().map(Statement::text).collect(Collectors.joining("\n"));
          FhirText.clean(text).ifPresent(kept -> all.add(statement(part, author, kept, said)));
        });
    return all;
  }

  /** The whole text, and beside it each line that has a code. */
  private static Observation statement(
      Function<String, Observation> part,
      Statement.Author author,
      String text,
      List<Statement> lines) {
    Observation observation = part.apply("statement/" + author.name().toLowerCase(Locale.ROOT));
    observation.getMeta().addProfile(Identifiers.PROFILE_ECG_STATEMENT);
    observation.setCode(Codings.concept(Identifiers.LOINC, "18844-1", ""));
    if (author == Statement.Author.DEVICE) {
      observation.setMethod(new CodeableConcept().setText("automatic"));
    }
    observation.setValue(new StringType(text));
    for (Statement line : lines) {
      Optional<CodeableConcept> code = line.code().flatMap(Codings::of);
      Optional<String> words = FhirText.clean(line.text());
      if (code.isPresent() && words.isPresent()) {
        observation.addComponent().setCode(code.get()).setValue(new StringType(words.get()));
      }
    }
    return observation;
  }
}
