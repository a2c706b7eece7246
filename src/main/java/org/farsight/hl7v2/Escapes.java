package org.farsight.hl7v2;

import ca.uhn.hl7v2.parser.DefaultEscaping;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Escape sequences that the library leaves as they are (HL7 v2.5.1 §2.7): hexadecimal data, the
 * formatting commands of FT and highlighting. Those of separators are the library's.
 */
final class Escapes {
  private static final Pattern HEXADECIMAL = Pattern.compile("X(?:[0-9A-Fa-f]{2})+");
  private static final Pattern COMMAND =
      Pattern.compile("\\.(br|sp|fi|nf|ce|in|ti|sk)\\s*([+-]?\\d{1,2})?");
  private static final int LONGEST = 4000;
  private static final int MOST_REPEATED = 20;

  private final EncodingCharacters separators;
  private final Charset charset;
  private final DefaultEscaping library = new DefaultEscaping();

  /**
   * Resolves in one message.
   *
   * @param charset in which hexadecimal data are characters
   */
  Escapes(EncodingCharacters separators, Charset charset) {
    this.separators = separators;
    this.charset = charset;
  }

  EncodingCharacters separators() {
    return separators;
  }

  /** A segment in which only the library's escape sequences are left; line breaks are LF. */
  String resolve(String segment) {
    char escape = separators.getEscapeCharacter();
    StringBuilder out = new StringBuilder(segment.length());
    int from = 0;
    int start = segment.indexOf(escape);
    while (start >= 0) {
      int end = segment.indexOf(escape, start + 1);
      if (end < 0) {
        break;
      }
      String inner = segment.substring(start + 1, end);
      String text = inner.length() > LONGEST ? null : meaning(inner);
      boolean standsForCharacter = inner.length() == 1 && "FSTRE".contains(inner);
      out.append(segment, from, start);
      if (text != null) {
        out.append(text);
      } else if (standsForCharacter) {
        out.append(segment, start, end + 1);
      } else {
        // no sequence: what closes it may open another one
        out.append(escape).append(inner);
        end--;
      }
      from = end + 1;
      start = segment.indexOf(escape, from);
    }
    return out.append(segment, from, segment.length()).toString();
  }

  private @Nullable String meaning(String inner) {
    if (inner.equals("H") || inner.equals("N")) {
      return "";
    }
    if (HEXADECIMAL.matcher(inner).matches()) {
      String text = new String(HexFormat.of().parseHex(inner, 1, inner.length()), charset);
      return library.escape(text.replace("\r\n", "\n").replace('\r', '\n'), separators);
    }
    Matcher command = COMMAND.matcher(inner);
    if (!command.matches()) {
      return null;
    }
    int times = command.group(2) == null ? 1 : Math.abs(Integer.parseInt(command.group(2)));
    return switch (command.group(1)) {
      case "br", "ce" -> "\n";
      case "sp" -> "\n".repeat(Math.clamp(times, 1, MOST_REPEATED));
      case "sk" -> " ".repeat(Math.clamp(times, 1, MOST_REPEATED));
      default -> "";
    };
  }
}
