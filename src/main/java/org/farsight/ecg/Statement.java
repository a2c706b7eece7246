package org.farsight.ecg;

import java.util.Objects;
import java.util.Optional;

/**
 * One line of an interpretation that the file carries.
 *
 * @param text the line in the file's own words and language
 * @param code its code, where the file has one
 * @param author who says it
 */
public record Statement(String text, Optional<Code> code, Author author) {

  /** Where a statement comes from. */
  public enum Author {
    /** The cart's or another program's interpretation. */
    DEVICE,
    /** A person has written, changed or confirmed it. */
    PERSON,
    /** The file does not say. */
    UNSTATED
  }

  public Statement {
    Objects.requireNonNull(text);
    Objects.requireNonNull(code);
    Objects.requireNonNull(author);
  }

  /** Free text may name a person, so it is not shown. */
  @Override
  public String toString() {
    return "Statement[" + text.length() + " characters, " + author + "]";
  }
}
