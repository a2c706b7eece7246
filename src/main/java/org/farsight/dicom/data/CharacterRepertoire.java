package org.farsight.dicom.data;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The character repertoires of PS3.3 tables C.12-2 to C.12-5. One that is used with code extensions
 * occupies the code elements G0 (bytes below 80H), G1 (from 80H) or both, and is designated by an
 * escape sequence (ISO/IEC 2022).
 */
enum CharacterRepertoire {
  ISO_IR_6("6", "US-ASCII", 1, "(B", null),
  ISO_IR_100("100", "ISO-8859-1", 1, null, "-A"),
  ISO_IR_101("101", "ISO-8859-2", 1, null, "-B"),
  ISO_IR_109("109", "ISO-8859-3", 1, null, "-C"),
  ISO_IR_110("110", "ISO-8859-4", 1, null, "-D"),
  ISO_IR_144("144", "ISO-8859-5", 1, null, "-L"),
  ISO_IR_127("127", "ISO-8859-6", 1, null, "-G"),
  ISO_IR_126("126", "ISO-8859-7", 1, null, "-F"),
  ISO_IR_138("138", "ISO-8859-8", 1, null, "-H"),
  ISO_IR_148("148", "ISO-8859-9", 1, null, "-M"),
  ISO_IR_203("203", "ISO-8859-15", 1, null, "-b"),
  ISO_IR_166("166", "TIS-620", 1, null, "-T"),
  ISO_IR_13("13", "JIS_X0201", 1, "(J", ")I"),
  ISO_IR_87("87", "x-JIS0208", 2, "$B", null),
  ISO_IR_159("159", "JIS_X0212-1990", 2, "$(D", null),
  ISO_IR_149("149", "EUC-KR", 2, null, "$)C"),
  ISO_IR_58("58", "GB2312", 2, null, "$)A"),
  ISO_IR_192("192", "UTF-8", 0, null, null),
  GB18030("GB18030", "GB18030", 0, null, null),
  GBK("GBK", "GBK", 0, null, null),
  /** No defined term; what some devices write under ISO_IR 13. */
  SHIFT_JIS("SHIFTJIS", "Shift_JIS", 0, null, null);

  private final String number;
  private final Charset charset;
  private final int bytesPerCharacter;
  private final @Nullable String escapeG0;
  private final @Nullable String escapeG1;

  CharacterRepertoire(
      String number,
      String charset,
      int bytesPerCharacter,
      @Nullable String escapeG0,
      @Nullable String escapeG1) {
    this.number = number;
    this.charset = Charset.forName(charset);
    this.bytesPerCharacter = bytesPerCharacter;
    this.escapeG0 = escapeG0;
    this.escapeG1 = escapeG1;
  }

  /**
   * The repertoire of a defined term. The spellings met in the field are taken too: {@code ISO-IR
   * 100}, {@code ISO IR 192}, {@code ISO2022 IR 87}, {@code UTF-8}, {@code GB2312}, lower case; and
   * ISO 2022 IR 165, an addition to IR 58 that some Chinese devices declare.
   *
   * @return null for a term that is none of these
   */
  static @Nullable CharacterRepertoire ofTerm(String term) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < term.length(); i++) {
      if (Character.isLetterOrDigit(term.charAt(i))) {
        letters.append(Character.toUpperCase(term.charAt(i)));
      }
    }
    String key = letters.toString();
    switch (key) {
      case "":
        return ISO_IR_6;
      case "GB18030":
        return GB18030;
      case "GBK", "GB2312":
        return GBK;
      case "SHIFTJIS":
        return SHIFT_JIS;
      case "UTF8":
        return ISO_IR_192;
      case "ISO2022IR165":
        return ISO_IR_58;
      default:
        return byNumber(key);
    }
  }

  private static @Nullable CharacterRepertoire byNumber(String key) {
    String number =
        key.startsWith("ISO2022IR")
            ? key.substring(9)
            : key.startsWith("ISOIR") ? key.substring(5) : "?";
    for (CharacterRepertoire repertoire : values()) {
      if (repertoire.number.equals(number)) {
        return repertoire;
      }
    }
    return null;
  }

  Charset charset() {
    return charset;
  }

  /** Whether it stands alone: no code extensions may be used with it. */
  boolean standsAlone() {
    return bytesPerCharacter == 0;
  }

  /** Whether each character takes two bytes. */
  boolean multiByte() {
    return bytesPerCharacter == 2;
  }

  /** The escape sequence that designates it to G0, without ESC. */
  @Nullable String escapeG0() {
    return escapeG0;
  }

  /** The escape sequence that designates it to G1, without ESC. */
  @Nullable String escapeG1() {
    return escapeG1;
  }

  boolean inG1() {
    return escapeG1 != null;
  }
}
