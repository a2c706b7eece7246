package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.farsight.dicom.data.PersonName;
import org.farsight.ecg.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A name in its three groups, as the demonstration shows and compares it. A group that is not known
 * is empty.
 *
 * @param characters family and given name without a gap
 * @param pinyin in Latin letters without tones
 * @param tones in pinyin with tone marks
 */
record PersonShown(String characters, String pinyin, String tones) {
  private static final String REPRESENTATION =
      "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

  /** Nobody. */
  static final PersonShown NOBODY = new PersonShown("", "", "");

  /** The name in a DICOM object. */
  static PersonShown of(PersonName name) {
    return new PersonShown(
        group(name.ideographic(), ""), group(name.alphabetic(), " "), group(name.phonetic(), " "));
  }

  /** The name in an ECG file; a text without groups counts as characters. */
  static PersonShown of(Subject.Name name) {
    String characters = name.ideographic().map(p -> p.family() + p.given()).orElse("");
    String pinyin = name.alphabetic().map(PersonShown::parts).orElse("");
    String tones = name.phonetic().map(PersonShown::parts).orElse("");
    boolean textOnly = characters.isEmpty() && pinyin.isEmpty() && tones.isEmpty();
    return new PersonShown(textOnly ? name.text() : characters, pinyin, tones);
  }

  /** The names of a FHIR Patient by their iso21090-EN-representation; none is characters. */
  static PersonShown of(JsonNode patient) {
    String characters = "";
    String pinyin = "";
    String tones = "";
    for (JsonNode name : patient.path("name")) {
      String family = name.path("family").asText();
      String given = name.path("given").path(0).asText();
      switch (representation(name)) {
        case "ABC" -> pinyin = (family + " " + given).strip();
        case "SYL" -> tones = (family + " " + given).strip();
        default -> characters = name.path("text").asText(family + given);
      }
    }
    return new PersonShown(characters, pinyin, tones);
  }

  /** Whether all three groups are known. */
  boolean complete() {
    return !characters.isEmpty() && !pinyin.isEmpty() && !tones.isEmpty();
  }

  /**
   * Whether this, as the FHIR server has it, is the person that a device named: no characters are
   * lost, and the other groups are the same as far as both know them, whatever the case of pinyin.
   *
   * @param other the person as one of the files names them: EDF knows no characters
   */
  boolean agreesWith(PersonShown other) {
    boolean same =
        other.characters.isEmpty()
            ? !pinyin.isEmpty() && !other.pinyin.isEmpty() || other.equals(this)
            : characters.equals(other.characters);
    return same && agree(pinyin, other.pinyin) && agree(tones, other.tones);
  }

  /** All groups that are known, for the one screen that is meant to show them. */
  String text() {
    return String.join(
        " / ",
        java.util.stream.Stream.of(characters, pinyin, tones).filter(g -> !g.isEmpty()).toList());
  }

  /** Hides the person. */
  @Override
  public String toString() {
    return "PersonShown[not shown]";
  }

  private static boolean agree(String one, String other) {
    return one.isEmpty() || other.isEmpty() || one.equalsIgnoreCase(other);
  }

  private static String representation(JsonNode name) {
    for (JsonNode extension : name.path("extension")) {
      if (extension.path("url").asText().equals(REPRESENTATION)) {
        return extension.path("valueCode").asText();
      }
    }
    return "";
  }

  private static String group(PersonName.@Nullable Group group, String gap) {
    return Optional.ofNullable(group).map(g -> (g.family() + gap + g.given()).strip()).orElse("");
  }

  private static String parts(Subject.Parts parts) {
    return (parts.family() + " " + parts.given()).strip();
  }
}
