package org.farsight.fhir;

import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Code;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** Codes of DICOM objects and ECG files as FHIR codings. */
final class Codings {

  /** Coding schemes as files spell them (PS3.16 §8) and their FHIR systems. */
  private static final Map<String, String> SYSTEMS =
      Map.ofEntries(
          Map.entry("DCM", Identifiers.DCM),
          Map.entry("SCT", Identifiers.SNOMED),
          Map.entry("2.16.840.1.113883.6.96", Identifiers.SNOMED),
          Map.entry("LN", Identifiers.LOINC),
          Map.entry("2.16.840.1.113883.6.1", Identifiers.LOINC),
          Map.entry("UCUM", Identifiers.UCUM),
          Map.entry("I10", "http://hl7.org/fhir/sid/icd-10"),
          // codes of 11073 stand there as numbers; files carry reference ids, which is HL7 v3's
          // form
          Map.entry("MDC", "urn:oid:2.16.840.1.113883.6.24"));

  private Codings() {}

  /** A coding without a version; texts are cleaned, the display may be empty. */
  static Coding coding(String system, String code, String display) {
    Coding coding = new Coding().setSystem(system).setCode(code);
    FhirText.clean(display).ifPresent(coding::setDisplay);
    return coding;
  }

  /** One coding and its words. */
  static CodeableConcept concept(String system, String code, String display) {
    return new CodeableConcept().addCoding(coding(system, code, display));
  }

  /** A code with the scheme it was written under; empty if there is neither code nor words. */
  static Optional<CodeableConcept> foreign(String scheme, String code, String meaning) {
    CodeableConcept concept = new CodeableConcept();
    FhirText.clean(meaning).ifPresent(concept::setText);
    Optional<String> kept = FhirText.code(code);
    Optional<String> keptScheme = FhirText.code(scheme);
    if (kept.isPresent() && keptScheme.isPresent()) {
      concept.addCoding(coding(system(keptScheme.get()), kept.get(), meaning));
    }
    return concept.isEmpty() ? Optional.empty() : Optional.of(concept);
  }

  /** A code that an ECG file carries. */
  static Optional<CodeableConcept> of(Code code) {
    return foreign(code.system(), code.value(), code.display().orElse(""));
  }

  private static String system(String scheme) {
    String known = SYSTEMS.get(scheme);
    if (known != null) {
      return known;
    }
    return Identifiers.isOid(scheme) ? "urn:oid:" + scheme : Identifiers.privateCodes(scheme);
  }
}
