package org.farsight.ecg.edf;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Subject;

/**
 * Local patient identification: in EDF+ (§2.1.3.3) code, sex, birthdate and name, parted by blanks,
 * X for what is not told, a blank within a part written as an underscore. In EDF it is free text.
 */
final class Persons {
  private static final String UNTOLD = "X";
  private static final int CODE = 0;
  private static final int SEX = 1;
  private static final int BIRTH = 2;
  private static final int NAME = 3;

  private Persons() {}

  static Subject read(Header header, RulesInForce<EdfRule> rules) {
    String text = header.patient().words(rules);
    String[] parts = text.split(" +");
    boolean structured = parts.length > NAME && parts[SEX].matches("[MFX]");
    if (!structured) {
      if (header.kind().isPlus() && !text.isEmpty()) {
        rules.note("PATIENT_NOT_IN_FOUR_PARTS", header.patient().where());
      }
      // free text: the one thing that is sure is that it identifies the patient to the writer
      return text.isEmpty() || text.equals(UNTOLD)
          ? Subject.UNNAMED
          : new Subject(
              List.of(new Subject.Id(text, Optional.empty())),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
    }
    Optional<LocalDate> birth = told(parts[BIRTH]).flatMap(Times::date);
    if (birth.isEmpty() && told(parts[BIRTH]).isPresent()) {
      rules.note("DATE_NOT_UNDERSTOOD", header.patient().where());
    }
    return new Subject(
        told(parts[CODE]).map(id -> new Subject.Id(id, Optional.empty())).stream().toList(),
        told(parts[NAME]).map(Subject.Name::ofText),
        sex(parts[SEX]),
        birth);
  }

  private static Optional<Subject.Sex> sex(String letter) {
    return switch (letter) {
      case "M" -> Optional.of(Subject.Sex.MALE);
      case "F" -> Optional.of(Subject.Sex.FEMALE);
      default -> Optional.empty();
    };
  }

  /** The part with its blanks, where it says something. */
  static Optional<String> told(String part) {
    return Optional.of(part.replace('_', ' ').strip())
        .filter(text -> !text.isEmpty() && !text.equals(UNTOLD));
  }
}
