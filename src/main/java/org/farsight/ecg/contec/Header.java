package org.farsight.ecg.contec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Subject;

/**
 * The first 43 bytes.
 *
 * <pre>
 *  0  8  number of the case: digits, zero at the end
 *  8  2  zeros, meaning unknown
 * 10 20  device's clock as 2020-11-16 21:44:39, zero at the end
 * 30  2  zeros, meaning unknown
 * 32  8  name, zero at the end
 * 40  1  0 female, 1 male, 255 not entered
 * 41  1  age in years, 0 not entered, at most 200
 * 42  1  weight in kilograms, 0 not entered
 * </pre>
 */
final class Header {
  static final int LENGTH = 43;

  private static final int CASE_END = 8;
  private static final int TIME = 10;
  private static final int TIME_LENGTH = 19;
  private static final int NAME = 32;
  private static final int SEX = 40;
  private static final int AGE = 41;
  private static final int WEIGHT = 42;
  private static final int OLDEST = 200;
  private static final int NOT_ENTERED = 255;
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final byte[] file;
  private final RulesInForce<ContecRule> rules;

  /**
   * @param file at least {@link #LENGTH} bytes, for which {@link #fault} is empty
   */
  Header(byte[] file, RulesInForce<ContecRule> rules) {
    this.file = file;
    this.rules = rules;
  }

  /** The offset of the first byte that is not as in every known file; empty if all are. */
  static Optional<Integer> fault(byte[] file) {
    if (file.length < LENGTH) {
      return Optional.of(file.length);
    }
    int digits = 0;
    while (digits < CASE_END && file[digits] >= '0' && file[digits] <= '9') {
      digits++;
    }
    if (digits == 0 || digits == CASE_END) {
      return Optional.of(digits);
    }
    return zeros(file, digits, TIME)
        .or(() -> clock(file).isPresent() ? Optional.empty() : Optional.of(TIME))
        .or(() -> zeros(file, TIME + TIME_LENGTH, NAME))
        .or(() -> zeros(file, SEX - 1, SEX))
        .or(() -> zeros(file, nameEnd(file), SEX))
        .or(() -> isSex(file[SEX] & 0xFF) ? Optional.empty() : Optional.of(SEX))
        .or(() -> (file[AGE] & 0xFF) <= OLDEST ? Optional.empty() : Optional.of(AGE));
  }

  private static Optional<Integer> zeros(byte[] file, int from, int to) {
    for (int i = from; i < to; i++) {
      if (file[i] != 0) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static boolean isSex(int value) {
    return value <= 1 || value == NOT_ENTERED;
  }

  private static int nameEnd(byte[] file) {
    int end = NAME;
    while (end < SEX && file[end] != 0) {
      end++;
    }
    return end;
  }

  private static Optional<LocalDateTime> clock(byte[] file) {
    String text = new String(file, TIME, TIME_LENGTH, StandardCharsets.ISO_8859_1);
    try {
      return Optional.of(LocalDateTime.parse(text, CLOCK));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  String caseNumber() {
    int end = 0;
    while (file[end] != 0) {
      end++;
    }
    return new String(file, 0, end, StandardCharsets.US_ASCII);
  }

  LocalDateTime start() {
    return clock(file).orElseThrow();
  }

  Subject subject() {
    if (file[AGE] != 0) {
      rules.note("AGE_WITHOUT_A_DATE_OF_BIRTH_LEFT_OUT", "byte " + AGE);
    }
    if (file[WEIGHT] != 0) {
      rules.note("WEIGHT_LEFT_OUT", "byte " + WEIGHT);
    }
    Optional<Subject.Sex> sex =
        switch (file[SEX]) {
          case 0 -> Optional.of(Subject.Sex.FEMALE);
          case 1 -> Optional.of(Subject.Sex.MALE);
          default -> Optional.empty();
        };
    return new Subject(List.of(), name().map(Subject.Name::ofText), sex, Optional.empty());
  }

  private Optional<String> name() {
    byte[] raw = Arrays.copyOfRange(file, NAME, nameEnd(file));
    Optional<String> text = strict(StandardCharsets.US_ASCII, raw, raw.length);
    if (text.isEmpty() && rules.apply(ContecRule.CHINESE_NAME, "byte " + NAME)) {
      boolean full = raw.length == SEX - NAME - 1;
      text =
          strict(StandardCharsets.UTF_8, raw, raw.length)
              .or(() -> strict(GB18030, raw, raw.length))
              .or(() -> full ? strict(GB18030, raw, raw.length - 1) : Optional.empty());
    }
    if (text.isEmpty()) {
      rules.note("NAME_NOT_UNDERSTOOD", "byte " + NAME);
    }
    return text.map(String::strip).filter(name -> !name.isEmpty());
  }

  private static Optional<String> strict(Charset charset, byte[] raw, int length) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(raw, 0, length)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
