package org.farsight.ecg.hl7v2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.farsight.ecg.EcgFormatException;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Segment;

/**
 * Encapsulated data (ED): source application, type of data, subtype, encoding, data. What the data
 * are is told by their bytes, since senders write many words for one format.
 *
 * @param bytes the data as they were before their encoding
 * @param where the place in the message
 */
record Encapsulated(byte[] bytes, String where) {
  private static final int PARTS = 5;

  static Encapsulated read(Segment obx, Header header) throws EcgFormatException {
    String component = Pattern.quote(header.separators().substring(1, 2));
    String[] parts = obx.bulk().orElse("").split(component, PARTS);
    if (parts.length < PARTS || parts[PARTS - 1].isBlank()) {
      throw new EcgFormatException("encapsulated data without data", obx.at(5));
    }
    String data = parts[PARTS - 1].split(component, 2)[0];
    String encoding = parts[3].strip().toUpperCase(Locale.ROOT);
    return new Encapsulated(decode(encoding, data, obx), obx.at(5));
  }

  private static byte[] decode(String encoding, String data, Segment obx)
      throws EcgFormatException {
    String bare = data.replaceAll("\\s+", "");
    try {
      return switch (encoding) {
        // some senders name no encoding, and what cannot be printed can only be base64
        case "BASE64", "" -> Base64.getDecoder().decode(bare);
        case "HEX" -> HexFormat.of().parseHex(bare);
        case "A" -> data.getBytes(StandardCharsets.UTF_8);
        default ->
            throw new EcgFormatException("an encoding that is none of table 0299", obx.at(5));
      };
    } catch (IllegalArgumentException e) {
      throw new EcgFormatException("encapsulated data that are not in their encoding", obx.at(5));
    }
  }

  /** Whether these are the bytes of a PDF. */
  boolean isPdf() {
    return bytes.length > 4
        && bytes[0] == '%'
        && bytes[1] == 'P'
        && bytes[2] == 'D'
        && bytes[3] == 'F';
  }

  @Override
  public String toString() {
    return bytes.length + " bytes at " + where;
  }
}
