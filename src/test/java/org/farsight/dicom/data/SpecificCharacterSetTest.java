package org.farsight.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PS3.3 §C.12.1.1.2, PS3.5 §6.1 and the examples of PS3.5 annexes H to K. */
final class SpecificCharacterSetTest {

  private static final String YAMADA = "山田^太郎=やまだ^たろう";

  /** Set, bytes as text with ESC and \xHH escapes, characters. */
  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("ISO_IR 100", "Buc^J\\xE9r\\xF4me", "Buc^Jérôme"),
        Arguments.of("ISO_IR 101", "Wa\\xB3\\xEAsa", "Wałęsa"),
        Arguments.of("ISO_IR 109", "\\xA1o", "Ħo"),
        Arguments.of("ISO_IR 110", "\\xE0", "ā"),
        Arguments.of("ISO_IR 144", "\\xBB\\xEE\\xDAce\\xDC\\xD1yp\\xD3", "Люкceмбypг"),
        Arguments.of(
            "ISO_IR 127", "\\xE2\\xC8\\xC7\\xE6\\xEA^\\xE4\\xE6\\xD2\\xC7\\xD1", "قباني^لنزار"),
        Arguments.of("ISO_IR 126", "\\xC4\\xE9\\xEF\\xED\\xF5\\xF3\\xE9\\xEF\\xF2", "Διονυσιος"),
        Arguments.of("ISO_IR 138", "\\xF9\\xF8\\xE5\\xEF^\\xE3\\xE1\\xE5\\xF8\\xE4", "שרון^דבורה"),
        Arguments.of("ISO_IR 148", "\\xC7avu\\xFEo\\xF0lu", "Çavuşoğlu"),
        Arguments.of("ISO_IR 203", "\\xA4", "€"),
        Arguments.of("ISO_IR 166", "\\xCA\\xC1", "สม"),
        Arguments.of("ISO_IR 13", "\\xD4\\xCF\\xC0\\xDE^\\xC0\\xDB\\xB3", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
        Arguments.of(
            "\\ISO 2022 IR 87",
            "Yamada^Tarou=ESC$B;3EDESC(B^ESC$BB@O:ESC(B" + "=ESC$B$d$^$@ESC(B^ESC$B$?$m$&ESC(B",
            "Yamada^Tarou=" + YAMADA),
        Arguments.of(
            "ISO 2022 IR 13\\ISO 2022 IR 87",
            "\\xD4\\xCF\\xC0\\xDE^\\xC0\\xDB\\xB3=ESC$B;3EDESC(J^ESC$BB@O:ESC(J"
                + "=ESC$B$d$^$@ESC(J^ESC$B$?$m$&ESC(J",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=" + YAMADA),
        Arguments.of("\\ISO 2022 IR 87\\ISO 2022 IR 159", "ESC$(D\"/ESC(B", "˘"),
        Arguments.of(
            "\\ISO 2022 IR 149",
            "Hong^Gildong=ESC$)C\\xFB\\xF3^ESC$)C\\xD1\\xCE\\xD4\\xD7"
                + "=ESC$)C\\xC8\\xAB^ESC$)C\\xB1\\xE6\\xB5\\xBF",
            "Hong^Gildong=洪^吉洞=홍^길동"),
        Arguments.of(
            "\\ISO 2022 IR 58",
            "Zhang^XiaoDong=ESC$)A\\xD5\\xC5^ESC$)A\\xD0\\xA1\\xB6\\xAB=",
            "Zhang^XiaoDong=张^小东="),
        Arguments.of(
            "ISO_IR 192",
            "Wang^XiaoDong=\\xE7\\x8E\\x8B^\\xE5\\xB0\\x8F\\xE6\\x9D\\xB1=",
            "Wang^XiaoDong=王^小東="),
        Arguments.of(
            "GB18030", "Wang^XiaoDong=\\xCD\\xF5^\\xD0\\xA1\\xB6\\xAB=", "Wang^XiaoDong=王^小东="),
        Arguments.of("GB18030", "\\x81\\x30\\x81\\x30\\xB0\\xA1", "\u0080啊"),
        Arguments.of(
            "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126",
            "J\\xE9ESC-L\\xBB\\xEEESC-F\\xC4\\xE9",
            "JéЛюΔι"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void decodesEachDefinedTerm(String set, String bytes, String text) {
    assertThat(set(set).decode(bytes(bytes), VR.PN)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("names")
  void encodesWhatItDecodes(String set, String bytes, String text) {
    SpecificCharacterSet charset = set(set);
    String decoded = charset.decode(bytes(bytes), VR.PN);
    assertThat(charset.decode(charset.encode(decoded, VR.PN), VR.PN)).isEqualTo(decoded);
  }

  @Test
  void encodesTheStandardsExamplesToTheirBytes() {
    for (Arguments row : names().skip(12).limit(7).toList()) {
      String terms = (String) row.get()[0];
      assertThat(set(terms).encode((String) row.get()[2], VR.PN))
          .as(terms)
          .isEqualTo(bytes((String) row.get()[1]));
    }
  }

  @Test
  void aDelimiterReturnsToTheFirstSet() {
    // PS3.5 §6.1.2.5.3: the second name forgot its escape sequence, so its bytes are Latin 1
    SpecificCharacterSet set = set("ISO 2022 IR 100\\ISO 2022 IR 144");
    assertThat(set.decode(bytes("ESC-L\\xBB^\\xE9"), VR.PN)).isEqualTo("Л^é");
    assertThat(set.decode(bytes("ESC-L\\xBB\\\\\\xE9"), VR.LO)).isEqualTo("Л\\é");
    assertThat(set.decode(bytes("ESC-L\\xBB^\\xBB"), VR.LO)).isEqualTo("Л^Л");
    assertThat(set.decode(bytes("ESC-L\\xBB\n\\xE9"), VR.LT)).isEqualTo("Л\né");
    assertThat(set.decode(bytes("ESC-L\\xBB\\\\\\xBB"), VR.LT)).isEqualTo("Л\\Л");
  }

  @Test
  void bytesOfATwoByteSetAreNoDelimiters() {
    // 3D 5C and 5E 3D are pairs of JIS X 0208 here
    SpecificCharacterSet set = set("\\ISO 2022 IR 87");
    String text = set.decode(bytes("ESC$B=\\\\^=ESC(B^a"), VR.PN);
    assertThat(text).hasSize(4).endsWith("^a");
    assertThat(text.substring(0, 2)).doesNotContain("=", "^", "\\");
  }

  @Test
  void aSecondByteBelow80hIsNoSeparator() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "GBK")
            .putBytes(Tag.OTHER_PATIENT_NAMES, VR.PN, bytes("\\x82\\x5C\\x5CA"));
    assertThat(dataSet.strings(Tag.OTHER_PATIENT_NAMES)).hasSize(2).endsWith("A");
  }

  @Test
  void aDeviceThatLeavesOutTheEscapeSequenceIsUnderstood() {
    assertThat(set("\\ISO 2022 IR 149").decode(bytes("\\xC8\\xAB^\\xB1\\xE6\\xB5\\xBF"), VR.PN))
        .isEqualTo("홍^길동");
    assertThat(set("\\ISO 2022 IR 58").decode(bytes("\\xD5\\xC5"), VR.PN)).isEqualTo("张");
    assertThat(set("ISO 2022 IR 58").decode(bytes("\\xD5\\xC5"), VR.PN)).isEqualTo("张");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-IR 192", "ISO IR 192", "iso_ir 192", "UTF-8", "ISO_IR192"})
  void takesSpellingsOfTheField(String term) {
    assertThat(set(term).decode(bytes("\\xE7\\x8E\\x8B"), VR.LO)).isEqualTo("王");
    assertThat(set(term).unknownTerms()).isEmpty();
  }

  @Test
  void listsUnknownTerms() {
    SpecificCharacterSet set = set("ISO_IR 999");
    assertThat(set.unknownTerms()).containsExactly("ISO_IR 999");
    assertThat(set.decode(bytes("\\xE9"), VR.LO)).isEqualTo("é");
    assertThat(set("GB18030\\ISO IR 192").decode(bytes("\\xCD\\xF5"), VR.LO)).isEqualTo("王");
  }

  @Test
  void otherVrsKeepTheDefaultRepertoire() {
    assertThat(set("ISO_IR 192").decode(bytes("\\xC3\\xA9"), VR.AE)).isEqualTo("Ã©");
  }

  @Test
  void codeStringsThatBreakTheRulesAreReadLikeText() {
    assertThat(set("ISO_IR 192").decode(bytes("\\xE7\\x94\\xB7"), VR.CS)).isEqualTo("男");
    assertThat(set("GB18030").decode(bytes("\\xC4\\xD0"), VR.CS)).isEqualTo("男");
    assertThat(set("ISO_IR 6").decode(bytes("\\xE9"), VR.CS)).isEqualTo("é");
  }

  @Test
  void brokenBytesBecomeReplacementCharacters() {
    assertThat(set("ISO_IR 192").decode(bytes("a\\xFFb"), VR.LO)).isEqualTo("a\uFFFDb");
    assertThat(set("\\ISO 2022 IR 87").decode(bytes("ESC$B;"), VR.LO)).isEqualTo("\uFFFD");
    assertThat(set("ISO_IR 100").decode(bytes("ESC?a"), VR.LO)).isEqualTo("\u001B?a");
  }

  @Test
  void refusesToWriteWhatTheSetLacks() {
    assertThatThrownBy(() -> set("ISO_IR 100").encode("王", VR.LO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("王");
    assertThatThrownBy(() -> SpecificCharacterSet.DEFAULT.encode("é", VR.LO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SpecificCharacterSet set(String terms) {
    return SpecificCharacterSet.of(terms.split("\\\\", -1));
  }

  /** ESC is the escape byte, \xHH a byte, two backslashes one, all else ASCII. */
  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("ESC", i)) {
        out.write(0x1B);
        i += 2;
      } else if (text.startsWith("\\x", i)) {
        out.write(Integer.parseInt(text, i + 2, i + 4, 16));
        i += 3;
      } else if (text.startsWith("\\\\", i)) {
        out.write('\\');
        i++;
      } else {
        out.write(text.charAt(i));
      }
    }
    return out.toByteArray();
  }
}
