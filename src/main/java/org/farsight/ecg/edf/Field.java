package org.farsight.ecg.edf;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.RulesInForce;

/**
 * One fixed-width field of the header.
 *
 * @param bytes the field, padded with blanks
 * @param at where it starts in the file
 * @param name what the specification calls it, for messages
 */
record Field(byte[] bytes, int at, String name) {
  private static final Charset GB18030 = Charset.forName("GB18030");

  static Field of(byte[] file, int at, int length, String name) {
    return new Field(Arrays.copyOfRange(file, at, at + length), at, name);
  }

  /** The text without blanks at its ends; what is no ASCII is taken as Latin-1. */
  String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
  }

  /** The same, for a field that holds words of people. */
  String words(RulesInForce<EdfRule> rules) {
    Optional<String> text =
        strict(StandardCharsets.US_ASCII)
            .or(
                () ->
                    strict(StandardCharsets.UTF_8)
                        .or(() -> strict(GB18030))
                        .filter(t -> rules.apply(EdfRule.CHINESE_IN_THE_HEADER, where())));
    return text.orElseGet(
            () -> {
              rules.note("TEXT_NOT_IN_ITS_CHARACTER_SET", where());
              return text();
            })
        .replace('\0', ' ')
        .strip();
  }

  int integer() throws EcgFormatException {
    return Decimals.parse(text())
        .filter(value -> value.stripTrailingZeros().scale() <= 0)
        .filter(value -> value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0)
        .map(BigDecimal::intValueExact)
        .orElseThrow(() -> fault("is no whole number"));
  }

  BigDecimal decimal() throws EcgFormatException {
    return Decimals.parse(text()).orElseThrow(() -> fault("is no number"));
  }

  EcgFormatException fault(String what) {
    return new EcgFormatException(name + " " + what, where());
  }

  String where() {
    return "byte " + at;
  }

  private Optional<String> strict(Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Fields hold a person's name. */
  @Override
  public String toString() {
    return name;
  }
}
