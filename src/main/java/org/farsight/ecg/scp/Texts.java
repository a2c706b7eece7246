package org.farsight.ecg.scp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.RulesInForce;

/** Text in the character set that the language support code names (EN 1064 section 1, tag 14). */
final class Texts {
  private static final int ASCII = 0x00;
  private static final int ISO_10646 = 0x07;
  private static final Charset GB18030 = Charset.forName("GB18030");

  /** Language support code → character set; GB 2312-80 is read as the GB 18030 that contains it. */
  private static final Map<Integer, Charset> SETS =
      Map.ofEntries(
          Map.entry(ASCII, StandardCharsets.US_ASCII),
          Map.entry(0x01, StandardCharsets.ISO_8859_1),
          Map.entry(0x03, Charset.forName("ISO-8859-2")),
          Map.entry(0x0B, Charset.forName("ISO-8859-4")),
          Map.entry(0x13, Charset.forName("ISO-8859-5")),
          Map.entry(0x1B, Charset.forName("ISO-8859-6")),
          Map.entry(0x23, Charset.forName("ISO-8859-7")),
          Map.entry(0x2B, Charset.forName("ISO-8859-8")),
          Map.entry(0x33, Charset.forName("x-iso-8859-11")),
          Map.entry(0x3B, Charset.forName("ISO-8859-15")),
          Map.entry(0x0F, Charset.forName("EUC-JP")),
          Map.entry(0x17, Charset.forName("EUC-JP")),
          Map.entry(0x1F, Charset.forName("EUC-JP")),
          Map.entry(0x27, GB18030),
          Map.entry(0x2F, Charset.forName("EUC-KR")));

  private final int code;
  private final RulesInForce<ScpRule> rules;

  /**
   * @param code the language support code
   */
  Texts(int code, RulesInForce<ScpRule> rules) {
    this.code = code;
    this.rules = rules;
  }

  /** The text, without zeros and blanks at its end; empty where nothing is left. */
  Optional<String> text(byte[] bytes, String where) {
    return Optional.of(decode(bytes, where).replace("\0", "").strip()).filter(t -> !t.isEmpty());
  }

  private String decode(byte[] bytes, String where) {
    if (code == ISO_10646) {
      // the code says Unicode and not in which form: UTF-16 shows itself by its zeros
      return strict(bytes, StandardCharsets.UTF_8)
          .filter(text -> text.strip().indexOf('\0') < 0)
          .orElseGet(() -> new String(bytes, StandardCharsets.UTF_16LE));
    }
    Charset declared = SETS.getOrDefault(code, StandardCharsets.US_ASCII);
    Optional<String> asDeclared = strict(bytes, declared);
    if (asDeclared.isPresent()) {
      return asDeclared.get();
    }
    if (declared.equals(StandardCharsets.US_ASCII)) {
      Optional<String> chinese =
          strict(bytes, StandardCharsets.UTF_8).or(() -> strict(bytes, GB18030));
      if (chinese.isPresent() && rules.apply(ScpRule.CHINESE_UNDER_ASCII, where)) {
        return chinese.get();
      }
    }
    rules.note("TEXT_NOT_IN_ITS_CHARACTER_SET", where);
    return new String(bytes, declared);
  }

  private static Optional<String> strict(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
