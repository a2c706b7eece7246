package org.farsight.hl7v2;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.util.Terser;
import java.util.Optional;

/**
 * One segment as the library has parsed it, and what was cut out of it before.
 *
 * @param parsed the library's
 * @param sequence which one of its kind, from 1
 * @param bulk OBX-5 of samples and encapsulated data as it stands in the message; else empty
 */
public record Segment(ca.uhn.hl7v2.model.Segment parsed, int sequence, Optional<String> bulk) {
  private static final String DELETE = "\"\"";

  /** Its three letters. */
  public String name() {
    return parsed.getName();
  }

  /** First subcomponent of the first repetition; the empty text where there is none. */
  public String get(int field, int component) {
    return get(field, 0, component, 1);
  }

  /**
   * A subcomponent with its escapes resolved; the empty text where there is none.
   *
   * @param repetition from 0, the others from 1
   */
  public String get(int field, int repetition, int component, int subcomponent) {
    String text = raw(field, repetition, component, subcomponent);
    return text.equals(DELETE) ? "" : text;
  }

  /** Whether the sender says that what stood in the field is to be deleted (§2.5.3). */
  public boolean deletes(int field) {
    return raw(field, 0, 1, 1).equals(DELETE);
  }

  private String raw(int field, int repetition, int component, int subcomponent) {
    try {
      String text = Terser.get(parsed, field, repetition, component, subcomponent);
      return text == null ? "" : text.strip();
    } catch (HL7Exception e) {
      return "";
    }
  }

  /** As {@link #get(int, int)}, empty where there is none. */
  public Optional<String> some(int field, int component) {
    return Optional.of(get(field, component)).filter(text -> !text.isEmpty());
  }

  /** How often a field is repeated. */
  public int repetitions(int field) {
    try {
      return parsed.getField(field).length;
    } catch (HL7Exception e) {
      return 0;
    }
  }

  /** The place of a field, as an acknowledgement names it. */
  public String at(int field) {
    return name() + "[" + sequence + "]-" + field;
  }

  /** Segments hold persons. */
  @Override
  public String toString() {
    return name() + "[" + sequence + "]";
  }
}
