package org.farsight.ecg.hl7v2;

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
record Segment(ca.uhn.hl7v2.model.Segment parsed, int sequence, Optional<String> bulk) {

  String name() {
    return parsed.getName();
  }

  /** First subcomponent of the first repetition. */
  String get(int field, int component) {
    return get(field, 0, component, 1);
  }

  /**
   * A subcomponent with its escapes resolved; the empty text where there is none.
   *
   * @param repetition from 0, the others from 1
   */
  String get(int field, int repetition, int component, int subcomponent) {
    try {
      String text = Terser.get(parsed, field, repetition, component, subcomponent);
      // two quotation marks say that a value is to be deleted (§2.5.3)
      return text == null || text.equals("\"\"") ? "" : text.strip();
    } catch (HL7Exception e) {
      return "";
    }
  }

  Optional<String> some(int field, int component) {
    return Optional.of(get(field, component)).filter(text -> !text.isEmpty());
  }

  int repetitions(int field) {
    try {
      return parsed.getField(field).length;
    } catch (HL7Exception e) {
      return 0;
    }
  }

  /** The place of a field, as an acknowledgement names it. */
  String at(int field) {
    return name() + "[" + sequence + "]-" + field;
  }

  /** Segments hold persons. */
  @Override
  public String toString() {
    return name() + "[" + sequence + "]";
  }
}
