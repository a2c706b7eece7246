package org.farsight.dicom.ul;

import java.nio.charset.StandardCharsets;

/** A cursor over the bytes of a PDU that never leaves them; big endian, PS3.8 §9.3.1. */
final class PduFields {
  private final byte[] bytes;
  private final int end;
  private int position;

  PduFields(byte[] body) {
    this(body, 0, body.length);
  }

  private PduFields(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  boolean hasMore() {
    return position < end;
  }

  int remaining() {
    return end - position;
  }

  int u8(String what) throws PduFormatException {
    return bytes[advance(1, what)] & 0xFF;
  }

  int u16(String what) throws PduFormatException {
    int at = advance(2, what);
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  long u32(String what) throws PduFormatException {
    return (long) u16(what) << 16 | u16(what);
  }

  void skip(int count, String what) throws PduFormatException {
    advance(count, what);
  }

  byte[] take(int count, String what) throws PduFormatException {
    int at = advance(count, what);
    byte[] taken = new byte[count];
    System.arraycopy(bytes, at, taken, 0, count);
    return taken;
  }

  byte[] rest() {
    byte[] taken = new byte[remaining()];
    System.arraycopy(bytes, position, taken, 0, taken.length);
    position = end;
    return taken;
  }

  /** The next bytes as fields of their own. */
  PduFields part(int count, String what) throws PduFormatException {
    int at = advance(count, what);
    return new PduFields(bytes, at, at + count);
  }

  /**
   * Text of ISO 646 (PS3.8 §9.3.1) without the padding, which for UIDs is NUL with some devices.
   */
  String text(int count, String what) throws PduFormatException {
    int at = advance(count, what);
    int from = at;
    int to = at + count;
    while (to > from && isPadding(bytes[to - 1])) {
      to--;
    }
    while (from < to && isPadding(bytes[from])) {
      from++;
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * An AE title: 16 bytes without control characters (PS3.5 §6.2), which have no place in a log.
   */
  String aeTitle(String what) throws PduFormatException {
    String title = text(16, what);
    if (title.chars().anyMatch(Character::isISOControl)) {
      throw invalid(what + " with a control character");
    }
    return title;
  }

  private static boolean isPadding(byte character) {
    return character == ' ' || character == 0;
  }

  PduFormatException invalid(String what) {
    return new PduFormatException(
        what, (long) position + PDataTf.PDU_HEADER, Abort.Reason.INVALID_PDU_PARAMETER);
  }

  private int advance(int count, String what) throws PduFormatException {
    if (count > end - position) {
      throw invalid(
          "%s needs %d bytes, %d are left".formatted(what, count, Math.max(0, end - position)));
    }
    int at = position;
    position += count;
    return at;
  }
}
