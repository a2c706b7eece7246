package org.farsight.dicom.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes text with ISO/IEC 2022 code extensions as PS3.5 §6.1.2.5 restricts them: G0 and G1 in use
 * at once, no locking shifts, return to the first set at delimiters and control characters.
 */
final class CodeExtensionDecoder {

  static final byte ESC = 0x1B;

  private final CharacterRepertoire initialG0;
  private final @Nullable CharacterRepertoire initialG1;
  private final VR vr;
  private final StringBuilder text = new StringBuilder();
  private CharacterRepertoire g0;
  private @Nullable CharacterRepertoire g1;

  CodeExtensionDecoder(CharacterRepertoire first, List<CharacterRepertoire> extensions, VR vr) {
    this.initialG0 = first == CharacterRepertoire.ISO_IR_13 ? first : CharacterRepertoire.ISO_IR_6;
    this.initialG1 = initialG1(first, extensions);
    this.vr = vr;
    this.g0 = initialG0;
    this.g1 = initialG1;
  }

  /**
   * The set of bytes from 80H before any escape sequence. Where the first declared set has none, it
   * is the first extension that can stand there: Korean and Chinese devices declare {@code \ISO
   * 2022 IR 149} or {@code 58} and leave the escape sequence out, at the start or after a
   * delimiter.
   */
  private static @Nullable CharacterRepertoire initialG1(
      CharacterRepertoire first, List<CharacterRepertoire> extensions) {
    if (first.inG1()) {
      return first;
    }
    for (CharacterRepertoire extension : extensions) {
      if (extension.inG1()) {
        return extension;
      }
    }
    return null;
  }

  String decode(byte[] value) {
    int at = 0;
    while (at < value.length) {
      if (value[at] == ESC) {
        at = escape(value, at);
      } else if (value[at] < 0) {
        at = high(value, at);
      } else if (g0.multiByte()) {
        at = pairs(value, at);
      } else {
        at = low(value, at);
      }
    }
    return text.toString();
  }

  /** Designates a set, or shows an escape sequence that means nothing here as it stands. */
  private int escape(byte[] value, int at) {
    for (CharacterRepertoire repertoire : CharacterRepertoire.values()) {
      String toG0 = repertoire.escapeG0();
      if (toG0 != null && matches(value, at + 1, toG0)) {
        g0 = repertoire;
        return at + 1 + toG0.length();
      }
      String toG1 = repertoire.escapeG1();
      if (toG1 != null && matches(value, at + 1, toG1)) {
        g1 = repertoire;
        return at + 1 + toG1.length();
      }
    }
    text.append((char) ESC);
    return at + 1;
  }

  private static boolean matches(byte[] value, int at, String escape) {
    if (at + escape.length() > value.length) {
      return false;
    }
    for (int i = 0; i < escape.length(); i++) {
      if (value[at + i] != escape.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int high(byte[] value, int at) {
    int end = at;
    while (end < value.length && value[end] < 0) {
      end++;
    }
    append(value, at, end, g1);
    return end;
  }

  private int low(byte[] value, int at) {
    int end = at;
    boolean returns = false;
    while (end < value.length && value[end] >= 0 && value[end] != ESC && !returns) {
      returns = returnsToFirst(value[end]);
      end++;
    }
    append(value, at, end, g0);
    if (returns) {
      g0 = initialG0;
      g1 = initialG1;
    }
    return end;
  }

  /** Two-byte characters in G0; a control character or space stands for itself. */
  private int pairs(byte[] value, int at) {
    int end = at;
    while (end + 1 < value.length && value[end] > 0x20 && value[end + 1] > 0x20) {
      end += 2;
    }
    if (end > at) {
      append(value, at, end, g0);
      return end;
    }
    if (value[at] > 0x20) {
      text.append('\uFFFD');
    } else {
      text.append((char) value[at]);
      if (value[at] < 0x20) {
        g0 = initialG0;
        g1 = initialG1;
      }
    }
    return at + 1;
  }

  private boolean returnsToFirst(byte b) {
    return b < 0x20 || b == '\\' && vr.multiValued() || vr == VR.PN && (b == '^' || b == '=');
  }

  private void append(byte[] value, int from, int to, @Nullable CharacterRepertoire set) {
    text.append(
        new String(
            value, from, to - from, set == null ? StandardCharsets.ISO_8859_1 : set.charset()));
  }
}
