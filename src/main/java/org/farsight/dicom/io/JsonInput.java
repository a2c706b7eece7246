package org.farsight.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON text (RFC 8259) in UTF-8, token by token. Memory grows with one string or number only, up to
 * the limit that the caller gives.
 */
final class JsonInput {

  /** What {@link #peek} says at the end of the text. */
  static final int END = -1;

  private static final int MAX_NUMBER = 128;

  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private int next;
  private int limit;
  private long bufferStart;

  JsonInput(InputStream in) {
    this.in = in;
  }

  /** Bytes consumed since the start. */
  long position() {
    return bufferStart + next;
  }

  DicomFormatException error(String problem, String path) {
    return new DicomFormatException(problem, position(), path);
  }

  private int look() throws IOException {
    if (next == limit) {
      bufferStart += limit;
      next = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return next == limit ? END : buffer[next] & 0xFF;
  }

  private int take() throws IOException {
    int c = look();
    if (c != END) {
      next++;
    }
    return c;
  }

  /** The next character that is no white space, or {@link #END}; it is not consumed. */
  int peek() throws IOException {
    int c = look();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      next++;
      c = look();
    }
    return c;
  }

  /** Whether the next character is this one, which is then consumed. */
  boolean accept(char wanted) throws IOException {
    if (peek() != wanted) {
      return false;
    }
    next++;
    return true;
  }

  /** Consumes a character of structure. */
  void expect(char wanted, String path) throws IOException {
    if (!accept(wanted)) {
      throw error("no '" + wanted + "' in the JSON", path);
    }
  }

  /**
   * Steps to the next member of an object or array, whose opening bracket is behind.
   *
   * @param first whether it would be the first
   * @return false where the closing bracket came, which is consumed
   */
  boolean more(char close, boolean first, String path) throws IOException {
    if (accept(close)) {
      return false;
    }
    if (!first) {
      expect(',', path);
    }
    return true;
  }

  /** The name of a member and its colon. */
  String name(int longest, String path) throws IOException {
    String name = string(longest, path);
    expect(':', path);
    return name;
  }

  /**
   * A string.
   *
   * @param longest bytes in UTF-8; more is refused
   */
  String string(int longest, String path) throws IOException {
    expect('"', path);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
    while (true) {
      int c = take();
      if (c == '"') {
        break;
      }
      if (c == '\\') {
        escape(bytes, path);
      } else if (c < 0x20) {
        throw error(c == END ? "the JSON ends within a string" : "a control character", path);
      } else {
        bytes.write(c);
      }
      if (bytes.size() > longest) {
        throw error("a string of more than " + longest + " bytes", path);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw error("a string that is not UTF-8", path);
    }
  }

  private void escape(ByteArrayOutputStream bytes, String path) throws IOException {
    int c = take();
    switch (c) {
      case '"', '\\', '/' -> bytes.write(c);
      case 'b' -> bytes.write('\b');
      case 'f' -> bytes.write('\f');
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case 'u' -> bytes.writeBytes(codePoint(path).getBytes(StandardCharsets.UTF_8));
      default -> throw error("an escape that JSON does not know", path);
    }
  }

  /** The character of an escape, with the second half of a pair; a lone half becomes U+FFFD. */
  private String codePoint(String path) throws IOException {
    char high = fourDigits(path);
    if (!Character.isSurrogate(high)) {
      return String.valueOf(high);
    }
    if (Character.isHighSurrogate(high) && look() == '\\') {
      next++;
      if (take() != 'u') {
        throw error("half a pair of surrogates", path);
      }
      char low = fourDigits(path);
      return Character.isLowSurrogate(low) ? String.valueOf(new char[] {high, low}) : "\uFFFD";
    }
    return "\uFFFD";
  }

  private char fourDigits(String path) throws IOException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(take(), 16);
      if (digit < 0) {
        throw error("an escape without four hexadecimal digits", path);
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  /** A number as it is written. */
  String number(String path) throws IOException {
    StringBuilder number = new StringBuilder();
    for (int c = peek(); isNumber(c); c = look()) {
      number.append((char) c);
      next++;
      if (number.length() > MAX_NUMBER) {
        throw error("a number of more than " + MAX_NUMBER + " characters", path);
      }
    }
    String text = number.toString();
    if (!text.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
      throw error("no JSON value", path);
    }
    return text;
  }

  private static boolean isNumber(int c) {
    return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  /** The literal, which begins at the next character. */
  void literal(String literal, String path) throws IOException {
    peek();
    for (int i = 0; i < literal.length(); i++) {
      if (take() != literal.charAt(i)) {
        throw error("no JSON value", path);
      }
    }
  }

  /**
   * Passes over a value.
   *
   * @param depth brackets within brackets that are accepted
   */
  void skip(int depth, int longest, String path) throws IOException {
    if (depth < 0) {
      throw error("brackets nested too deep", path);
    }
    switch (peek()) {
      case '"' -> string(longest, path);
      case 't' -> literal("true", path);
      case 'f' -> literal("false", path);
      case 'n' -> literal("null", path);
      case '{' -> {
        next++;
        for (boolean first = true; more('}', first, path); first = false) {
          name(longest, path);
          skip(depth - 1, longest, path);
        }
      }
      case '[' -> {
        next++;
        for (boolean first = true; more(']', first, path); first = false) {
          skip(depth - 1, longest, path);
        }
      }
      default -> number(path);
    }
  }
}
