package org.farsight.dicom.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inverse of {@link CodeExtensionDecoder}: writes escape sequences where the set changes. */
final class CodeExtensionEncoder {

  private final CharacterRepertoire initialG0;
  private final @Nullable CharacterRepertoire initialG1;
  private final List<CharacterRepertoire> sets = new ArrayList<>();
  private final Map<CharacterRepertoire, CharsetEncoder> encoders =
      new EnumMap<>(CharacterRepertoire.class);
  private final VR vr;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private CharacterRepertoire g0;
  private @Nullable CharacterRepertoire g1;

  CodeExtensionEncoder(CharacterRepertoire first, List<CharacterRepertoire> extensions, VR vr) {
    this.initialG0 = first == CharacterRepertoire.ISO_IR_13 ? first : CharacterRepertoire.ISO_IR_6;
    this.initialG1 = first.inG1() && !first.multiByte() ? first : null;
    this.vr = vr;
    this.g0 = initialG0;
    this.g1 = initialG1;
    sets.add(first);
    sets.addAll(extensions);
  }

  /** The bytes, or null where a character is in none of the sets. */
  byte @Nullable [] encode(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (!extended(c)) {
        return null;
      }
    }
    designateG0(initialG0);
    return out.toByteArray();
  }

  private void ascii(char c) {
    if (g0.multiByte()) {
      designateG0(initialG0);
    }
    out.write(c);
    if (c < 0x20 || c == '\\' && vr.multiValued() || vr == VR.PN && (c == '^' || c == '=')) {
      g0 = initialG0;
      g1 = initialG1;
    }
  }

  private boolean extended(char c) {
    byte @Nullable [] bytes = g1 == null ? null : bytes(g1, c);
    if (bytes == null && g0.multiByte()) {
      bytes = bytes(g0, c);
    }
    for (int i = 0; bytes == null && i < sets.size(); i++) {
      bytes = bytes(sets.get(i), c);
      if (bytes != null) {
        designate(sets.get(i));
      }
    }
    if (bytes == null) {
      return false;
    }
    out.writeBytes(bytes);
    return true;
  }

  /** The bytes of a character that the set adds to ASCII, or null. */
  private byte @Nullable [] bytes(CharacterRepertoire set, char c) {
    try {
      ByteBuffer bytes =
          encoders
              .computeIfAbsent(set, s -> s.charset().newEncoder())
              .encode(CharBuffer.wrap(new char[] {c}));
      byte[] result = new byte[bytes.remaining()];
      bytes.get(result);
      return result.length == (set.multiByte() ? 2 : 1) ? result : null;
    } catch (CharacterCodingException e) {
      return null; // the set has no such character: the answer, not a fault
    }
  }

  private void designate(CharacterRepertoire set) {
    String toG1 = set.escapeG1();
    if (toG1 == null) {
      designateG0(set);
    } else if (g1 != set) {
      out.write(CodeExtensionDecoder.ESC);
      out.writeBytes(toG1.getBytes(StandardCharsets.US_ASCII));
      g1 = set;
    }
  }

  private void designateG0(CharacterRepertoire set) {
    String toG0 = set.escapeG0();
    if (g0 != set && toG0 != null) {
      out.write(CodeExtensionDecoder.ESC);
      out.writeBytes(toG0.getBytes(StandardCharsets.US_ASCII));
      g0 = set;
    }
  }
}
