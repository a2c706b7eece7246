package org.farsight.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A message as its segments. Bytes that systems write beside the standard are passed over and
 * named: line ends other than CR or before the message, a byte order mark, a CR within a field
 * (base64 broken into lines), a frame that is still around it.
 *
 * @param header MSH
 * @param segments every segment as text, MSH first
 * @param charset the character set that it is in
 * @param departures names of what is beside the standard
 */
public record Message(
    Header header, List<String> segments, Charset charset, List<String> departures) {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  public Message {
    segments = List.copyOf(segments);
    departures = List.copyOf(departures);
  }

  /**
   * Reads a message.
   *
   * @return empty if it does not begin with a header segment
   */
  public static Optional<Message> of(byte[] bytes) {
    List<String> departures = new ArrayList<>();
    byte[] bare = bare(bytes, departures);
    Optional<Header> raw = header(bare);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    CharacterSets.Decoded decoded =
        CharacterSets.decode(bare, raw.get().characterSet(), departures);
    List<String> segments = segments(decoded.text(), raw.get().separators().charAt(0), departures);
    return Header.of(segments.getFirst())
        .map(header -> new Message(header, segments, decoded.charset(), departures));
  }

  /** The header of what may be a message, each byte taken as one character: for recognition. */
  public static Optional<Header> header(byte[] head) {
    byte[] bare = bare(head, new ArrayList<>());
    int end = 0;
    while (end < bare.length && bare[end] != '\r' && bare[end] != '\n') {
      end++;
    }
    return Header.of(new String(bare, 0, end, StandardCharsets.ISO_8859_1));
  }

  private static byte[] bare(byte[] bytes, List<String> departures) {
    int from = 0;
    int to = bytes.length;
    if (from < to && bytes[from] == Mllp.START) {
      from++;
      departures.add("FRAME_AROUND_THE_MESSAGE");
    }
    if (to - from >= 3 && Arrays.equals(bytes, from, from + 3, BYTE_ORDER_MARK, 0, 3)) {
      from += 3;
      departures.add("BYTE_ORDER_MARK");
    }
    while (from < to && isLineEnd(bytes[from])) {
      from++;
    }
    while (to > from && (bytes[to - 1] == Mllp.END || isLineEnd(bytes[to - 1]))) {
      to--;
    }
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static boolean isLineEnd(byte one) {
    return one == '\r' || one == '\n';
  }

  private static List<String> segments(String text, char separator, List<String> departures) {
    List<StringBuilder> segments = new ArrayList<>();
    boolean lineFeeds = false;
    boolean continued = false;
    int from = 0;
    while (from < text.length()) {
      int to = from;
      while (to < text.length() && text.charAt(to) != '\r' && text.charAt(to) != '\n') {
        to++;
      }
      lineFeeds |= to < text.length() && text.charAt(to) == '\n';
      if (startsSegment(text, from, to, separator) || segments.isEmpty()) {
        segments.add(new StringBuilder(text.substring(from, to)));
      } else if (to > from && text.charAt(from) != Mllp.END) {
        segments.getLast().append('\n').append(text, from, to);
        continued = true;
      }
      from = to + 1;
    }
    if (lineFeeds) {
      departures.add("LINE_FEEDS");
    }
    if (continued) {
      departures.add("LINE_END_WITHIN_A_FIELD");
    }
    return segments.stream().map(StringBuilder::toString).toList();
  }

  /** Three letters or digits, the first a letter, and the field separator or nothing more. */
  private static boolean startsSegment(String text, int from, int to, char separator) {
    if (to - from < 3 || (to - from > 3 && text.charAt(from + 3) != separator)) {
      return false;
    }
    for (int i = from; i < from + 3; i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' && i > from)) {
        return false;
      }
    }
    return true;
  }

  /** Segments hold persons. */
  @Override
  public String toString() {
    return "Message[" + header.message() + ", " + segments.size() + " segments]";
  }
}
