package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;

/** PS3.5 §7 and annex A. */
final class DataSetReaderTest {

  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

  @Test
  void readsExplicitVr() throws IOException {
    byte[] bytes =
        bytes()
            .shortForm(Tag.MODALITY, "CS", "CT")
            .shortForm(Tag.ROWS, "US", "\u0002\u0001")
            .longForm(Tag.PIXEL_DATA, "OW", 4)
            .hex("01020304")
            .bytes();
    DataSet dataSet = read(bytes, EXPLICIT);
    assertThat(dataSet.string(Tag.MODALITY)).contains("CT");
    assertThat(dataSet.integer(Tag.ROWS)).hasValue(258);
    assertThat(dataSet.bytes(Tag.PIXEL_DATA)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void readsImplicitVrByTheDictionary() throws IOException {
    byte[] bytes =
        bytes()
            .implicit(Tag.MODALITY, "CT")
            .implicit(Tag.PIXEL_REPRESENTATION, "\u0001\0")
            .implicit(Tag.SMALLEST_IMAGE_PIXEL_VALUE, "\u00FF\u00FF")
            .implicit(0x00090010, "ACME")
            .implicit(0x00091001, "??")
            .bytes();
    DataSet dataSet = read(bytes, IMPLICIT);
    assertThat(dataSet.string(Tag.MODALITY)).contains("CT");
    assertThat(dataSet.integer(Tag.SMALLEST_IMAGE_PIXEL_VALUE)).hasValue(-1);
    assertThat(dataSet.string(0x00090010)).contains("ACME");
    assertThat(dataSet.element(0x00091001))
        .isEqualTo(new Element.Value(0x00091001, VR.UN, new byte[] {'?', '?'}, false));
  }

  @Test
  void readsExplicitVrBigEndian() throws IOException {
    byte[] bytes =
        bytes()
            .hex("0028 0010 5553 0002 0102")
            .hex("7FE0 0010 4F57 0000 00000004 01020304")
            .bytes();
    DataSet dataSet = read(bytes, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(dataSet.integer(Tag.ROWS)).hasValue(258);
    assertThat(dataSet.bytes(Tag.PIXEL_DATA)).containsExactly(2, 1, 4, 3);
  }

  @Test
  void readsSequencesOfDefinedAndUndefinedLength() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.REFERENCED_STUDY_SEQUENCE, "SQ", 20)
            .item(12)
            .shortForm(Tag.STUDY_ID, "SH", "S1  ")
            .longForm(Tag.REFERENCED_SERIES_SEQUENCE, "SQ", -1)
            .item(-1)
            .shortForm(Tag.STUDY_ID, "SH", "S2")
            .longForm(Tag.REFERENCED_IMAGE_SEQUENCE, "SQ", -1)
            .item(10)
            .shortForm(Tag.STUDY_ID, "SH", "S3")
            .item(0)
            .sequenceEnd()
            .itemEnd()
            .sequenceEnd()
            .shortForm(Tag.STUDY_ID, "SH", "S4")
            .bytes();
    DataSet dataSet = read(bytes, EXPLICIT);
    assertThat(dataSet.items(Tag.REFERENCED_STUDY_SEQUENCE).getFirst().string(Tag.STUDY_ID))
        .contains("S1");
    DataSet item = dataSet.item(Tag.REFERENCED_SERIES_SEQUENCE).orElseThrow();
    assertThat(item.string(Tag.STUDY_ID)).contains("S2");
    assertThat(item.items(Tag.REFERENCED_IMAGE_SEQUENCE)).hasSize(2);
    assertThat(item.items(Tag.REFERENCED_IMAGE_SEQUENCE).getFirst().string(Tag.STUDY_ID))
        .contains("S3");
    assertThat(dataSet.string(Tag.STUDY_ID)).contains("S4");
  }

  @Test
  void readsEncapsulatedPixelData() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.PIXEL_DATA, "OB", -1)
            .item(0)
            .item(2)
            .hex("FFD8")
            .item(4)
            .hex("00000000")
            .sequenceEnd()
            .bytes();
    Element element = read(bytes, TransferSyntax.JPEG_BASELINE).element(Tag.PIXEL_DATA);
    assertThat(element)
        .isEqualTo(
            new Element.Fragments(
                Tag.PIXEL_DATA,
                VR.OB,
                List.of(new byte[0], new byte[] {-1, (byte) 0xD8}, new byte[4])));
  }

  @Test
  void unOfUndefinedLengthIsASequenceInImplicitVr() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(0x00091001, "UN", -1)
            .item(-1)
            .implicit(Tag.STUDY_ID, "S1")
            .implicit(0x00091002, -1)
            .item(10)
            .implicit(Tag.STUDY_ID, "S2")
            .sequenceEnd()
            .itemEnd()
            .sequenceEnd()
            .shortForm(Tag.STUDY_ID, "SH", "S3")
            .bytes();
    DataSet dataSet = read(bytes, EXPLICIT);
    DataSet item = dataSet.item(0x00091001).orElseThrow();
    assertThat(item.string(Tag.STUDY_ID)).contains("S1");
    assertThat(item.item(0x00091002).orElseThrow().string(Tag.STUDY_ID)).contains("S2");
    assertThat(dataSet.string(Tag.STUDY_ID)).contains("S3");
  }

  @Test
  void unOfUndefinedLengthIsLittleEndianEvenInBigEndian() throws IOException {
    byte[] bytes =
        bytes()
            .hex("0009 1001 554E 0000 FFFFFFFF")
            .item(10)
            .implicit(Tag.ROWS, "\u0002\u0001")
            .sequenceEnd()
            .hex("0028 0010 5553 0002 0102")
            .bytes();
    DataSet dataSet = read(bytes, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(dataSet.item(0x00091001).orElseThrow().integer(Tag.ROWS)).hasValue(258);
    assertThat(dataSet.integer(Tag.ROWS)).hasValue(258);
  }

  @Test
  void stopsBeforeATag() throws IOException {
    byte[] bytes =
        bytes()
            .shortForm(Tag.MODALITY, "CS", "CT")
            .shortForm(Tag.PATIENT_ID, "LO", "P1")
            .shortForm(Tag.STUDY_ID, "SH", "S1")
            .bytes();
    DataSet dataSet =
        DataSetReader.read(bytes, EXPLICIT, ReadOptions.DEFAULT.withStopAt(Tag.PATIENT_ID));
    assertThat(dataSet.size()).isEqualTo(1);
    try (DataSetReader reader =
        new DataSetReader(bytes, EXPLICIT, ReadOptions.DEFAULT.withStopAt(Tag.PATIENT_SEX))) {
      while (reader.next() != DataSetReader.Event.END) {
        assertThat(reader.tag()).isLessThan(Tag.PATIENT_SEX);
      }
      assertThat(reader.stopped()).isTrue();
      assertThat(reader.position()).isEqualTo(20);
      assertThat(reader.next()).isEqualTo(DataSetReader.Event.END);
    }
  }

  @Test
  void handsOutValuesInPieces() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.PIXEL_DATA, "OB", 4)
            .hex("01020304")
            .longForm(Tag.DATA_SET_TRAILING_PADDING, "OB", 2)
            .hex("0000")
            .bytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> events = new ArrayList<>();
    try (DataSetReader reader = new DataSetReader(bytes, EXPLICIT, ReadOptions.DEFAULT)) {
      for (DataSetReader.Event event = reader.next();
          event != DataSetReader.Event.END;
          event = reader.next()) {
        events.add(event + " " + Tag.toString(reader.tag()) + " " + reader.length());
        if (reader.tag() == Tag.PIXEL_DATA) {
          reader.transferValue(out);
          assertThat(reader.readValue()).isEmpty();
        }
      }
    }
    assertThat(out.toByteArray()).containsExactly(1, 2, 3, 4);
    assertThat(events).containsExactly("ELEMENT (7FE0,0010) 4", "ELEMENT (FFFC,FFFC) 2");
  }

  @Test
  void aLongValueIsNotKept() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.PIXEL_DATA, "OW", 100)
            .text("x".repeat(100))
            .longForm(Tag.DATA_SET_TRAILING_PADDING, "OB", 2)
            .hex("0000")
            .bytes();
    ReadOptions small = ReadOptions.DEFAULT.withMaxValueLength(64);
    DataSet dataSet = DataSetReader.read(bytes, EXPLICIT, small);
    assertThat(dataSet.element(Tag.PIXEL_DATA))
        .isEqualTo(new Element.Skipped(Tag.PIXEL_DATA, VR.OW, 12, 100));
    assertThat(dataSet.bytes(Tag.DATA_SET_TRAILING_PADDING)).hasSize(2);
  }

  @Test
  void longFragmentsAreNotKept() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.PIXEL_DATA, "OB", -1)
            .item(0)
            .item(40)
            .text("x".repeat(40))
            .item(40)
            .text("x".repeat(40))
            .sequenceEnd()
            .bytes();
    ReadOptions small = ReadOptions.DEFAULT.withMaxValueLength(64);
    assertThat(DataSetReader.read(bytes, EXPLICIT, small).element(Tag.PIXEL_DATA))
        .isEqualTo(new Element.Skipped(Tag.PIXEL_DATA, VR.OB, 12, 112));
  }

  @Test
  void textThatIsTooLongIsRefused() {
    byte[] bytes = bytes().implicit(Tag.PATIENT_ID, "x".repeat(100)).bytes();
    assertThatThrownBy(
            () -> DataSetReader.read(bytes, IMPLICIT, ReadOptions.DEFAULT.withMaxValueLength(64)))
        .isInstanceOf(DicomFormatException.class)
        .hasMessage("LO of 100 bytes at byte 0, (0010,0020)");
  }

  @Test
  void allTogetherHasALimit() {
    DataSetBytes many = bytes();
    for (int i = 0; i < 100; i++) {
      many.shortForm(0x00090000 + 0x1000 + i, "LO", "x".repeat(10));
    }
    assertThatThrownBy(
            () ->
                DataSetReader.read(many.bytes(), EXPLICIT, ReadOptions.DEFAULT.withMaxMemory(7000)))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("more than 7000 bytes");
    assertThatThrownBy(
            () ->
                DataSetReader.read(many.bytes(), EXPLICIT, ReadOptions.DEFAULT.withMaxElements(99)))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("more than 99 elements");
  }

  @Test
  void aHundredThousandLevelsAreAnErrorAndNoStackOverflow() {
    DataSetBytes deep = bytes();
    for (int i = 0; i < 100_000; i++) {
      deep.implicit(Tag.CONTENT_SEQUENCE, -1).item(-1);
    }
    byte[] bytes = deep.bytes();
    assertThatThrownBy(() -> read(bytes, IMPLICIT))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("nested deeper than 64");
    assertThatThrownBy(() -> DataSetWalk.walk(bytes, IMPLICIT))
        .isInstanceOf(DicomFormatException.class);
    assertThatThrownBy(
            () ->
                DataSetReader.read(
                    bytes, IMPLICIT, ReadOptions.STRICT.withMaxDepth(Integer.MAX_VALUE)))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("end within a sequence");
  }

  @Test
  void anErrorNamesThePlace() {
    byte[] bytes =
        bytes()
            .longForm(Tag.CONTENT_SEQUENCE, "SQ", -1)
            .item(0)
            .item(-1)
            .longForm(Tag.CONCEPT_NAME_CODE_SEQUENCE, "SQ", -1)
            .item(-1)
            .shortForm(Tag.CODE_VALUE, "SH", "A")
            .hex("08000201 53480900 41")
            .bytes();
    assertThatThrownBy(() -> read(bytes, EXPLICIT))
        .isInstanceOfSatisfying(
            DicomFormatException.class,
            e -> {
              assertThat(e.path()).isEqualTo("(0040,A730)[2].(0040,A043)[1].(0008,0102)");
              assertThat(e.offset()).isEqualTo(57);
              assertThat(e.problem()).isEqualTo("the data end 8 bytes before the value does");
            });
  }

  @Test
  void aLengthBeyondWhatIsAroundItIsAnError() {
    byte[] bytes =
        bytes()
            .longForm(Tag.CONTENT_SEQUENCE, "SQ", 18)
            .item(10)
            .shortForm(Tag.CODE_VALUE, "SH", "AB  ")
            .shortForm(Tag.STUDY_ID, "SH", "S4")
            .bytes();
    assertThatThrownBy(() -> read(bytes, EXPLICIT))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("runs past the end of the sequence around it")
        .hasMessageContaining("(0040,A730)[1].(0008,0100)");
  }

  @Test
  void memoryDoesNotGrowWithALengthThatIsNotThere() {
    byte[] bytes = bytes().longForm(Tag.PIXEL_DATA, "OW", 0x7FFF_FFF0L).text("few").bytes();
    ReadOptions large =
        ReadOptions.DEFAULT.withMaxValueLength(Integer.MAX_VALUE).withMaxMemory(Long.MAX_VALUE);
    assertThatThrownBy(() -> DataSetReader.read(new ByteArrayInputStream(bytes), EXPLICIT, large))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("(7FE0,0010)");
  }

  private static DataSet read(byte[] bytes, TransferSyntax syntax) throws IOException {
    return DataSetReader.read(bytes, syntax, ReadOptions.DEFAULT);
  }

  private static DataSetBytes bytes() {
    return new DataSetBytes();
  }
}
