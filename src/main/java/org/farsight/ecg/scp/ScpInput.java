package org.farsight.ecg.scp;

import java.util.Arrays;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;

/** Little-endian values (EN 1064 §5.2) out of a stretch of a file, never beyond its end. */
final class ScpInput {
  private final byte[] file;
  private final int start;
  private final int end;
  private final String name;
  private int position;

  /**
   * @param start offset in the file of the first byte that may be read
   * @param end offset behind the last one; neither lies outside the file
   * @param name of the stretch, for messages: {@code section 6}
   */
  ScpInput(byte[] file, int start, int end, String name) {
    if (start < 0 || end < start || end > file.length) {
      throw new IndexOutOfBoundsException(start + " to " + end + " of " + file.length);
    }
    this.file = file;
    this.start = start;
    this.end = end;
    this.name = name;
    this.position = start;
  }

  int left() {
    return end - position;
  }

  int u8() throws EcgFormatException {
    need(1);
    return file[position++] & 0xFF;
  }

  int u16() throws EcgFormatException {
    int low = u8();
    return low | u8() << 8;
  }

  int s16() throws EcgFormatException {
    return (short) u16();
  }

  long u32() throws EcgFormatException {
    long low = u16();
    return low | (long) u16() << 16;
  }

  byte[] bytes(int count) throws EcgFormatException {
    need(count);
    position += count;
    return Arrays.copyOfRange(file, position - count, position);
  }

  void skip(int count) throws EcgFormatException {
    need(count);
    position += count;
  }

  /** The next bytes as a stretch of their own; they count as read. */
  ScpInput part(int count, String partName) throws EcgFormatException {
    need(count);
    position += count;
    return new ScpInput(file, position - count, position, partName);
  }

  /** The bytes up to the next zero byte, which is read too, or up to the end. */
  byte[] untilZero() {
    int from = position;
    while (position < end && file[position] != 0) {
      position++;
    }
    byte[] text = Arrays.copyOfRange(file, from, position);
    if (position < end) {
      position++;
    }
    return text;
  }

  /** The text up to the next zero byte. */
  Optional<String> firstText(Texts texts) {
    String where = where();
    return texts.text(untilZero(), where);
  }

  /** Where reading stands, for remarks. */
  String where() {
    return name + ", byte " + (position - start);
  }

  EcgFormatException fault(String what) {
    return new EcgFormatException(what, where());
  }

  private void need(int count) throws EcgFormatException {
    if (count < 0 || count > end - position) {
      throw fault(count + " bytes are needed and " + (end - position) + " are left");
    }
  }
}
