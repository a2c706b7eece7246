package org.farsight.ecg;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The person as the file names them; nothing is checked or repaired here.
 *
 * @param ids the person's identifiers, the main one first
 * @param name the name in the file's spelling and, where the file tells them, its parts
 * @param sex empty where the file does not say
 * @param birthDate empty where the file gives none, or no whole date
 */
public record Subject(
    List<Id> ids, Optional<Name> name, Optional<Sex> sex, Optional<LocalDate> birthDate) {

  /** A file that says nothing of the person. */
  public static final Subject UNNAMED =
      new Subject(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public Subject {
    ids = List.copyOf(ids);
    Objects.requireNonNull(name);
    Objects.requireNonNull(sex);
    Objects.requireNonNull(birthDate);
  }

  /** The first identifier's value, the one that carts print. */
  public Optional<String> id() {
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getFirst().value());
  }

  @Override
  public String toString() {
    return "Subject[" + ids.size() + " ids, rest not shown]";
  }

  /** Administrative sex (HL7 AdministrativeGender, DICOM (0010,0040)). */
  public enum Sex {
    MALE,
    FEMALE,
    OTHER,
    /** The file says that it is not known. */
    UNKNOWN
  }

  /**
   * An identifier of the person.
   *
   * @param value the identifier as the file writes it
   * @param issuer who gave it out: Issuer of Patient ID in DICOM, the id's root OID in an aECG
   */
  public record Id(String value, Optional<String> issuer) {
    public Id {
      Objects.requireNonNull(value);
      Objects.requireNonNull(issuer);
    }

    @Override
    public String toString() {
      return "Id[not shown]";
    }
  }

  /**
   * A name. A file that knows no groups fills {@code text} only, or puts its parts into the group
   * that fits their letters.
   *
   * @param text the whole name in the file's spelling
   * @param alphabetic the name in Latin letters (DICOM's first component group, pinyin)
   * @param ideographic the name in Chinese characters
   * @param phonetic the name in a phonetic script
   */
  public record Name(
      String text,
      Optional<Parts> alphabetic,
      Optional<Parts> ideographic,
      Optional<Parts> phonetic) {
    public Name {
      Objects.requireNonNull(text);
      Objects.requireNonNull(alphabetic);
      Objects.requireNonNull(ideographic);
      Objects.requireNonNull(phonetic);
    }

    /**
     * A name of which family and given name are known, put into the group that fits their letters;
     * empty where both are. In Chinese the family name stands first and nothing parts the two.
     */
    public static Optional<Name> of(String family, String given) {
      if (family.isEmpty() && given.isEmpty()) {
        return Optional.empty();
      }
      boolean chinese = (family + given).codePoints().anyMatch(Character::isIdeographic);
      Optional<Parts> parts = Optional.of(new Parts(family, given, "", "", ""));
      return Optional.of(
          new Name(
              chinese ? family + given : (given + " " + family).strip(),
              chinese ? Optional.empty() : parts,
              chinese ? parts : Optional.empty(),
              Optional.empty()));
    }

    /** A name of which only the whole text is known. */
    public static Name ofText(String text) {
      return new Name(text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
      return "Name[not shown]";
    }
  }

  /**
   * The parts of a name in one script; a part that the file does not give is the empty text.
   *
   * @param family family name
   * @param given given name
   * @param middle middle name
   * @param prefix what stands before the name
   * @param suffix what stands behind it
   */
  public record Parts(String family, String given, String middle, String prefix, String suffix) {
    public Parts {
      Objects.requireNonNull(family);
      Objects.requireNonNull(given);
      Objects.requireNonNull(middle);
      Objects.requireNonNull(prefix);
      Objects.requireNonNull(suffix);
    }

    @Override
    public String toString() {
      return "Parts[not shown]";
    }
  }
}
