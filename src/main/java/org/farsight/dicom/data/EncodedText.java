package org.farsight.dicom.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Which encodings a text's bytes can be in; the tests behind {@link CharacterSetEvidence}. */
final class EncodedText {

  private static final Charset SHIFT_JIS = Charset.forName("Shift_JIS");
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Charset GB2312 = Charset.forName("GB2312");
  private static final byte ESCAPE = 0x1B;

  private EncodedText() {}

  static boolean hasHighBytes(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is UTF-8, strictly: no overlong forms, no surrogates. */
  static boolean isUtf8(byte[] text) {
    return decodes(text, StandardCharsets.UTF_8);
  }

  /** Whether a UTF-8 text has a character of three bytes or more, such as any Hanzi. */
  static boolean hasLongUtf8(byte[] text) {
    for (byte b : text) {
      if ((b & 0xFF) >= 0xE0) {
        return true;
      }
    }
    return false;
  }

  static boolean isGb18030(byte[] text) {
    return decodes(text, GB18030);
  }

  /** Whether a text that is UTF-8 has only characters of GB 2312. */
  static boolean isCommonInUtf8(byte[] text) {
    return GB2312.newEncoder().canEncode(new String(text, StandardCharsets.UTF_8));
  }

  /** Whether it has an escape sequence of ISO/IEC 2022. */
  static boolean escapes(byte[] text) {
    for (byte b : text) {
      if (b == ESCAPE) {
        return true;
      }
    }
    return false;
  }

  static boolean isShiftJis(byte[] text) {
    return decodes(text, SHIFT_JIS);
  }

  /** Whether all bytes from 80H are half-width katakana. */
  static boolean isJisX0201(byte[] text) {
    for (byte b : text) {
      int value = b & 0xFF;
      if (value >= 0x80 && (value < 0xA1 || value > 0xDF)) {
        return false;
      }
    }
    return true;
  }

  private static boolean decodes(byte[] text, Charset charset) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false; // not in this encoding: the answer, not a fault
    }
  }

  /** Whether all bytes from 80H form pairs of Hanzi or full-width signs of GB 2312. */
  static boolean isHanzi(byte[] text) {
    int at = 0;
    while (at < text.length) {
      if (text[at] >= 0) {
        at++;
      } else if (at + 1 < text.length && (isHanzi(text, at) || isFullWidth(text, at))) {
        at += 2;
      } else {
        return false;
      }
    }
    return true;
  }

  /**
   * The number of Hanzi, of a text for which {@link #isHanzi(byte[])} holds, in runs that touch no
   * Latin letter or are long.
   */
  static int certainHanzi(byte[] text, int longRun) {
    int sum = 0;
    int at = 0;
    while (at < text.length) {
      int start = at;
      int hanzi = 0;
      while (at + 1 < text.length && text[at] < 0) {
        hanzi += isHanzi(text, at) ? 1 : 0;
        at += 2;
      }
      boolean touches = isLetter(text, start - 1) || isLetter(text, at);
      sum += !touches || hanzi >= longRun ? hanzi : 0;
      at += at == start ? 1 : 0;
    }
    return sum;
  }

  /** GB 2312 rows 16 to 87; the last five cells of row 55 are empty. */
  private static boolean isHanzi(byte[] text, int at) {
    int lead = text[at] & 0xFF;
    int trail = text[at + 1] & 0xFF;
    return lead >= 0xB0 && lead <= 0xF7 && trail >= 0xA1 && trail <= (lead == 0xD7 ? 0xF9 : 0xFE);
  }

  /** GB 2312 rows 1 to 3. */
  private static boolean isFullWidth(byte[] text, int at) {
    int lead = text[at] & 0xFF;
    int trail = text[at + 1] & 0xFF;
    return lead >= 0xA1 && lead <= 0xA3 && trail >= 0xA1 && trail <= 0xFE;
  }

  private static boolean isLetter(byte[] text, int at) {
    return at >= 0
        && at < text.length
        && (text[at] >= 'A' && text[at] <= 'Z' || text[at] >= 'a' && text[at] <= 'z');
  }
}
