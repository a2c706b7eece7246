package org.farsight.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CharacterSetEvidenceTest {

  private static final Charset GBK = Charset.forName("GBK");

  @ParameterizedTest
  @ValueSource(strings = {"", "ISO_IR 100", "ISO_IR 6"})
  void findsGbkThatWasNotDeclared(String declared) {
    DataSet dataSet = dataSet(declared, "Zhang^San=张^三", GBK);
    CharacterSetEvidence evidence = CharacterSetEvidence.examine(dataSet).orElseThrow();
    assertThat(evidence.rule()).isEqualTo(CharacterSetEvidence.Rule.GBK_UNDECLARED);
    assertThat(evidence.values()).isEqualTo(1);
    assertThat(evidence.firstTag()).isEqualTo(Tag.PATIENT_NAME);
    assertThat(dataSet.readAs(evidence.found()).string(Tag.PATIENT_NAME)).contains("Zhang^San=张^三");
  }

  @Test
  void findsUtf8ThatWasNotDeclared() {
    DataSet dataSet = dataSet("ISO_IR 100", "张^三丰", StandardCharsets.UTF_8);
    CharacterSetEvidence evidence = CharacterSetEvidence.examine(dataSet).orElseThrow();
    assertThat(evidence.rule()).isEqualTo(CharacterSetEvidence.Rule.UTF_8_UNDECLARED);
    assertThat(dataSet.readAs(evidence.found()).string(Tag.PATIENT_NAME)).contains("张^三丰");
  }

  @Test
  void findsGbkDeclaredAsUtf8() {
    assertThat(rule("ISO_IR 192", "胸部CT平扫", GBK))
        .contains(CharacterSetEvidence.Rule.GBK_UNDECLARED);
    assertThat(rule("ISO_IR 192", "胸部CT平扫", StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GB18030", "GBK", "\\ISO 2022 IR 58"})
  void findsUtf8DeclaredAsAnotherSetOfChinese(String declared) {
    assertThat(rule(declared, "Wang^Wei=王^伟", StandardCharsets.UTF_8))
        .contains(CharacterSetEvidence.Rule.UTF_8_AS_CHINESE);
    // in pairs its bytes are Hanzi of GBK, rare ones
    assertThat(rule(declared, "张三", StandardCharsets.UTF_8))
        .contains(CharacterSetEvidence.Rule.UTF_8_AS_CHINESE);
    assertThat(rule(declared, "买买提·吐尔逊", Charset.forName("GB2312"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"张^䶮", "买买提·吐尔逊", "俓^乗", "李", "𠮷^㐀"})
  void leavesGb18030ThatIsWhatItSaysAlone(String name) {
    assertThat(rule("GB18030", name, Charset.forName("GB18030"))).isEmpty();
  }

  @Test
  void readsACodeStringThatIsWrittenInChinese() {
    DataSet dataSet = dataSet("ISO_IR 192", "王^伟", StandardCharsets.UTF_8);
    dataSet.putBytes(Tag.BODY_PART_EXAMINED, VR.CS, "胸部".getBytes(StandardCharsets.UTF_8));
    assertThat(dataSet.string(Tag.BODY_PART_EXAMINED)).contains("胸部");
    DataSet undeclared = dataSet("", "Wang^Wei", StandardCharsets.US_ASCII);
    undeclared.putBytes(Tag.BODY_PART_EXAMINED, VR.CS, "胸部".getBytes(GBK));
    CharacterSetEvidence evidence = CharacterSetEvidence.examine(undeclared).orElseThrow();
    assertThat(undeclared.readAs(evidence.found()).string(Tag.BODY_PART_EXAMINED)).contains("胸部");
  }

  @Test
  void findsShiftJisDeclaredAsKatakana() {
    assertThat(rule("ISO_IR 13", "Test-ДΘﾈ", Charset.forName("Shift_JIS")))
        .contains(CharacterSetEvidence.Rule.SHIFT_JIS_AS_ISO_IR_13);
    assertThat(rule("ISO_IR 13", "ﾔﾏﾀﾞ", Charset.forName("JIS_X0201"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Buc^Jérôme",
        "créée",
        "Müller^Zoë",
        "Äneas^Rüdiger",
        "ÆØÅ^Bjørn",
        "Öğ",
        "naïveté",
        "crééeó",
        "Ångström^Ôé",
        "São^João",
        "ação",
        "Noël^André"
      })
  void leavesWesternNamesAlone(String name) {
    byte[] latin = name.getBytes(StandardCharsets.ISO_8859_1);
    DataSet dataSet = dataSet("ISO_IR 100", latin);
    assertThat(CharacterSetEvidence.examine(dataSet)).isEmpty();
  }

  @Test
  void wantsEveryValueToAgree() {
    DataSet dataSet = dataSet("ISO_IR 100", "张^三丰", GBK);
    dataSet.putBytes(Tag.INSTITUTION_NAME, VR.LO, "Hôpital".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(CharacterSetEvidence.examine(dataSet)).isEmpty();
  }

  @Test
  void doesNotGuessBetweenTwoThatFit() {
    // D2 BB is one Hanzi in GBK and one Cyrillic letter in UTF-8
    byte[] both = {(byte) 0xD2, (byte) 0xBB, (byte) 0xD2, (byte) 0xBB};
    assertThat(CharacterSetEvidence.examine(dataSet("", both))).isEmpty();
  }

  @Test
  void looksIntoItemsAndReadsThemAlike() {
    DataSet dataSet = dataSet("ISO_IR 100", "张^三丰", GBK);
    DataSet item = dataSet.addItem(Tag.REQUEST_ATTRIBUTES_SEQUENCE);
    item.putBytes(Tag.REQUESTED_PROCEDURE_DESCRIPTION, VR.LO, "心电图检查".getBytes(GBK));
    CharacterSetEvidence evidence = CharacterSetEvidence.examine(dataSet).orElseThrow();
    assertThat(evidence.values()).isEqualTo(2);
    DataSet read = dataSet.readAs(evidence.found());
    assertThat(
            read.items(Tag.REQUEST_ATTRIBUTES_SEQUENCE)
                .getFirst()
                .string(Tag.REQUESTED_PROCEDURE_DESCRIPTION))
        .contains("心电图检查");
    assertThat(read).isEqualTo(dataSet);
  }

  @Test
  void saysNothingWhereTheDeclarationHolds() {
    assertThat(rule("GB18030", "张^三", GBK)).isEmpty();
    assertThat(rule("ISO_IR 192", "张^三", StandardCharsets.UTF_8)).isEmpty();
    assertThat(rule("ISO_IR 100", "Zhang^San", StandardCharsets.US_ASCII)).isEmpty();
  }

  private static Optional<CharacterSetEvidence.Rule> rule(
      String declared, String name, Charset charset) {
    return CharacterSetEvidence.examine(dataSet(declared, name, charset))
        .map(CharacterSetEvidence::rule);
  }

  private static DataSet dataSet(String declared, String name, Charset charset) {
    return dataSet(declared, name.getBytes(charset));
  }

  private static DataSet dataSet(String declared, byte[] name) {
    DataSet dataSet = new DataSet();
    if (!declared.isEmpty()) {
      dataSet.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, declared);
    }
    return dataSet.putBytes(Tag.PATIENT_NAME, VR.PN, name);
  }
}
