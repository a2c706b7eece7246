package org.farsight.orders;

import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Worklist.Patient;
import org.farsight.hl7v2.Persons;
import org.farsight.identity.IdCard;

/** A person as a worklist writes them. */
final class WorklistPerson {
  private WorklistPerson() {}

  static Patient of(Subject subject, String allergies) {
    Optional<Subject.Id> id = number(subject);
    return new Patient(
        subject.name().map(WorklistPerson::name).orElse(""),
        id.map(Subject.Id::value).orElse(""),
        id.flatMap(Subject.Id::issuer).orElse(""),
        subject.birthDate().map(DateTimeFormatter.BASIC_ISO_DATE::format).orElse(""),
        subject.sex().map(WorklistPerson::sex).orElse(""),
        "",
        "",
        0,
        "",
        allergies,
        "");
  }

  /**
   * The number that the site knows the person by: the first that is no id card, if there is one.
   */
  static Optional<Subject.Id> number(Subject subject) {
    return subject.ids().stream()
        .filter(id -> !isCard(id))
        .findFirst()
        .or(() -> subject.ids().stream().findFirst());
  }

  /** The id card as it was written. */
  static Optional<String> card(Subject subject) {
    return subject.ids().stream()
        .filter(WorklistPerson::isCard)
        .map(Subject.Id::value)
        .findFirst()
        .or(
            () ->
                subject.ids().stream()
                    .map(Subject.Id::value)
                    .filter(IdCard::looksLike)
                    .findFirst());
  }

  private static boolean isCard(Subject.Id id) {
    return id.issuer().filter(Persons.RESIDENT_CARD::equals).isPresent();
  }

  /** PN, PS3.5 §6.2.1: three groups, of each five parts. */
  private static String name(Subject.Name name) {
    String groups =
        Stream.of(name.alphabetic(), name.ideographic(), name.phonetic())
            .map(group -> group.map(WorklistPerson::group).orElse(""))
            .collect(Collectors.joining("="));
    String trimmed = groups.replaceAll("=+$", "");
    return trimmed.isEmpty() ? part(name.text()) : trimmed;
  }

  private static String group(Subject.Parts parts) {
    return Stream.of(parts.family(), parts.given(), parts.middle(), parts.prefix(), parts.suffix())
        .map(WorklistPerson::part)
        .collect(Collectors.joining("^"))
        .replaceAll("\\^+$", "");
  }

  /** Without what separates parts of a name, and without controls. */
  static String part(String text) {
    return text.replaceAll("[\\p{Cntrl}^=\\\\]+", " ").strip();
  }

  private static String sex(Subject.Sex sex) {
    return switch (sex) {
      case MALE -> "M";
      case FEMALE -> "F";
      case OTHER -> "O";
      case UNKNOWN -> "";
    };
  }
}
