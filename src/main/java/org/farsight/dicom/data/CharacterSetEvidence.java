package org.farsight.dicom.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the bytes of a data set's text say against its Specific Character Set. Devices declare
 * ISO_IR 100 or nothing and send Chinese in GBK or UTF-8. The bytes are never changed: {@link
 * DataSet#readAs} shows the same data set under the set that was found. Meant for sites that write
 * Chinese: undeclared Korean or Cyrillic can pass for Hanzi.
 *
 * @param declared what the data set declares
 * @param found what its text is written in
 * @param rule which rule says so
 * @param values how many values, on all levels, have bytes from 80H and agree with the finding
 * @param firstTag the first element among them
 */
public record CharacterSetEvidence(
    SpecificCharacterSet declared,
    SpecificCharacterSet found,
    Rule rule,
    int values,
    int firstTag) {

  /**
   * The rules, in the order they are tried. Each wants every value with bytes from 80H to agree.
   */
  public enum Rule {
    /**
     * Nothing, ISO_IR 6 or ISO_IR 100 is declared, and the text is strictly valid UTF-8. Not
     * decided where it has characters of two bytes only that are Hanzi in GBK as well.
     */
    UTF_8_UNDECLARED,
    /**
     * Nothing, ISO_IR 6, ISO_IR 100 or (in vain) ISO_IR 192 is declared, and all bytes from 80H
     * form pairs that are Hanzi of level 1 or 2 (GB 2312 rows 16 to 87) or full-width signs (rows 1
     * to 3), at least two of them Hanzi that touch no Latin letter or stand two or more together:
     * neighbouring accented letters, as in {@code créée}, could look like one pair.
     */
    GBK_UNDECLARED,
    /**
     * ISO_IR 13 is declared, and the text has bytes which JIS X 0201 lacks but which are valid in
     * Shift JIS.
     */
    SHIFT_JIS_AS_ISO_IR_13,
    /**
     * GB18030, GBK or ISO 2022 IR 58 is declared, and the text is strictly valid UTF-8 without
     * escape sequences. As what is declared it would be broken, or would hold a character that GB
     * 2312 does not have, while as UTF-8 it holds none. Short texts that are common Hanzi either
     * way stay what they are declared to be.
     */
    UTF_8_AS_CHINESE
  }

  private static final int MIN_HANZI = 2;
  private static final int LONG_RUN = 2;

  /** Looks at all text of a data set and its items that share its character set. */
  public static Optional<CharacterSetEvidence> examine(DataSet dataSet) {
    SpecificCharacterSet declared = dataSet.characterSet();
    boolean latin = declared.isLatinOrDefault();
    boolean unicode = declared.equals(SpecificCharacterSet.UTF_8);
    boolean katakana = declared.terms().equals(List.of("ISO_IR 13"));
    boolean chinese = declared.isChinese();
    if (!latin && !unicode && !katakana && !chinese) {
      return Optional.empty();
    }
    List<Element.Value> texts = new ArrayList<>();
    collect(dataSet, texts);
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    int first = texts.getFirst().tag();
    Optional<Rule> rule =
        katakana
            ? Optional.of(Rule.SHIFT_JIS_AS_ISO_IR_13).filter(r -> isShiftJis(texts))
            : chinese
                ? Optional.of(Rule.UTF_8_AS_CHINESE).filter(r -> isUtf8AsChinese(texts))
                : rule(texts, latin);
    return rule.map(r -> new CharacterSetEvidence(declared, found(r), r, texts.size(), first));
  }

  private static Optional<Rule> rule(List<Element.Value> texts, boolean latin) {
    boolean utf8 = texts.stream().allMatch(text -> EncodedText.isUtf8(text.bytes()));
    boolean pairs = texts.stream().allMatch(text -> EncodedText.isHanzi(text.bytes()));
    if (utf8) {
      boolean longer = texts.stream().anyMatch(text -> EncodedText.hasLongUtf8(text.bytes()));
      return latin && (longer || !pairs) ? Optional.of(Rule.UTF_8_UNDECLARED) : Optional.empty();
    }
    int hanzi =
        texts.stream().mapToInt(text -> EncodedText.certainHanzi(text.bytes(), LONG_RUN)).sum();
    return pairs && hanzi >= MIN_HANZI ? Optional.of(Rule.GBK_UNDECLARED) : Optional.empty();
  }

  private static boolean isShiftJis(List<Element.Value> texts) {
    return texts.stream().anyMatch(text -> !EncodedText.isJisX0201(text.bytes()))
        && texts.stream().allMatch(text -> EncodedText.isShiftJis(text.bytes()));
  }

  private static boolean isUtf8AsChinese(List<Element.Value> texts) {
    boolean utf8 =
        texts.stream()
            .allMatch(
                text -> EncodedText.isUtf8(text.bytes()) && !EncodedText.escapes(text.bytes()));
    if (!utf8 || texts.stream().noneMatch(text -> EncodedText.hasLongUtf8(text.bytes()))) {
      return false;
    }
    boolean broken = texts.stream().anyMatch(text -> !EncodedText.isGb18030(text.bytes()));
    boolean rare = texts.stream().anyMatch(text -> !EncodedText.isHanzi(text.bytes()));
    return broken
        || rare && texts.stream().allMatch(text -> EncodedText.isCommonInUtf8(text.bytes()));
  }

  private static SpecificCharacterSet found(Rule rule) {
    return switch (rule) {
      case UTF_8_UNDECLARED, UTF_8_AS_CHINESE -> SpecificCharacterSet.UTF_8;
      case GBK_UNDECLARED -> SpecificCharacterSet.of("GBK");
      case SHIFT_JIS_AS_ISO_IR_13 -> SpecificCharacterSet.of("SHIFT_JIS");
    };
  }

  /**
   * The values of text with bytes from 80H (in CS they are against its rules, and written all the
   * same: body parts, even the sex), here and in items without a declaration of their own.
   */
  private static void collect(DataSet dataSet, List<Element.Value> texts) {
    for (Element element : dataSet) {
      switch (element) {
        case Element.Value value -> {
          boolean text = value.vr().usesCharacterSet() || value.vr() == VR.CS;
          if (text && EncodedText.hasHighBytes(value.bytes())) {
            texts.add(value);
          }
        }
        case Element.Sequence sequence -> {
          for (DataSet item : sequence.items()) {
            if (!item.contains(Tag.SPECIFIC_CHARACTER_SET)) {
              collect(item, texts);
            }
          }
        }
        case Element.Fragments fragments -> {}
        case Element.Skipped skipped -> {}
      }
    }
  }
}
