package org.farsight.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataSetTest {

  @Test
  void manyElementsInAnyOrderAreTheSameAsInTheirs() {
    List<Integer> tags = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      tags.add(0x7FFF0000 + 16 * i); // over the sign of an int
    }
    DataSet ordered = new DataSet();
    tags.forEach(tag -> ordered.putBytes(tag, VR.UN, new byte[] {1, 2}));
    Collections.shuffle(tags, new Random(3));
    DataSet shuffled = new DataSet();
    tags.forEach(tag -> shuffled.putBytes(tag, VR.UN, new byte[2]));
    tags.forEach(tag -> shuffled.putBytes(tag, VR.UN, new byte[] {1, 2}));
    assertThat(shuffled).isEqualTo(ordered).hasSize(20_000);
    assertThat(ordered).isEqualTo(shuffled).hasSameHashCodeAs(shuffled);
    shuffled.remove(0x7FFF0000);
    assertThat(shuffled.contains(0x7FFF0000)).isFalse();
    assertThat(shuffled.contains(0x7FFF0010)).isTrue();
    assertThat(shuffled).isNotEqualTo(ordered);
    assertThat(shuffled.iterator().next().tag()).isEqualTo(0x7FFF0010);
  }

  @Test
  void keepsElementsInTheOrderOfTags() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.PATIENT_ID, VR.LO, "P1")
            .put(0xFFFCFFFC, VR.LO, "last")
            .put(Tag.MODALITY, VR.CS, "CT")
            .put(Tag.STUDY_ID, VR.SH, "S1");
    List<Integer> tags = new ArrayList<>();
    dataSet.forEach(element -> tags.add(element.tag()));
    assertThat(tags).containsExactly(Tag.MODALITY, Tag.PATIENT_ID, Tag.STUDY_ID, 0xFFFCFFFC);
    dataSet.put(Tag.PATIENT_ID, VR.LO, "P2").remove(Tag.MODALITY).remove(Tag.ROWS);
    assertThat(dataSet.size()).isEqualTo(3);
    assertThat(dataSet.string(Tag.PATIENT_ID)).contains("P2");
    assertThat(dataSet.contains(Tag.MODALITY)).isFalse();
  }

  @Test
  void trimsPaddingAndSplitsValues() {
    DataSet dataSet =
        new DataSet()
            .putBytes(Tag.IMAGE_TYPE, VR.CS, ascii("ORIGINAL \\ PRIMARY\\\\AXIAL "))
            .putBytes(Tag.SOP_CLASS_UID, VR.UI, ascii("1.2.3\0"))
            .putBytes(Tag.TEXT_VALUE, VR.UT, ascii("  two\\lines  "))
            .putBytes(Tag.STUDY_ID, VR.SH, ascii("  "))
            .putBytes(Tag.PATIENT_ID, VR.LO, new byte[0]);
    assertThat(dataSet.strings(Tag.IMAGE_TYPE)).containsExactly("ORIGINAL", "PRIMARY", "", "AXIAL");
    assertThat(dataSet.string(Tag.IMAGE_TYPE)).contains("ORIGINAL");
    assertThat(dataSet.string(Tag.SOP_CLASS_UID)).contains("1.2.3");
    assertThat(dataSet.string(Tag.TEXT_VALUE)).contains("  two\\lines");
    assertThat(dataSet.string(Tag.STUDY_ID)).isEmpty();
    assertThat(dataSet.strings(Tag.STUDY_ID)).isEmpty();
    assertThat(dataSet.string(Tag.PATIENT_ID)).isEmpty();
    assertThat(dataSet.contains(Tag.PATIENT_ID)).isTrue();
    assertThat(dataSet.string(Tag.ROWS)).isEmpty();
  }

  @Test
  void readsNumbersOfEachBinaryVr() {
    DataSet dataSet =
        new DataSet()
            .putInts(0x00090001, VR.US, 0, 65535)
            .putInts(0x00090002, VR.SS, -32768, 1)
            .putInts(0x00090003, VR.UL, 0xFFFF_FFFFL)
            .putInts(0x00090004, VR.SL, -5)
            .putInts(0x00090005, VR.SV, Long.MIN_VALUE)
            .putInts(0x00090006, VR.AT, Tag.PATIENT_ID)
            .putDecimals(0x00090007, VR.FL, 1.5)
            .putDecimals(0x00090008, VR.FD, Math.PI)
            .putInts(0x00090009, VR.UV, -1);
    assertThat(dataSet.integers(0x00090001)).containsExactly(0, 65535);
    assertThat(dataSet.integers(0x00090002)).containsExactly(-32768, 1);
    assertThat(dataSet.longInteger(0x00090003)).hasValue(0xFFFF_FFFFL);
    assertThat(dataSet.integer(0x00090003)).isEmpty();
    assertThat(dataSet.integer(0x00090004)).hasValue(-5);
    assertThat(dataSet.longInteger(0x00090005)).hasValue(Long.MIN_VALUE);
    assertThat(dataSet.integer(0x00090006)).hasValue(Tag.PATIENT_ID);
    assertThat(dataSet.string(0x00090006)).contains("00100020");
    assertThat(dataSet.decimal(0x00090007)).hasValue(1.5);
    assertThat(dataSet.decimal(0x00090008)).hasValue(Math.PI);
    assertThat(dataSet.string(0x00090009)).contains("18446744073709551615");
    assertThat(dataSet.strings(0x00090001)).containsExactly("0", "65535");
  }

  @Test
  void readsBigEndianNumbers() {
    DataSet dataSet =
        new DataSet()
            .put(new Element.Value(Tag.ROWS, VR.US, new byte[] {1, 2}, true))
            .put(new Element.Value(Tag.OFFENDING_ELEMENT, VR.AT, new byte[] {0, 16, 0, 32}, true));
    assertThat(dataSet.integer(Tag.ROWS)).hasValue(0x0102);
    assertThat(dataSet.integer(Tag.OFFENDING_ELEMENT)).hasValue(Tag.PATIENT_ID);
    assertThat(dataSet.bytes(Tag.ROWS)).containsExactly(2, 1);
    assertThat(dataSet.bytes(Tag.OFFENDING_ELEMENT)).containsExactly(16, 0, 32, 0);
    assertThat(dataSet)
        .isEqualTo(
            new DataSet()
                .putInts(Tag.ROWS, VR.US, 0x0102)
                .putInts(Tag.OFFENDING_ELEMENT, VR.AT, Tag.PATIENT_ID));
  }

  @ParameterizedTest
  @CsvSource({"12,12", "+7,7", "-3,-3", "5.0,5", "1E2,100"})
  void readsIntegersInCharacters(String text, int value) {
    DataSet dataSet = new DataSet().put(Tag.SERIES_NUMBER, VR.IS, text);
    assertThat(dataSet.integer(Tag.SERIES_NUMBER)).hasValue(value);
  }

  @ParameterizedTest
  @CsvSource({"abc", "1.5", "99999999999", "0x10", "1e400", "12a", "1 2"})
  void aValueThatIsNoIntegerIsEmpty(String text) {
    DataSet dataSet = new DataSet().put(Tag.SERIES_NUMBER, VR.IS, text);
    assertThat(dataSet.integer(Tag.SERIES_NUMBER)).isEmpty();
    assertThat(dataSet.string(Tag.SERIES_NUMBER)).contains(text);
  }

  @Test
  void readsDecimalStrings() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.PIXEL_SPACING, VR.DS, " 0.5 ", "1,25")
            .put(Tag.WINDOW_CENTER, VR.DS, "40", "NaN")
            .put(Tag.RESCALE_SLOPE, VR.DS, "0x1p3");
    assertThat(dataSet.decimals(Tag.PIXEL_SPACING)).containsExactly(0.5, 1.25);
    assertThat(dataSet.decimal(Tag.WINDOW_CENTER)).hasValue(40);
    assertThat(dataSet.decimals(Tag.WINDOW_CENTER)).isEmpty();
    assertThat(dataSet.decimal(Tag.RESCALE_SLOPE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.1,0.1",
    "1.0,1",
    "-0.333333333333333333,-0.3333333333333",
    "1.0E-30,1E-30",
    "123456789012345678,1.2345678901E+17",
    "0,0"
  })
  void writesDecimalStringsOfSixteenCharacters(double value, String text) {
    DataSet dataSet = new DataSet().putDecimals(Tag.RESCALE_SLOPE, VR.DS, value);
    String written = dataSet.string(Tag.RESCALE_SLOPE).orElseThrow();
    assertThat(written.length()).isLessThanOrEqualTo(16);
    assertThat(Double.parseDouble(written))
        .isCloseTo(Double.parseDouble(text), org.assertj.core.data.Percentage.withPercentage(1e-8));
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThatThrownBy(() -> new DataSet().putInts(Tag.ROWS, VR.US, 65536))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DataSet().putInts(Tag.ROWS, VR.US, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DataSet().putInts(Tag.ROWS, VR.SS, 32768))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DataSet().put(Tag.ROWS, VR.US, "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unOfAKnownTagIsReadByTheDictionary() {
    DataSet dataSet =
        new DataSet()
            .putBytes(Tag.PATIENT_ID, VR.UN, ascii("P1"))
            .putBytes(Tag.ROWS, VR.UN, new byte[] {4, 1});
    assertThat(dataSet.string(Tag.PATIENT_ID)).contains("P1");
    assertThat(dataSet.integer(Tag.ROWS)).hasValue(260);
  }

  @Test
  void readsDatesAndTimes() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.STUDY_DATE, VR.DA, "20240229")
            .put(Tag.SERIES_DATE, VR.DA, "1997.04.24")
            .put(Tag.CONTENT_DATE, VR.DA, "20230229")
            .put(Tag.STUDY_TIME, VR.TM, "101530.25")
            .put(Tag.SERIES_TIME, VR.TM, "10:15")
            .put(Tag.CONTENT_TIME, VR.TM, "2561")
            .put(Tag.ACQUISITION_DATE_TIME, VR.DT, "20240229101530.5+0800")
            .put(Tag.OBSERVATION_DATE_TIME, VR.DT, "202402");
    assertThat(dataSet.date(Tag.STUDY_DATE)).contains(LocalDate.of(2024, 2, 29));
    assertThat(dataSet.date(Tag.SERIES_DATE)).contains(LocalDate.of(1997, 4, 24));
    assertThat(dataSet.date(Tag.CONTENT_DATE)).isEmpty();
    assertThat(dataSet.time(Tag.STUDY_TIME)).contains(LocalTime.of(10, 15, 30, 250_000_000));
    assertThat(dataSet.time(Tag.SERIES_TIME)).contains(LocalTime.of(10, 15));
    assertThat(dataSet.time(Tag.CONTENT_TIME)).isEmpty();
    assertThat(dataSet.dateTime(Tag.ACQUISITION_DATE_TIME))
        .contains(
            new TemporalValue(
                LocalDateTime.of(2024, 2, 29, 10, 15, 30, 500_000_000), ZoneOffset.ofHours(8)));
    assertThat(dataSet.dateTime(Tag.OBSERVATION_DATE_TIME))
        .contains(new TemporalValue(LocalDateTime.of(2024, 2, 1, 0, 0), null));
  }

  @Test
  void anItemInheritsTheCharacterSet() {
    DataSet dataSet = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
    DataSet item = dataSet.addItem(Tag.REFERENCED_STUDY_SEQUENCE);
    item.put(Tag.STUDY_DESCRIPTION, VR.LO, "胸部");
    assertThat(dataSet.item(Tag.REFERENCED_STUDY_SEQUENCE).orElseThrow().string(0x00081030))
        .contains("胸部");
    DataSet alone = item.copy();
    assertThat(alone.string(Tag.STUDY_DESCRIPTION)).contains("胸部");
    assertThat(alone.string(Tag.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
    DataSet other =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 100")
            .putItems(Tag.REFERENCED_STUDY_SEQUENCE, item);
    assertThat(other.items(Tag.REFERENCED_STUDY_SEQUENCE).getFirst().string(0x00081030))
        .contains("胸部");
    assertThat(item.parent()).isSameAs(dataSet);
  }

  @Test
  void findsPrivateElementsByTheirCreator() {
    DataSet dataSet =
        new DataSet()
            .put(0x00090010, VR.LO, "OTHER")
            .put(0x00090011, VR.LO, "ACME 1.0")
            .put(0x00091102, VR.LO, "value");
    int tag = dataSet.privateTag(0x0009, "ACME 1.0", 2).orElseThrow();
    assertThat(dataSet.string(tag)).contains("value");
    assertThat(dataSet.privateTag(0x0009, "NOBODY", 2)).isEmpty();
  }

  @Test
  void aValueThatWasNotReadIsToldApart() {
    DataSet dataSet = new DataSet().put(new Element.Skipped(Tag.PIXEL_DATA, VR.OW, 100, 1 << 30));
    assertThat(dataSet.contains(Tag.PIXEL_DATA)).isTrue();
    assertThatThrownBy(() -> dataSet.bytes(Tag.PIXEL_DATA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("(7FE0,0010)");
    assertThat(dataSet.string(Tag.PIXEL_DATA)).isEmpty();
  }

  @Test
  void printsNoValues() {
    DataSet dataSet = new DataSet().put(Tag.PATIENT_NAME, VR.PN, "Secret^Person");
    dataSet.addItem(Tag.REFERENCED_STUDY_SEQUENCE).put(Tag.PATIENT_ID, VR.LO, "Secret1");
    StringBuilder printed = new StringBuilder(dataSet.toString());
    dataSet.forEach(printed::append);
    assertThat(printed.toString()).doesNotContain("Secret");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
