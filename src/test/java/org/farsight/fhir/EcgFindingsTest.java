package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Statement.Author;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.Priority;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.junit.jupiter.api.Test;

/** Measurements, statements and marks of the cart, with all that the file says of them. */
class EcgFindingsTest {

  private static Observation part(String name) {
    Observation observation = new Observation();
    observation.addIdentifier().setValue(name);
    return observation;
  }

  private static Measurement measured(Optional<Kind> kind, String label, Optional<LeadId> lead) {
    return new Measurement(
        kind,
        label,
        BigDecimal.valueOf(120),
        Optional.of("ms"),
        Optional.of(new Code("SCPECG", "x-1", Optional.empty())),
        lead);
  }

  private static List<Observation> of(List<Measurement> measurements, Statement... statements) {
    return new EcgFindings(new Measurements(measurements), List.of(statements))
        .observations(EcgFindingsTest::part);
  }

  private static List<String> codes(CodeableConcept concept) {
    return concept.getCoding().stream().map(c -> c.getSystem() + "#" + c.getCode()).toList();
  }

  private static Optional<String> lead(ObservationComponentComponent component) {
    return Optional.ofNullable(component.getExtensionByUrl(Identifiers.EXTENSION_ABOUT_LEAD))
        .map(extension -> ((CodeableConcept) extension.getValue()).getText());
  }

  @Test
  void anIntervalHasItsLoincAndItsMdcCode() {
    Observation pr =
        of(List.of(measured(Optional.of(Kind.PR_INTERVAL), "PR", Optional.empty()))).getFirst();
    // 2:15872 of DICOM CID 3228 as one number
    assertThat(codes(pr.getCode()))
        .containsExactly(Identifiers.LOINC + "#8625-6", Identifiers.MDC + "#146944");
    assertThat(pr.getValueQuantity().getCode()).isEqualTo("ms");
  }

  @Test
  void whatLoincHasNotIsCodedByMdcBesideTheFilesOwnCode() {
    Observation others =
        of(List.of(measured(Optional.of(Kind.RR_INTERVAL), "RR", Optional.empty()))).getFirst();
    assertThat(codes(others.getComponentFirstRep().getCode()))
        .containsExactly(Identifiers.privateCodes("SCPECG") + "#x-1", Identifiers.MDC + "#147240");
  }

  @Test
  void aMeasurementOfOneLeadNamesTheLeadByItsCodes() {
    ObservationComponentComponent component =
        of(List.of(measured(Optional.empty(), "R amplitude", Optional.of(LeadId.V1))))
            .getFirst()
            .getComponentFirstRep();
    assertThat(component.getCode().getText()).isEqualTo("R amplitude V1");
    assertThat(lead(component)).contains("V1");
    assertThat(
            codes(
                (CodeableConcept)
                    component.getExtensionByUrl(Identifiers.EXTENSION_ABOUT_LEAD).getValue()))
        .containsExactly(
            Identifiers.MDC + "#131331",
            Identifiers.LOINC + "#LP7389-2",
            Identifiers.SNOMED + "#257475007");
  }

  @Test
  void theStatementsOfEachAuthorStandTogetherAndKeepTheirCodes() {
    Code code = new Code("AHA", "F1", Optional.empty());
    List<Observation> said =
        of(
            List.of(),
            new Statement("sinus rhythm", Optional.of(code), Author.DEVICE),
            new Statement("borderline", Optional.empty(), Author.DEVICE),
            new Statement("normal", Optional.empty(), Author.PERSON));
    assertThat(said)
        .extracting(one -> one.getIdentifierFirstRep().getValue())
        .containsExactly("statement/device", "statement/person");
    Observation device = said.getFirst();
    assertThat(device.getValueStringType().getValue()).isEqualTo("sinus rhythm\nborderline");
    assertThat(device.getMethod().getText()).isEqualTo("automatic");
    assertThat(device.getComponent()).hasSize(1);
    assertThat(codes(device.getComponentFirstRep().getCode()))
        .containsExactly(Identifiers.privateCodes("AHA") + "#F1");
    assertThat(device.getComponentFirstRep().getValueStringType().getValue())
        .isEqualTo("sinus rhythm");
    assertThat(said.get(1).hasMethod()).isFalse();
  }

  @Test
  void marksStandOnTheTimeAxisInMilliseconds() {
    Code wave = new Code("MDC", "MDC_ECG_WAVC_PWAVE", Optional.empty());
    Notes notes = new Notes();
    Observation marks =
        new EcgAnnotations(
                List.of(
                    mark(wave, "100", "", Optional.of(LeadId.II)),
                    mark(wave, "100", "180.5", Optional.empty()),
                    mark(wave, "", "180.5", Optional.empty())))
            .observation(EcgFindingsTest::part, notes)
            .orElseThrow();
    assertThat(marks.getComponent()).hasSize(3);
    assertThat(lead(marks.getComponent().get(0))).contains("II");
    assertThat(((Quantity) marks.getComponent().get(0).getValue()).getValue())
        .isEqualByComparingTo("100");
    Range stretch = (Range) marks.getComponent().get(1).getValue();
    assertThat(stretch.getLow().getValue()).isEqualByComparingTo("100");
    assertThat(stretch.getHigh().getValue()).isEqualByComparingTo("180.5");
    assertThat(((Range) marks.getComponent().get(2).getValue()).hasLow()).isFalse();
    assertThat(notes.toList()).isEmpty();
  }

  @Test
  void tooManyMarksStayInTheOriginalAndItIsSaid() {
    Code beat = new Code("", "beat", Optional.empty());
    Notes notes = new Notes();
    List<Annotation> many =
        Collections.nCopies(EcgAnnotations.MOST + 1, mark(beat, "1", "", Optional.empty()));
    assertThat(new EcgAnnotations(many).observation(EcgFindingsTest::part, notes)).isEmpty();
    assertThat(notes.toList())
        .extracting(Conversion.Finding::en)
        .containsExactly("501 annotations are too many for a resource: the original only");
    assertThat(new EcgAnnotations(List.of()).observation(EcgFindingsTest::part, notes)).isEmpty();
  }

  @Test
  void tasksOrderTheirPrioritiesAsExchangesDo() {
    for (Priority one : Priority.values()) {
      for (Priority other : Priority.values()) {
        assertThat(TaskInput.priority(one).compareTo(TaskInput.priority(other)) < 0)
            .isEqualTo(one.compareTo(other) < 0);
      }
    }
  }

  private static Annotation mark(Code code, String start, String end, Optional<LeadId> lead) {
    return new Annotation(code, millis(start), millis(end), lead);
  }

  private static Optional<BigDecimal> millis(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text));
  }
}
