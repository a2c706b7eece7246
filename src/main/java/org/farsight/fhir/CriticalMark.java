package org.farsight.fhir;

import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;

/**
 * That something must be told at once, as an interpretation that every system knows (HL7 v3
 * ObservationInterpretation, the abnormal flags of HL7 v2 table 0078): written as the {@code
 * conclusionCode} of our reports, and looked for in those of others.
 */
public final class CriticalMark {
  private static final String SYSTEM =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

  /** As other versions and v2 name the same table. */
  private static final Set<String> SYSTEMS =
      Set.of(
          SYSTEM,
          "http://hl7.org/fhir/v3/ObservationInterpretation",
          "http://hl7.org/fhir/v2/0078",
          "http://terminology.hl7.org/CodeSystem/v2-0078");

  /** Critical: abnormal, high, low. */
  private static final Set<String> CODES = Set.of("AA", "HH", "LL");

  private CriticalMark() {}

  /**
   * A mark.
   *
   * @param words what is to be told
   */
  public static CodeableConcept of(String words) {
    CodeableConcept mark = Codings.concept(SYSTEM, "AA", "Critical abnormal");
    FhirText.clean(words).ifPresent(mark::setText);
    return mark;
  }

  /** Whether a concept is one, whoever has written it. */
  public static boolean is(CodeableConcept concept) {
    return concept.getCoding().stream()
        .anyMatch(one -> SYSTEMS.contains(one.getSystem()) && CODES.contains(one.getCode()));
  }
}
