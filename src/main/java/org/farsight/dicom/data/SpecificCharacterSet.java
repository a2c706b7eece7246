package org.farsight.dicom.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Specific Character Set (0008,0005): how bytes of text become characters, PS3.3 §C.12.1.1.2 and
 * PS3.5 §6.1. Immutable.
 */
public final class SpecificCharacterSet {

  /** ISO IR 6, which holds where nothing is declared. */
  public static final SpecificCharacterSet DEFAULT =
      new SpecificCharacterSet(List.of(), CharacterRepertoire.ISO_IR_6, List.of(), List.of());

  /** Unicode in UTF-8, what this engine writes. */
  public static final SpecificCharacterSet UTF_8 = of("ISO_IR 192");

  private final List<String> terms;
  private final CharacterRepertoire first;
  private final List<CharacterRepertoire> extensions;
  private final List<String> unknownTerms;

  private SpecificCharacterSet(
      List<String> terms,
      CharacterRepertoire first,
      List<CharacterRepertoire> extensions,
      List<String> unknownTerms) {
    this.terms = terms;
    this.first = first;
    this.extensions = extensions;
    this.unknownTerms = unknownTerms;
  }

  /**
   * The character set of the values of (0008,0005). A term that is not known is left out and listed
   * in {@link #unknownTerms()}; where UTF-8, GB18030 or GBK comes first, the others are without
   * effect since these allow no code extensions.
   */
  public static SpecificCharacterSet of(String... values) {
    List<String> terms = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    List<CharacterRepertoire> sets = new ArrayList<>();
    for (String value : values) {
      String term = value.strip();
      CharacterRepertoire set = CharacterRepertoire.ofTerm(term);
      terms.add(term);
      if (set == null) {
        unknown.add(term);
      } else {
        sets.add(set);
      }
    }
    if (sets.isEmpty()) {
      return unknown.isEmpty()
          ? DEFAULT
          : new SpecificCharacterSet(
              List.copyOf(terms), CharacterRepertoire.ISO_IR_6, List.of(), List.copyOf(unknown));
    }
    List<CharacterRepertoire> extensions =
        sets.subList(1, sets.size()).stream().filter(set -> !set.standsAlone()).toList();
    return new SpecificCharacterSet(
        List.copyOf(terms), sets.getFirst(), extensions, List.copyOf(unknown));
  }

  /** The declared terms as they were given, without spaces around them. */
  public List<String> terms() {
    return terms;
  }

  /** The declared terms that are no defined terms. */
  public List<String> unknownTerms() {
    return unknownTerms;
  }

  /** Whether only ISO IR 6 is declared, or nothing. */
  public boolean isDefault() {
    return first == CharacterRepertoire.ISO_IR_6 && extensions.isEmpty();
  }

  /** Whether one of the sets of Chinese is declared that are not Unicode. */
  boolean isChinese() {
    return first == CharacterRepertoire.GB18030
        || first == CharacterRepertoire.GBK
        || first == CharacterRepertoire.ISO_IR_58
        || extensions.contains(CharacterRepertoire.ISO_IR_58);
  }

  /** Whether only ISO IR 6 or 100 is declared, or nothing. */
  boolean isLatinOrDefault() {
    return extensions.isEmpty()
        && (first == CharacterRepertoire.ISO_IR_6 || first == CharacterRepertoire.ISO_IR_100);
  }

  /**
   * Characters of a value field. Bytes that the declared sets cannot explain become U+FFFD, but
   * under ISO IR 6 alone they are shown as ISO 8859-1, so that nothing is lost to the eye. Bytes
   * from 80H in a CS are against its rules and read like other text.
   *
   * @param value the bytes
   * @param vr says which characters delimit and return to the first set (PS3.5 §6.1.2.5.3)
   */
  public String decode(byte[] value, VR vr) {
    if (isPlainAscii(value) && first != CharacterRepertoire.ISO_IR_13) {
      return new String(value, StandardCharsets.ISO_8859_1);
    }
    boolean text = vr.usesCharacterSet() || vr == VR.CS && !isPlainAscii(value);
    if (!text || isDefault()) {
      return new String(value, StandardCharsets.ISO_8859_1);
    }
    if (first.standsAlone()) {
      return new String(value, first.charset());
    }
    return new CodeExtensionDecoder(first, extensions, vr).decode(value);
  }

  /**
   * Bytes of a value field.
   *
   * @throws IllegalArgumentException where the declared sets have no such character
   */
  public byte[] encode(String value, VR vr) {
    if (!vr.usesCharacterSet() || isAscii(value)) {
      return value.getBytes(StandardCharsets.ISO_8859_1);
    }
    byte @Nullable [] bytes =
        first.standsAlone()
            ? standalone(value)
            : new CodeExtensionEncoder(first, extensions, vr).encode(value);
    if (bytes == null) {
      throw new IllegalArgumentException(
          "a character of the text does not exist in Specific Character Set '" + this + "'");
    }
    return bytes;
  }

  private byte @Nullable [] standalone(String value) {
    byte[] bytes = value.getBytes(first.charset());
    return new String(bytes, first.charset()).equals(value) ? bytes : null;
  }

  /** The declared terms. */
  @Override
  public String toString() {
    return String.join("\\", terms);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpecificCharacterSet set && set.terms.equals(terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  private static boolean isPlainAscii(byte[] value) {
    for (byte b : value) {
      if (b < 0 || b == CodeExtensionDecoder.ESC) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0x7E) {
        return false;
      }
    }
    return true;
  }
}
