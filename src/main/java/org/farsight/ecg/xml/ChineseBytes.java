package org.farsight.ecg.xml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Chinese in a file that says it is in a Latin set; what each byte is decides. */
final class ChineseBytes {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final int ENOUGH = 2;

  private ChineseBytes() {}

  /** The set that a file is in, where its bytes leave no doubt that it is Chinese. */
  static Optional<Charset> find(byte[] file) {
    if (isUtf8(file)) {
      return hasLongCharacter(file) ? Optional.of(StandardCharsets.UTF_8) : Optional.empty();
    }
    return certainHanzi(file) >= ENOUGH ? Optional.of(GB18030) : Optional.empty();
  }

  private static boolean isUtf8(byte[] file) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file));
      return true;
    } catch (CharacterCodingException e) {
      return false; // not in this encoding: the answer, not a fault
    }
  }

  /** Hanzi take three bytes or four, the letters of Latin scripts two. */
  private static boolean hasLongCharacter(byte[] file) {
    for (byte b : file) {
      if ((b & 0xFF) >= 0xE0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The number of Hanzi that touch no Latin letter or stand together; 0 where any byte from 80H is
   * in no pair of GB 2312.
   */
  private static int certainHanzi(byte[] file) {
    int sum = 0;
    int at = 0;
    while (at < file.length) {
      int start = at;
      int hanzi = 0;
      while (at < file.length && file[at] < 0) {
        if (at + 1 == file.length || !isPair(file[at] & 0xFF, file[at + 1] & 0xFF)) {
          return 0;
        }
        hanzi += (file[at] & 0xFF) >= FIRST_HANZI ? 1 : 0;
        at += 2;
      }
      boolean touches = isLetter(file, start - 1) || isLetter(file, at);
      sum += !touches || hanzi >= ENOUGH ? hanzi : 0;
      at += at == start ? 1 : 0;
    }
    return sum;
  }

  private static final int FIRST_HANZI = 0xB0;

  /** GB 2312 rows 1 to 3 (full-width signs) and 16 to 87 (Hanzi). */
  private static boolean isPair(int lead, int trail) {
    boolean row = lead >= 0xA1 && lead <= 0xA3 || lead >= FIRST_HANZI && lead <= 0xF7;
    return row && trail >= 0xA1 && trail <= 0xFE;
  }

  private static boolean isLetter(byte[] file, int at) {
    return at >= 0
        && at < file.length
        && (file[at] >= 'A' && file[at] <= 'Z' || file[at] >= 'a' && file[at] <= 'z');
  }
}
