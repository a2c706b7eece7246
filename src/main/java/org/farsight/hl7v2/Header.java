package org.farsight.hl7v2;

import java.util.Optional;

/**
 * The header segment MSH, as far as a message has to be answered.
 *
 * @param separators field, component, repetition, escape and subcomponent separator, in this order
 * @param sendingApplication MSH-3
 * @param sendingFacility MSH-4
 * @param receivingApplication MSH-5
 * @param receivingFacility MSH-6
 * @param type MSH-9, first component
 * @param trigger MSH-9, second component
 * @param controlId MSH-10
 * @param processingId MSH-11
 * @param version MSH-12, first component
 * @param characterSet MSH-18 as it stands
 */
public record Header(
    String separators,
    String sendingApplication,
    String sendingFacility,
    String receivingApplication,
    String receivingFacility,
    String type,
    String trigger,
    String controlId,
    String processingId,
    String version,
    String characterSet) {

  private static final int SEPARATORS = 5;
  private static final String USUAL = "|^~\\&";

  /**
   * Reads the first line of a message.
   *
   * @return empty if it does not begin with MSH and its separators
   */
  public static Optional<Header> of(String line) {
    if (!line.startsWith("MSH") || line.length() < 3 + SEPARATORS) {
      return Optional.empty();
    }
    String separators = line.substring(3, 3 + SEPARATORS);
    boolean sound = separators.chars().noneMatch(c -> Character.isLetterOrDigit(c) || c <= ' ');
    if (!sound || separators.chars().distinct().count() < SEPARATORS) {
      return Optional.empty();
    }
    // the field separator is field 1, so that the second part is field 2
    String[] fields = line.split(quoted(separators.charAt(0)), -1);
    String[] type = first(fields, 9, separators).split(quoted(separators.charAt(1)), -1);
    return Optional.of(
        new Header(
            separators,
            field(fields, 3),
            field(fields, 4),
            field(fields, 5),
            field(fields, 6),
            type[0].strip(),
            type.length > 1 ? type[1].strip() : "",
            field(fields, 10),
            field(fields, 11),
            first(fields, 12, separators).split(quoted(separators.charAt(1)), -1)[0],
            field(fields, 18)));
  }

  /** The separators that are used where a sender's cannot be read. */
  static Header unreadable() {
    return new Header(USUAL, "", "", "", "", "", "", "", "P", "2.5", "");
  }

  /** The facility's name: the first component of MSH-4. */
  public String facility() {
    return sendingFacility.split(quoted(separators.charAt(1)), -1)[0].strip();
  }

  /** Type and trigger as people write them: {@code ORU^R01}. */
  public String message() {
    return type + (trigger.isEmpty() ? "" : "^" + trigger);
  }

  private static String field(String[] fields, int number) {
    return fields.length >= number ? fields[number - 1].strip() : "";
  }

  private static String first(String[] fields, int number, String separators) {
    return field(fields, number).split(quoted(separators.charAt(2)), -1)[0];
  }

  private static String quoted(char separator) {
    return java.util.regex.Pattern.quote(String.valueOf(separator));
  }
}
