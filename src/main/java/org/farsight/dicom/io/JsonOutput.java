package org.farsight.dicom.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** JSON text (RFC 8259) in UTF-8; who calls sees to commas and brackets. */
final class JsonOutput {

  private static final int BUFFER = 1 << 14;
  private static final String HEX = "0123456789abcdef";

  private final OutputStream out;

  JsonOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  /** Characters of JSON itself: brackets, commas, numbers, literals. */
  void raw(String ascii) throws IOException {
    out.write(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  void raw(byte[] ascii) throws IOException {
    out.write(ascii);
  }

  /** A string with its quotes; what must be escaped is. */
  void string(String text) throws IOException {
    StringBuilder escaped = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (c < 0x20 || isLoneSurrogate(text, i)) {
            escaped.append("\\u").append(hex(c >> 12)).append(hex(c >> 8));
            escaped.append(hex(c >> 4)).append(hex(c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    out.write(escaped.append('"').toString().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private static char hex(int digit) {
    return HEX.charAt(digit & 0xF);
  }

  void flush() throws IOException {
    out.flush();
  }
}
