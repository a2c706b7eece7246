package org.farsight.fhir;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;

/** The person of a Patient that others have written. */
final class FhirPerson {
  private FhirPerson() {}

  static Subject subject(Patient patient, List<Subject.Id> ids) {
    return new Subject(ids, name(patient), sex(patient), birthDate(patient));
  }

  private static Optional<Subject.Name> name(Patient patient) {
    Optional<Subject.Parts> latin = Optional.empty();
    Optional<Subject.Parts> characters = Optional.empty();
    Optional<String> text = Optional.empty();
    for (HumanName one : patient.getName()) {
      Subject.Parts parts = parts(one);
      boolean han =
          (parts.family() + parts.given() + one.getText())
              .codePoints()
              .anyMatch(Character::isIdeographic);
      if (!(parts.family() + parts.given()).isEmpty()) {
        if (han) {
          characters = characters.or(() -> Optional.of(parts));
        } else {
          latin = latin.or(() -> Optional.of(parts));
        }
      }
      text = text.or(() -> Optional.ofNullable(one.getText()));
    }
    Optional<Subject.Parts> abc = latin;
    Optional<Subject.Parts> ide = characters;
    return text.or(() -> ide.map(parts -> parts.family() + parts.given()))
        .or(() -> abc.map(parts -> (parts.given() + " " + parts.family()).strip()))
        .map(whole -> new Subject.Name(whole, abc, ide, Optional.empty()));
  }

  private static Subject.Parts parts(HumanName name) {
    String family = name.hasFamily() ? name.getFamily() : "";
    List<String> names =
        name.getGiven().stream()
            .map(StringType::getValue)
            .filter(java.util.Objects::nonNull)
            .toList();
    boolean han =
        names.stream().flatMapToInt(String::codePoints).anyMatch(Character::isIdeographic);
    // one name may be told character by character, and Chinese puts no space between them
    String given = String.join(han ? "" : " ", names);
    return new Subject.Parts(family, given, "", "", "");
  }

  private static Optional<Subject.Sex> sex(Patient patient) {
    if (!patient.hasGender()) {
      return Optional.empty();
    }
    return switch (patient.getGender()) {
      case MALE -> Optional.of(Subject.Sex.MALE);
      case FEMALE -> Optional.of(Subject.Sex.FEMALE);
      case OTHER -> Optional.of(Subject.Sex.OTHER);
      case UNKNOWN -> Optional.of(Subject.Sex.UNKNOWN);
      case NULL -> Optional.empty();
    };
  }

  /** A whole date only. */
  private static Optional<LocalDate> birthDate(Patient patient) {
    String text = patient.getBirthDateElement().getValueAsString();
    try {
      return text == null ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
