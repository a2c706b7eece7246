package org.farsight.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.exchange.NameTerm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private static DataSet utf8() {
    return new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
  }

  private static boolean fits(int tag, VR vr, String key, String value) throws KeyException {
    Keys keys = Keys.of(utf8().put(tag, vr, key.split("\\\\")), Keys.Options.DEFAULT);
    return keys.match(utf8().put(tag, vr, value.split("\\\\")));
  }

  @ParameterizedTest
  @CsvSource({
    "P1, P1, true",
    "P1, P10, false",
    "P1, p1, false",
    "P*, P10, true",
    "P?, P1, true",
    "P?, P10, false",
    "*10, P10, true",
    "*1*0*, P1x0y, true",
    "'P1 ', P1, true",
    "*, P1, true",
    "**, '', true",
    "P*, '', false",
    "P1, '', false",
    "'', P1, true",
    "头*扫, 头颅平扫, true",
    "头?扫, 头颅平扫, false",
    "?, 𠮷, true",
  })
  void aTextIsMatchedWholeOrByWildcards(String key, String value, boolean fits) throws Exception {
    assertThat(fits(Tag.STUDY_DESCRIPTION, VR.LO, key, value)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3, 1.2.3, true",
    "1.2.3, 1.2.30, false",
    "1.2.3\\1.2.4, 1.2.4, true",
    "1.2.*, 1.2.3, false",
  })
  void aUidIsMatchedByAListAndNoWildcard(String key, String value, boolean fits) throws Exception {
    assertThat(fits(Tag.STUDY_INSTANCE_UID, VR.UI, key, value)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "20260301, 20260301, true",
    "2026.03.01, 20260301, true",
    "20260301, 20260302, false",
    "20260301-20260303, 20260301, true",
    "20260301-20260303, 20260303, true",
    "20260301-20260303, 20260304, false",
    "-20260303, 19991231, true",
    "-20260303, 20260304, false",
    "20260303-, 20260303, true",
    "20260303-, 20260302, false",
    "20260303-20260301, 20260302, false",
    "-20260303, '', false",
  })
  void aDateIsMatchedByADayOrARange(String key, String value, boolean fits) throws Exception {
    assertThat(fits(Tag.STUDY_DATE, VR.DA, key, value)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "0915, 091500, true",
    "0915, 091559.999, true",
    "0915, 0916, false",
    "09:15, 0915, true",
    "09, 0959, true",
    "091500, 091500.5, true",
    "091500.5, 091500.5, true",
    "091500.5, 091500.6, false",
    "091500.50, 091500.509, true",
    "0900-1000, 0930, true",
    "0900-1000, 100059, true",
    "0900-1000, 100100, false",
    "-0900, 0859, true",
    "2300-, 235959.999999, true",
    "235960, 235959, true",
  })
  void aTimeIsMatchedAsExactlyAsItIsWritten(String key, String value, boolean fits)
      throws Exception {
    assertThat(fits(Tag.STUDY_TIME, VR.TM, key, value)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "20260301, 20260301120000, true",
    "2026, 20261231235959, true",
    "202603, 20260401, false",
    "20260301-20260302, 20260302235959, true",
    "20260301080000+0800, 20260301080000, true",
    "20260301-20260302+0800, 20260302, true",
    "-2026, 20270101, false",
  })
  void aDateTimeIsMatchedByARange(String key, String value, boolean fits) throws Exception {
    assertThat(fits(Tag.ACQUISITION_DATE_TIME, VR.DT, key, value)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "Wang^Xiaodong, Wang^Xiaodong=王^小东=ワン^シャオ, true",
    "WANG^XIAODONG, Wang^Xiaodong, true",
    "wang^xiaodong^^^, Wang^Xiaodong, true",
    "Ｗａｎｇ^Ｘｉａｏｄｏｎｇ, Wang^Xiaodong, true",
    "Wang^Xiaodong, Ｗａｎｇ^Ｘｉａｏｄｏｎｇ, true",
    "Wang, Wang^Xiaodong, false",
    "Wang*, Wang^Xiaodong, true",
    "*Xiao*, Wang^Xiaodong, true",
    "王*, Wang^Xiaodong=王^小东, true",
    "王^小东, Wang^Xiaodong=王^小东, true",
    "王小东, Wang^Xiaodong=王^小东, true",
    "王小?, Wang^Xiaodong=王^小东, true",
    "ワン*, Wang^Xiaodong=王^小东=ワン^シャオ, true",
    "ﾜﾝ*, Wang^Xiaodong=王^小东=ワン^シャオ, true",
    "=王*, Wang^Xiaodong=王^小东, true",
    "王*=, Wang^Xiaodong=王^小东, false",
    "Wang*=李*, Wang^Xiaodong=王^小东, false",
    "Wang*=王*, Wang^Xiaodong=王^小东, true",
    "李*, Wang^Xiaodong=王^小东, false",
    "*, '', true",
    "Wang*, '', false",
  })
  void aNameIsMatchedByAnyGroupWhateverCaseAndWidth(String key, String value, boolean fits)
      throws Exception {
    assertThat(fits(Tag.PATIENT_NAME, VR.PN, key, value)).isEqualTo(fits);
    Keys keys = Keys.of(utf8().put(Tag.PATIENT_NAME, VR.PN, key), Keys.Options.DEFAULT);
    if (fits) {
      assertLed(keys, value);
    }
  }

  /** The catalogue finds by terms what fits. */
  private static void assertLed(Keys keys, String value) {
    Set<NameTerm> wanted = keys.names(Tag.PATIENT_NAME);
    if (wanted.isEmpty()) {
      return; // it looks at all
    }
    assertThat(NameTerm.of(value))
        .as("terms of %s", wanted)
        .anyMatch(
            term ->
                wanted.stream()
                    .anyMatch(
                        one ->
                            switch (one) {
                              case NameTerm.Whole whole -> term.equals(whole.text());
                              case NameTerm.Beginning start -> term.startsWith(start.text());
                              case NameTerm.Within within -> term.contains(within.text());
                            }));
  }

  /** Keys made of names by lot, from letters that normal forms and folding make something of. */
  @Test
  void whatFitsIsFoundByItsTerms() throws Exception {
    Random lot = new Random(8);
    String letters = "abvlnLNV éǚüÜǖÅﬁςΣσが㌀가각ｱﾞ王小𠮷ｗＷ.'-^^ İı";
    int[] alphabet = letters.codePoints().toArray();
    int fitted = 0;
    for (int i = 0; i < 40_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = 1 + lot.nextInt(6); n > 0; n--) {
        name.appendCodePoint(alphabet[lot.nextInt(alphabet.length)]);
        if (lot.nextInt(6) == 0) {
          name.append('=');
        }
      }
      String value = name.toString();
      StringBuilder pattern = new StringBuilder();
      for (int c : value.codePoints().toArray()) {
        switch (lot.nextInt(7)) {
          case 0 -> pattern.append('*');
          case 1 -> pattern.append('?');
          case 2 -> pattern.append(Character.toString(c).toUpperCase(Locale.ROOT));
          default -> pattern.appendCodePoint(c);
        }
      }
      DataSet identifier = utf8().put(Tag.PATIENT_NAME, VR.PN, pattern.toString());
      for (boolean fuzzy : new boolean[] {false, true}) {
        Keys keys = Keys.of(identifier, new Keys.Options(false, fuzzy));
        if (keys.match(utf8().put(Tag.PATIENT_NAME, VR.PN, value))) {
          fitted++;
          assertLed(keys, value);
        }
      }
    }
    assertThat(fitted).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "xiao wang, Wang^Xiaodong, true",
    "WANG, Wang^Xiaodong=王^小东, true",
    "小, Wang^Xiaodong=王^小东, true",
    "dong, Wang^Xiaodong, false",
    "wangxiaodong, Wang^Xiaodong, true",
    "xiaodong wang, WANGXIAODONG, true",
    "XiaodongWang, Wang^Xiaodong, true",
    "'Wáng, Xiǎodōng', Wang^Xiaodong, true",
    "wang xiao dong, Wang^Xiaodong, true",
    "wang dong, Wang^Xiaodong, false",
    "wang^xiaoming, Wang^Xiaodong, false",
    "lv bu, LÜ^BU, true",
    "Lǚ Bù, LV^BU, true",
    "xian, Zhang^Xi'an, true",
    "Wang Xiao, 'Wang^Xiao Dong', true",
    "王小东, 王^小东, true",
    "王小东, =王小东, true",
    "'王 小', Wang^Xiaodong=王^小东, true",
    "小东王, 王^小东, true",
    "东, 王^小东, true",
    "王东, 王^小东, false",
    "李小东, 王^小东, false",
    "Ｗａｎｇ 小, Wang^Xiaodong=王^小东, true",
    "wang*, Wang^Xiaodong, true",
    "^, Wang^Xiaodong, true",
    "wang, '', false",
  })
  void aFuzzyNameIsMatchedByTheBeginningsOfWords(String key, String value, boolean fits)
      throws Exception {
    DataSet identifier = utf8().put(Tag.PATIENT_NAME, VR.PN, key);
    Keys keys = Keys.of(identifier, new Keys.Options(false, true));
    assertThat(keys.match(utf8().put(Tag.PATIENT_NAME, VR.PN, value))).isEqualTo(fits);
  }

  @Test
  void numbersAreMatchedAsNumbers() throws Exception {
    assertThat(fits(Tag.SERIES_NUMBER, VR.IS, "3", "003")).isTrue();
    assertThat(fits(Tag.SERIES_NUMBER, VR.IS, "3", "30")).isFalse();
    Keys rows = Keys.of(new DataSet().putInts(Tag.ROWS, VR.US, 512), Keys.Options.DEFAULT);
    assertThat(rows.match(new DataSet().putInts(Tag.ROWS, VR.US, 512))).isTrue();
    assertThat(rows.match(new DataSet().putInts(Tag.ROWS, VR.US))).isFalse();
  }

  @Test
  void oneOfSeveralValuesHasToFit() throws Exception {
    assertThat(fits(Tag.MODALITIES_IN_STUDY, VR.CS, "SR", "CT\\SR")).isTrue();
    assertThat(fits(Tag.MODALITIES_IN_STUDY, VR.CS, "MR\\CT", "CT\\SR")).isTrue();
    assertThat(fits(Tag.MODALITIES_IN_STUDY, VR.CS, "MR", "CT\\SR")).isFalse();
  }

  private static DataSet step(String modality, String date, String time) {
    return new DataSet()
        .put(Tag.MODALITY, VR.CS, modality)
        .put(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, VR.DA, date)
        .put(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, VR.TM, time);
  }

  private static DataSet with(DataSet... steps) {
    return new DataSet().putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, steps);
  }

  @Test
  void oneItemOfASequenceHasToFitAllKeysOfTheItem() throws Exception {
    Keys keys = Keys.of(with(step("CT", "20260301", "")), Keys.Options.DEFAULT);
    assertThat(keys.match(with(step("MR", "20260301", "08"), step("CT", "20260301", "09"))))
        .isTrue();
    assertThat(keys.match(with(step("MR", "20260301", "08"), step("CT", "20260302", "09"))))
        .isFalse();
    assertThat(keys.match(with())).isFalse();
    assertThat(Keys.of(with(), Keys.Options.DEFAULT).match(with())).isTrue();
    assertThat(Keys.of(with(new DataSet()), Keys.Options.DEFAULT).match(with())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "20260705, 0900, false, false",
    "20260705, 1000, true, true",
    "20260706, 0600, true, false",
    "20260706, 1200, true, true",
    "20260706, 2300, true, false",
    "20260707, 1800, true, true",
    "20260707, 1900, false, false",
  })
  void aRangeOfDatesWithOneOfTimesIsOneRangeOrOneOfEachDay(
      String date, String time, boolean combined, boolean daily) throws Exception {
    DataSet identifier = with(step("CT", "20260705-20260707", "1000-1800"));
    DataSet candidate = with(step("CT", date, time));
    assertThat(Keys.of(identifier, Keys.Options.WORKLIST).match(candidate)).isEqualTo(combined);
    assertThat(Keys.of(identifier, Keys.Options.DEFAULT).match(candidate)).isEqualTo(daily);
  }

  @Test
  void aKeyInGbkUnderAWrongNameIsReadAsItsBytesShow() throws Exception {
    DataSet identifier =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 100")
            .putBytes(Tag.PATIENT_NAME, VR.PN, "王小东".getBytes(Charset.forName("GBK")));
    DataSet candidate = utf8().put(Tag.PATIENT_NAME, VR.PN, "Wang^Xiaodong=王^小东");
    assertThat(Keys.of(identifier, Keys.Options.DEFAULT).match(candidate)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026", "20260230", "-", "20260301-x", "20260301-20260302-20260303", "today"})
  void whatIsNoDateIsRefused(String key) {
    DataSet identifier = new DataSet().put(Tag.STUDY_DATE, VR.DA, key);
    assertThatThrownBy(() -> Keys.of(identifier, Keys.Options.DEFAULT))
        .isInstanceOfSatisfying(
            KeyException.class, e -> assertThat(e.tag()).isEqualTo(Tag.STUDY_DATE))
        .hasMessageContaining("(0008,0020)")
        .hasMessageNotContaining(key.equals("-") ? "x-x" : key);
  }

  @Test
  void severalItemsAndTooManyValuesAreRefused() {
    DataSet items = with(step("CT", "", ""), step("MR", "", ""));
    assertThatThrownBy(() -> Keys.of(items, Keys.Options.DEFAULT)).isInstanceOf(KeyException.class);
    String[] uids = new String[10_001];
    java.util.Arrays.fill(uids, "1.2");
    DataSet many = new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, uids);
    assertThatThrownBy(() -> Keys.of(many, Keys.Options.DEFAULT)).isInstanceOf(KeyException.class);
  }

  @Test
  void aWildcardFromOutsideCostsNoTime() {
    Glob glob = Glob.of("*a".repeat(200) + "b");
    String text = "a".repeat(4000);
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(glob.matches(text)).isFalse());
  }

  @Test
  void anAttributeThatIsNotSupportedDemandsNothing() throws Exception {
    DataSet identifier = new DataSet().put(Tag.OCCUPATION, VR.SH, "baker");
    assertThat(Keys.of(identifier, Keys.Options.DEFAULT).match(new DataSet())).isTrue();
    assertThat(Keys.of(identifier, Keys.Options.DEFAULT).ask(Tag.OCCUPATION)).isTrue();
  }
}
