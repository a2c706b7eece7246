package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;

final class DicomJsonTest {

  private static final int PRIVATE = 0x0029_1000;

  @Test
  void eachVrHasTheFormOfTheStandardsTable() {
    DataSet set = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
    set.put(Tag.PATIENT_NAME, VR.PN, "Wang^XiaoDong=王^小东");
    set.put(0x0010_1010, VR.AS, "034Y");
    set.put(0x0008_0018, VR.UI, "1.2.3");
    set.putInts(0x0028_0009, VR.AT, 0x0018_1063);
    set.put(0x0028_0030, VR.DS, "0.50", "+.5");
    set.put(0x0020_0013, VR.IS, "007");
    set.putDecimals(0x0018_9073, VR.FD, 0.1);
    set.putDecimals(0x0008_1163, VR.FD, Double.NaN, Double.POSITIVE_INFINITY);
    set.putInts(0x0028_0010, VR.US, 512);
    set.putInts(0x0040_A073, VR.SV, -5, Long.MIN_VALUE);
    set.putInts(PRIVATE, VR.UV, -1);
    set.putBytes(0x0042_0011, VR.OB, new byte[] {1, 2});
    set.put(0x0008_0080, VR.LO, "", "b");
    set.put(0x0008_0090, VR.PN);
    assertThat(text(set))
        .isEqualTo(
            "{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]},"
                + "\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
                + "\"00080080\":{\"vr\":\"LO\",\"Value\":[null,\"b\"]},"
                + "\"00080090\":{\"vr\":\"PN\"},"
                + "\"00081163\":{\"vr\":\"FD\",\"Value\":[\"NaN\",\"Infinity\"]},"
                + "\"00100010\":{\"vr\":\"PN\",\"Value\":"
                + "[{\"Alphabetic\":\"Wang^XiaoDong\",\"Ideographic\":\"王^小东\"}]},"
                + "\"00101010\":{\"vr\":\"AS\",\"Value\":[\"034Y\"]},"
                + "\"00189073\":{\"vr\":\"FD\",\"Value\":[0.1]},"
                + "\"00200013\":{\"vr\":\"IS\",\"Value\":[7]},"
                + "\"00280009\":{\"vr\":\"AT\",\"Value\":[\"00181063\"]},"
                + "\"00280010\":{\"vr\":\"US\",\"Value\":[512]},"
                + "\"00280030\":{\"vr\":\"DS\",\"Value\":[0.50,0.5]},"
                + "\"00291000\":{\"vr\":\"UV\",\"Value\":[\"18446744073709551615\"]},"
                + "\"0040A073\":{\"vr\":\"SV\",\"Value\":[-5,\"-9223372036854775808\"]},"
                + "\"00420011\":{\"vr\":\"OB\",\"InlineBinary\":\"AQI=\"}}");
  }

  @Test
  void whatIsWrittenReadsBackTheSame() throws IOException {
    DataSet set = everyVr();
    assertThat(DicomJson.read(DicomJson.toBytes(set), ReadOptions.STRICT)).containsExactly(set);
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    try (DicomJsonWriter writer = new DicomJsonWriter(array)) {
      writer.write(set);
      writer.write(new DataSet());
      writer.write(set);
    }
    assertThat(DicomJson.read(array.toByteArray(), ReadOptions.STRICT))
        .containsExactly(set, new DataSet(), set);
    assertThat(DicomJson.read(new OneByte(array.toByteArray()), ReadOptions.STRICT)).hasSize(3);
  }

