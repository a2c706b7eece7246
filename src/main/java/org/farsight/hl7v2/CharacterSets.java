package org.farsight.hl7v2;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Character sets by their name in MSH-18 (HL7 table 0211) and by the names that systems write
 * instead. Where the name is missing, unknown, or not what the bytes are, the bytes decide: UTF-8
 * or GB 18030, whichever they are without a fault, else Latin-1, which takes any byte.
 */
final class CharacterSets {
  private static final Charset GB18030 = Charset.forName("GB18030");

  private static final Map<String, Charset> NAMES =
      Map.ofEntries(
          Map.entry("ASCII", StandardCharsets.US_ASCII),
          Map.entry("8859/1", StandardCharsets.ISO_8859_1),
          Map.entry("8859/2", Charset.forName("ISO-8859-2")),
          Map.entry("8859/3", Charset.forName("ISO-8859-3")),
          Map.entry("8859/4", Charset.forName("ISO-8859-4")),
          Map.entry("8859/5", Charset.forName("ISO-8859-5")),
          Map.entry("8859/6", Charset.forName("ISO-8859-6")),
          Map.entry("8859/7", Charset.forName("ISO-8859-7")),
          Map.entry("8859/8", Charset.forName("ISO-8859-8")),
          Map.entry("8859/9", Charset.forName("ISO-8859-9")),
          Map.entry("8859/15", Charset.forName("ISO-8859-15")),
          Map.entry("UNICODE UTF-8", StandardCharsets.UTF_8),
          Map.entry("UNICODE", StandardCharsets.UTF_8),
          Map.entry("UTF-8", StandardCharsets.UTF_8),
          Map.entry("UTF8", StandardCharsets.UTF_8),
          Map.entry("GB 18030-2000", GB18030),
          Map.entry("GB18030", GB18030),
          Map.entry("GB 18030", GB18030),
          Map.entry("GBK", GB18030),
          Map.entry("GB2312", GB18030),
          Map.entry("GB 2312", GB18030),
          Map.entry("BIG-5", Charset.forName("Big5")));

  private CharacterSets() {}

  /**
   * Decodes a message, or a part of one.
   *
   * @param declared MSH-18 as it stands
   * @param departures told in words where the declaration is not what the bytes are
   */
  static Decoded decode(byte[] bytes, String declared, List<String> departures) {
    Optional<Charset> named = named(declared);
    Optional<Decoded> asNamed = named.flatMap(charset -> strict(bytes, charset));
    if (asNamed.isPresent()) {
      return asNamed.get();
    }
    if (!declared.isBlank()) {
      departures.add(named.isPresent() ? "CHARACTER_SET_IS_ANOTHER" : "CHARACTER_SET_NOT_KNOWN");
    }
    return strict(bytes, StandardCharsets.UTF_8)
        .or(() -> strict(bytes, GB18030))
        .orElseGet(
            () ->
                new Decoded(
                    new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1));
  }

  /** Text and the character set that it was in. */
  record Decoded(String text, Charset charset) {
    @Override
    public String toString() {
      return charset.name();
    }
  }

  /** The first repetition counts; the others are for code extensions, which are not used here. */
  private static Optional<Charset> named(String declared) {
    String first = declared.split("~", 2)[0].strip().toUpperCase(Locale.ROOT);
    return Optional.ofNullable(NAMES.get(first));
  }

  private static Optional<Decoded> strict(byte[] bytes, Charset charset) {
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(new Decoded(text, charset));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
