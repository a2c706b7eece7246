package org.farsight.hl7v2;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a message, as an error is located (ERL): {@code OBX[3]-5} or {@code PID-3}.
 *
 * @param segment three letters
 * @param sequence which one of its kind, from 1
 * @param field from 1; 0 for the segment as a whole
 */
public record Location(String segment, int sequence, int field) {
  private static final Pattern AT_END =
      Pattern.compile("\\bat ([A-Z][A-Z0-9]{2})(?:\\[(\\d{1,6})])?(?:-(\\d{1,3}))?\\S*$");

  /** The header's message type, which decides what is done with a message. */
  public static final Location MESSAGE_TYPE = new Location("MSH", 1, 9);

  /** The place that a sentence ends with ({@code … at OBX[3]-5}), if it names one. */
  public static Optional<Location> atEndOf(String sentence) {
    Matcher matcher = AT_END.matcher(sentence);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new Location(matcher.group(1), number(matcher.group(2), 1), number(matcher.group(3), 0)));
  }

  private static int number(@org.jspecify.annotations.Nullable String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  @Override
  public String toString() {
    return segment + "[" + sequence + "]" + (field == 0 ? "" : "-" + field);
  }
}
