package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.junit.jupiter.api.Test;

/** Each departure from PS3.5 that has a name: accepted with it alone, refused without it. */
final class LeniencyTest {

  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @Test
  void missingDelimitersAtEnd() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.CONTENT_SEQUENCE, "SQ", -1)
            .item(-1)
            .shortForm(Tag.CODE_VALUE, "SH", "A1")
            .bytes();
    DataSet dataSet = onlyWith(Leniency.MISSING_DELIMITERS_AT_END, bytes);
    assertThat(dataSet.item(Tag.CONTENT_SEQUENCE).orElseThrow().string(Tag.CODE_VALUE))
        .contains("A1");
  }

  @Test
  void strayDelimiter() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.REFERENCED_STUDY_SEQUENCE, "SQ", 26)
            .item(18)
            .shortForm(Tag.CODE_VALUE, "SH", "A1")
            .itemEnd()
            .sequenceEnd()
            .shortForm(Tag.STUDY_ID, "SH", "S1")
            .bytes();
    DataSet dataSet = onlyWith(Leniency.STRAY_DELIMITER, bytes);
    assertThat(dataSet.items(Tag.REFERENCED_STUDY_SEQUENCE)).hasSize(1);
    assertThat(dataSet.contains(Tag.STUDY_ID)).isTrue();
  }

  @Test
  void missingItemDelimiter() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.REFERENCED_STUDY_SEQUENCE, "SQ", -1)
            .item(-1)
            .shortForm(Tag.CODE_VALUE, "SH", "A1")
            .sequenceEnd()
            .longForm(Tag.REFERENCED_SERIES_SEQUENCE, "SQ", 18)
            .item(-1)
            .shortForm(Tag.CODE_VALUE, "SH", "A2")
            .shortForm(Tag.STUDY_ID, "SH", "S1")
            .bytes();
    DataSet dataSet = onlyWith(Leniency.MISSING_ITEM_DELIMITER, bytes);
    assertThat(dataSet.item(Tag.REFERENCED_STUDY_SEQUENCE).orElseThrow().size()).isEqualTo(1);
    assertThat(dataSet.item(Tag.REFERENCED_SERIES_SEQUENCE).orElseThrow().size()).isEqualTo(1);
    assertThat(dataSet.contains(Tag.STUDY_ID)).isTrue();
  }

  @Test
  void implicitElement() throws IOException {
    byte[] bytes = bytes().implicit(Tag.MODALITY, "CT").shortForm(Tag.STUDY_ID, "SH", "S1").bytes();
    DataSet dataSet = onlyWith(Leniency.IMPLICIT_ELEMENT, bytes);
    assertThat(dataSet.string(Tag.MODALITY)).contains("CT");
    assertThat(dataSet.string(Tag.STUDY_ID)).contains("S1");
  }

  @Test
  void unknownVr() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.MODALITY, "ZZ", 2)
            .text("CT")
            .shortForm(Tag.STUDY_ID, "SH", "S1")
            .bytes();
    DataSet dataSet = onlyWith(Leniency.UNKNOWN_VR, bytes);
    assertThat(dataSet.string(Tag.MODALITY)).contains("CT");
    assertThat(dataSet.string(Tag.STUDY_ID)).contains("S1");
  }

  @Test
  void unItemsInExplicitVr() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.CONTENT_SEQUENCE, "UN", -1)
            .item(-1)
            .shortForm(Tag.CODE_VALUE, "SH", "A1")
            .longForm(Tag.CONCEPT_NAME_CODE_SEQUENCE, "SQ", -1)
            .item(10)
            .shortForm(Tag.CODE_VALUE, "SH", "A2")
            .sequenceEnd()
            .itemEnd()
            .item(10)
            .implicit(Tag.CODE_VALUE, "A3")
            .sequenceEnd()
            .bytes();
    DataSet dataSet = onlyWith(Leniency.UN_ITEMS_IN_EXPLICIT_VR, bytes);
    DataSet item = dataSet.items(Tag.CONTENT_SEQUENCE).getFirst();
    assertThat(item.string(Tag.CODE_VALUE)).contains("A1");
    assertThat(item.item(Tag.CONCEPT_NAME_CODE_SEQUENCE).orElseThrow().string(Tag.CODE_VALUE))
        .contains("A2");
    assertThat(dataSet.items(Tag.CONTENT_SEQUENCE).get(1).string(Tag.CODE_VALUE)).contains("A3");
  }

  @Test
  void oddLength() throws IOException {
    byte[] bytes = bytes().shortForm(Tag.SOP_INSTANCE_UID, "UI", "1.2").bytes();
    assertThat(onlyWith(Leniency.ODD_LENGTH, bytes).string(Tag.SOP_INSTANCE_UID)).contains("1.2");
  }

  @Test
  void unordered() throws IOException {
    byte[] bytes =
        bytes()
            .shortForm(Tag.PATIENT_ID, "LO", "P1")
            .shortForm(Tag.MODALITY, "CS", "CT")
            .shortForm(Tag.PATIENT_ID, "LO", "P2")
            .bytes();
    DataSet dataSet = onlyWith(Leniency.UNORDERED, bytes);
    assertThat(dataSet.string(Tag.MODALITY)).contains("CT");
    assertThat(dataSet.string(Tag.PATIENT_ID)).contains("P2");
  }

  @Test
  void trailingZeros() throws IOException {
    byte[] bytes = bytes().shortForm(Tag.MODALITY, "CS", "CT").hex("00".repeat(13)).bytes();
    assertThat(onlyWith(Leniency.TRAILING_ZEROS, bytes).size()).isEqualTo(1);
    byte[] few = Arrays.copyOf(bytes, 13);
    assertThat(onlyWith(Leniency.TRAILING_ZEROS, few).size()).isEqualTo(1);
    byte[] junk = bytes().shortForm(Tag.MODALITY, "CS", "CT").hex("00000000000001").bytes();
    assertThatThrownBy(() -> DataSetReader.read(junk, EXPLICIT, ReadOptions.DEFAULT))
        .isInstanceOf(DicomFormatException.class);
  }

  @Test
  void unSequence() throws IOException {
    byte[] bytes =
        bytes()
            .longForm(Tag.CONTENT_SEQUENCE, "UN", 18)
            .item(10)
            .implicit(Tag.CODE_VALUE, "A1")
            .bytes();
    DataSet dataSet = DataSetReader.read(bytes, EXPLICIT, ReadOptions.DEFAULT);
    assertThat(dataSet.item(Tag.CONTENT_SEQUENCE).orElseThrow().string(Tag.CODE_VALUE))
        .contains("A1");
    assertThat(DataSetReader.read(bytes, EXPLICIT, ReadOptions.STRICT).bytes(0x0040A730))
        .hasSize(18);
    bytes[12] = 0;
    assertThat(DataSetReader.read(bytes, EXPLICIT, ReadOptions.DEFAULT).bytes(Tag.CONTENT_SEQUENCE))
        .hasSize(18);
  }

  /** Reads what one leniency alone allows, and shows that all others together refuse it. */
  private static DataSet onlyWith(Leniency leniency, byte[] bytes) throws IOException {
    ReadOptions others =
        ReadOptions.DEFAULT.withLeniencies(EnumSet.complementOf(EnumSet.of(leniency)));
    assertThatThrownBy(() -> DataSetReader.read(bytes, EXPLICIT, others))
        .isInstanceOf(DicomFormatException.class);
    ReadOptions alone = ReadOptions.STRICT.withLeniencies(EnumSet.of(leniency));
    return DataSetReader.read(bytes, EXPLICIT, alone);
  }

  private static DataSetBytes bytes() {
    return new DataSetBytes();
  }
}