  @Test
  void textOfAnyCharacterSetBecomesUtf8AndSaysSo() throws IOException {
    DataSet latin = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 100");
    latin.put(Tag.PATIENT_NAME, VR.PN, "Käse^Jürg");
    DataSet item = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "GB18030");
    item.put(0x0008_0104, VR.LO, "胸部");
    latin.putItems(0x0008_1140, item);
    DataSet back = DicomJson.read(DicomJson.toBytes(latin), ReadOptions.STRICT).getFirst();
    assertThat(back.strings(Tag.SPECIFIC_CHARACTER_SET)).containsExactly("ISO_IR 192");
    assertThat(back.string(Tag.PATIENT_NAME)).contains("Käse^Jürg");
    assertThat(back.items(0x0008_1140).getFirst().string(0x0008_0104)).contains("胸部");
    DataSet undeclared =
        one("{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Ideographic\":\"\\u738b\"}]}}");
    assertThat(undeclared.string(Tag.PATIENT_NAME)).contains("=王");
    assertThat(undeclared.strings(Tag.SPECIFIC_CHARACTER_SET)).containsExactly("ISO_IR 192");
  }

  @Test
  void longValuesAreNamedByTheirPlace() throws IOException {
    DataSet inner = new DataSet().putBytes(0x0042_0011, VR.OB, new byte[100]);
    DataSet set = new DataSet().putItems(0x0008_1140, new DataSet(), inner);
    set.put(new Element.Skipped(Tag.PIXEL_DATA, VR.OW, 700, 5L << 30));
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (DicomJsonWriter writer = new DicomJsonWriter(json)) {
      writer.write(set, new DicomJson.BulkDataUris(64, path -> "http://x/bulkdata/" + path));
    }
    assertThat(json.toString(StandardCharsets.UTF_8))
        .contains("{\"vr\":\"OB\",\"BulkDataURI\":\"http://x/bulkdata/00081140/2/00420011\"}")
        .contains("\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"http://x/bulkdata/7FE00010\"}");
    DicomJsonReader reader =
        new DicomJsonReader(
            new ByteArrayInputStream(json.toByteArray()),
            ReadOptions.STRICT,
            uri -> Optional.of(uri.getBytes(StandardCharsets.US_ASCII)));
    assertThat(
            new String(reader.next().orElseThrow().bytes(Tag.PIXEL_DATA), StandardCharsets.UTF_8))
        .isEqualTo("http://x/bulkdata/7FE00010");
    assertThatThrownBy(() -> DicomJson.toBytes(set)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void membersMayStandInAnyOrderAndTheVrMayBeMissing() throws IOException {
    DataSet set =
        one(
            "{ \"00080005\":{\"Value\":[\"ISO_IR 100\"]},\"00280010\" :"
                + " {\"Value\":[5],\"vr\":\"US\"},"
                + "\"00100020\":{\"Value\":[\"a\"]},\"00080000\":{\"vr\":\"UL\",\"Value\":[12]},"
                + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{}]},"
                + "\"00080018\":{\"vr\":\"UI\",\"keyword\":[{\"a\":[1,true]}],\"Value\":[\"1.2\"]}}");
    assertThat(set.integer(Tag.ROWS)).hasValue(5);
    assertThat(set.string(Tag.PATIENT_ID)).contains("a");
    assertThat(set.contains(0x0008_0000)).isFalse();
    assertThat(set.contains(Tag.PATIENT_NAME)).isTrue();
    assertThat(set.string(Tag.SOP_INSTANCE_UID)).contains("1.2");
  }

  @Test
  void numbersOfEveryKindFitTheirVrOrAreRefused() throws IOException {
    assertThat(
            one("{\"00280030\":{\"vr\":\"DS\",\"Value\":[0.12345678901234567,\"1.50\"]}}")
                .strings(0x0028_0030))
        .containsExactly("0.12345678901235", "1.50");
    assertThat(one("{\"00200013\":{\"vr\":\"IS\",\"Value\":[1e3]}}").integer(0x0020_0013))
        .hasValue(1000);
    refused("{\"00280010\":{\"vr\":\"US\",\"Value\":[65536]}}", "range");
    refused("{\"00280010\":{\"vr\":\"US\",\"Value\":[1.5]}}", "integer");
    refused("{\"00280010\":{\"vr\":\"US\",\"Value\":[1e999999999]}}", "range");
    refused("{\"00280010\":{\"vr\":\"US\",\"Value\":[{\"Alphabetic\":\"a\"}]}}", "none of US");
    refused("{\"00291000\":{\"vr\":\"UV\",\"Value\":[-1]}}", "range");
    refused("{\"00100020\":{\"vr\":\"LO\",\"Value\":[5]}}", "none of LO");
    refused("{\"7FE00010\":{\"vr\":\"OW\",\"Value\":[5]}}", "InlineBinary");
    refused("{\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"***\"}}", "base64");
    refused("{\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"x\"}}", "bulk data");
  }

  @Test
  void whatIsNoDicomJsonIsRefusedWithItsPlace() {
    refused("", "'{'");
    refused("[1]", "'{'");
    refused("{\"0010\":{}}", "no tag");
    refused("{\"00100010\":{\"vr\":\"ZZ\"}}", "(0010,0010)");
    refused("{} {}", "behind");
    refused("[{},]", "'{'");
    refused("{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\nb\"]}}", "control");
    refused("{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"\\x\"]}}", "escape");
    refused(
        "{\"00081140\":{\"vr\":\"SQ\",\"Value\":[{\"00100020\":{\"vr\":\"LO\",\"Value\":[1]}}]}}",
        "(0008,1140)[1].(0010,0020)");
  }

  @Test
  void depthLengthAndMemoryHaveLimits() {
    String open = "{\"00081140\":{\"vr\":\"SQ\",\"Value\":[";
    refused(open.repeat(100_000), "deeper than");
    refused("{\"00100020\":{\"x\":" + "[".repeat(100_000), "too deep");
    refused(
        "{\"00100020\":{\"vr\":\"UT\",\"Value\":[\"" + "a".repeat(2 << 20) + "\"]}}", "more than");
    refused(
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[" + "1,".repeat(6_000_000) + "1]}}", "more than");
    refused("{\"00280010\":{\"vr\":\"US\",\"Value\":[" + "1".repeat(1000) + "]}}", "more than 128");
  }

  @Test
  void cutAnywhereOrChangedAnywhereItIsALocatedErrorOrDataSets() throws IOException {
    byte[] json = DicomJson.toBytes(everyVr());
    for (int length = 0; length < json.length; length++) {
      byte[] cut = Arrays.copyOf(json, length);
      assertThatThrownBy(() -> DicomJson.read(cut, ReadOptions.STRICT))
          .isInstanceOf(DicomFormatException.class);
    }
    Random random = new Random(20250301);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = json.clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        changed[random.nextInt(json.length)] = (byte) random.nextInt(128);
      }
      try {
        DicomJson.read(changed, ReadOptions.STRICT).forEach(DicomJson::toBytes);
        read++;
      } catch (DicomFormatException e) {
        assertThat(e.offset()).isBetween(0L, (long) json.length);
      }
    }
    assertThat(read).isPositive();
  }

  private static DataSet everyVr() {
    DataSet set = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
    set.put(0x0029_0010, VR.LO, "FARSIGHT \"TEST\"");
    int tag = PRIVATE;
    for (VR vr : VR.values()) {
      tag++;
      if (vr == VR.SQ) {
        DataSet item = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
        item.put(0x0008_0104, VR.LO, "胸部 \uD83D\uDE00\t");
        set.putItems(tag, new DataSet(), new DataSet().putItems(tag, item));
      } else if (vr == VR.PN) {
        set.put(tag, vr, "A^B=王^小=か", "", "=李");
      } else if (vr.isString() && vr.multiValued()) {
        set.put(tag, vr, "12", "", "34");
      } else if (vr.isString()) {
        set.put(tag, vr, "line 1\r\nline 2");
      } else if (vr == VR.FL || vr == VR.FD) {
        set.putDecimals(tag, vr, 1.5, -1e30f, Double.NEGATIVE_INFINITY);
      } else if (vr.multiValued()) {
        set.putInts(tag, vr, 1, 2, 32767);
      } else {
        set.putBytes(tag, vr, new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) 200});
      }
    }
    return set;
  }

  private static DataSet one(String json) throws IOException {
    return DicomJson.read(json.getBytes(StandardCharsets.UTF_8), ReadOptions.STRICT).getFirst();
  }

  private static void refused(String json, String words) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> DicomJson.read(bytes, ReadOptions.STRICT))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining(words);
  }

  private static String text(DataSet set) {
    return new String(DicomJson.toBytes(set), StandardCharsets.UTF_8);
  }

  /** Gives one byte at a time. */
  private static final class OneByte extends InputStream {
    private final InputStream in;

    OneByte(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, Math.min(1, length));
    }
  }
}
