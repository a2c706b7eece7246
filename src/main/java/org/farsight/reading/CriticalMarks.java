package org.farsight.reading;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.fhir.CriticalMark;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/**
 * What another system's report marks as critical, by code alone: its conclusion ({@code
 * conclusionCode}) or one of its results ({@code Observation.interpretation}). Words are not
 * guessed at: "no critical value" is one of them.
 */
final class CriticalMarks {
  private static final int MOST_RESULTS = 50;
  private static final Set<ObservationStatus> STANDING =
      Set.of(
          ObservationStatus.PRELIMINARY,
          ObservationStatus.FINAL,
          ObservationStatus.AMENDED,
          ObservationStatus.CORRECTED);

  private CriticalMarks() {}

  /**
   * The results of a report that stand at the same server or in the report.
   *
   * @param url of the server
   * @param server throws what it throws
   */
  static List<Observation> results(DiagnosticReport report, String url, ReadingServer server) {
    return report.getResult().stream()
        .limit(MOST_RESULTS)
        .map(one -> result(report, one, url, server))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Observation> result(
      DiagnosticReport report, Reference one, String url, ReadingServer server) {
    if (text(one.getReference()).startsWith("#")) {
      return report.getContained().stream()
          .filter(Observation.class::isInstance)
          .map(Observation.class::cast)
          .filter(within -> one.getReference().equals("#" + within.getIdPart().replace("#", "")))
          .findFirst();
    }
    String base = one.getReferenceElement().getBaseUrl();
    boolean here = base == null || base.equals(url) || base.equals(url + "/");
    if (!here || !"Observation".equals(one.getReferenceElement().getResourceType())) {
      return Optional.empty();
    }
    return server.read(Observation.class, CaseReader.plain(one));
  }

  /** What is marked, a line each; empty where that is nothing. */
  static Optional<String> of(DiagnosticReport report, List<Observation> results) {
    Stream<String> concluded =
        report.getConclusionCode().stream()
            .filter(CriticalMark::is)
            .map(mark -> mark.hasText() ? mark.getText() : conclusion(report));
    Stream<String> found =
        results.stream()
            .filter(one -> STANDING.contains(one.getStatus()) && !isOurs(one))
            .filter(one -> one.getInterpretation().stream().anyMatch(CriticalMark::is))
            .map(CriticalMarks::words);
    Set<String> lines =
        Stream.concat(concluded, found)
            .map(String::strip)
            .map(CaseFacts::cut)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
  }

  /** A rule's find is told by the rule already. */
  private static boolean isOurs(Observation one) {
    return one.getIdentifier().stream()
        .map(Identifier::getSystem)
        .filter(Objects::nonNull)
        .anyMatch(system -> system.startsWith(Identifiers.BASE));
  }

  private static String conclusion(DiagnosticReport report) {
    return report.hasConclusion() ? report.getConclusion() : "危急值 critical value";
  }

  private static String words(Observation one) {
    String name = words(one.getCode());
    String value = value(one.getValue());
    return value.isEmpty() ? name : name + " " + value;
  }

  private static String value(Type value) {
    return switch (value) {
      case Quantity quantity when quantity.hasValue() ->
          (quantity.getValue().toPlainString()
                  + " "
                  + (quantity.hasUnit() ? quantity.getUnit() : text(quantity.getCode())))
              .strip();
      case CodeableConcept concept -> words(concept);
      case StringType string -> text(string.getValue());
      case null, default -> "";
    };
  }

  private static String words(CodeableConcept concept) {
    if (concept.hasText()) {
      return concept.getText();
    }
    return concept.getCoding().stream()
        .map(one -> one.hasDisplay() ? one.getDisplay() : text(one.getCode()))
        .findFirst()
        .orElse("");
  }

  private static String text(String may) {
    return Objects.requireNonNullElse(may, "");
  }
}
