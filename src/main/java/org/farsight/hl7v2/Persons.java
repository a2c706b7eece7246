package org.farsight.hl7v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.farsight.ecg.Subject;

/** The person as PID names them. */
public final class Persons {
  /** The issuer of resident id cards (WS/T 363). */
  public static final String RESIDENT_CARD = "2.16.156.10011.1.3";

  private static final String MEDICAL_RECORD = "MR";
  private static final Pattern CARD = Pattern.compile("\\d{17}[\\dXx]");

  private final Segment pid;
  private final String facility;
  private final Leniency leniency;

  /** What a reader does about messages that leave the standard. */
  public interface Leniency {
    /** Whether PID-5 may be {@code PINYIN^汉字}; asked where it is. */
    boolean pinyinAndCharacters(String where);

    /** Is told of what is not understood. */
    void note(String what, String where);
  }

  /**
   * Reads a PID.
   *
   * @param facility who sends: an id that it has given out itself names no other issuer
   */
  public Persons(Segment pid, String facility, Leniency leniency) {
    this.pid = pid;
    this.facility = facility;
    this.leniency = leniency;
  }

  /** The person. */
  public Subject subject() {
    Optional<String> birth = pid.some(7, 1);
    Optional<java.time.LocalDate> date = birth.flatMap(Times::date);
    if (birth.isPresent() && date.isEmpty()) {
      leniency.note("DATE_NOT_UNDERSTOOD", pid.at(7));
    }
    return new Subject(ids(), name(), pid.some(8, 1).flatMap(this::sex), date);
  }

  /**
   * PID-3: the medical record number first, whatever the order; PID-2 where that is empty, as
   * before version 2.3. An id card may stand in PID-19 instead.
   */
  private List<Subject.Id> ids() {
    List<Subject.Id> ids = new ArrayList<>();
    for (int i = 0; i < pid.repetitions(3); i++) {
      String value = pid.get(3, i, 1, 1);
      if (value.isEmpty()) {
        continue;
      }
      String type = pid.get(3, i, 5, 1);
      Subject.Id id = new Subject.Id(value, issuer(i, type));
      if (type.equals(MEDICAL_RECORD)) {
        ids.addFirst(id);
      } else {
        ids.add(id);
      }
    }
    if (ids.isEmpty()) {
      pid.some(2, 1).ifPresent(id -> ids.add(new Subject.Id(id, Optional.empty())));
    }
    String card = pid.get(19, 1);
    if (CARD.matcher(card).matches() && ids.stream().noneMatch(id -> id.value().equals(card))) {
      ids.add(new Subject.Id(card, Optional.of(RESIDENT_CARD)));
    }
    return ids;
  }

  private Optional<String> issuer(int repetition, String type) {
    String namespace = pid.get(3, repetition, 4, 1);
    String universal = pid.get(3, repetition, 4, 2);
    if (!universal.isEmpty()) {
      return Optional.of(universal);
    }
    if (namespace.isEmpty() && type.equals("NI")) {
      return Optional.of(RESIDENT_CARD);
    }
    return Optional.of(namespace).filter(n -> !n.isEmpty() && !n.equalsIgnoreCase(facility));
  }

  /** PID-5: each repetition in one writing, told by its representation code (table 0465). */
  private Optional<Subject.Name> name() {
    Optional<Subject.Parts> alphabetic = Optional.empty();
    Optional<Subject.Parts> ideographic = Optional.empty();
    Optional<Subject.Parts> phonetic = Optional.empty();
    for (int i = 0; i < pid.repetitions(5); i++) {
      Subject.Parts parts = parts(i);
      if ((parts.family() + parts.given()).isEmpty()) {
        continue;
      }
      if (isPinyinAndCharacters(parts) && leniency.pinyinAndCharacters(pid.at(5))) {
        alphabetic = Optional.of(new Subject.Parts(parts.family(), "", "", "", ""));
        ideographic = Optional.of(new Subject.Parts(parts.given(), "", "", "", ""));
        continue;
      }
      switch (writing(i, parts)) {
        case "I" -> ideographic = ideographic.or(() -> Optional.of(parts));
        case "P" -> phonetic = phonetic.or(() -> Optional.of(parts));
        default -> alphabetic = alphabetic.or(() -> Optional.of(parts));
      }
    }
    Optional<String> text =
        ideographic
            .map(parts -> parts.family() + parts.given())
            .or(() -> alphabeticText(pid))
            .filter(name -> !name.isEmpty());
    Optional<Subject.Parts> latin = alphabetic;
    Optional<Subject.Parts> characters = ideographic;
    Optional<Subject.Parts> sounds = phonetic;
    return text.map(whole -> new Subject.Name(whole, latin, characters, sounds));
  }

  private static Optional<String> alphabeticText(Segment pid) {
    return Optional.of((pid.get(5, 2) + " " + pid.get(5, 1)).strip());
  }

  private Subject.Parts parts(int repetition) {
    // XPN-1 is a family name of subcomponents from version 2.4 on
    return new Subject.Parts(
        pid.get(5, repetition, 1, 1),
        pid.get(5, repetition, 2, 1),
        pid.get(5, repetition, 3, 1),
        pid.get(5, repetition, 5, 1),
        pid.get(5, repetition, 4, 1));
  }

  private String writing(int repetition, Subject.Parts parts) {
    String code = pid.get(5, repetition, 8, 1).toUpperCase(Locale.ROOT);
    if (!code.isEmpty()) {
      return code;
    }
    return hasCharacters(parts.family() + parts.given()) ? "I" : "A";
  }

  private static boolean isPinyinAndCharacters(Subject.Parts parts) {
    return !parts.family().isEmpty()
        && !hasCharacters(parts.family())
        && hasCharacters(parts.given());
  }

  private static boolean hasCharacters(String text) {
    return text.codePoints().anyMatch(Character::isIdeographic);
  }

  private Optional<Subject.Sex> sex(String letter) {
    return switch (letter.toUpperCase(Locale.ROOT)) {
      case "M" -> Optional.of(Subject.Sex.MALE);
      case "F" -> Optional.of(Subject.Sex.FEMALE);
      case "O", "A", "N" -> Optional.of(Subject.Sex.OTHER);
      case "U" -> Optional.of(Subject.Sex.UNKNOWN);
      default -> {
        leniency.note("SEX_NOT_UNDERSTOOD", pid.at(8));
        yield Optional.empty();
      }
    };
  }
}
