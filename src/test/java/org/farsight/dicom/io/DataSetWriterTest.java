package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PS3.5 §7 and annex A. */
final class DataSetWriterTest {

  private static final List<TransferSyntax> SYNTAXES =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

  @Test
  void padsByVr() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SOP_CLASS_UID, VR.UI, "1.2")
            .put(Tag.MODALITY, VR.CS, "ECG")
            .putBytes(Tag.PIXEL_DATA, VR.OB, new byte[] {7});
    assertThat(DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
        .isEqualTo(
            new DataSetBytes()
                .shortForm(Tag.SOP_CLASS_UID, "UI", "1.2\0")
                .shortForm(Tag.MODALITY, "CS", "ECG ")
                .longForm(Tag.PIXEL_DATA, "OB", 2)
                .hex("0700")
                .bytes());
  }

  @Test
  void writesDelimitersOrLengths() throws IOException {
    DataSet dataSet = new DataSet();
    dataSet.addItem(Tag.CONTENT_SEQUENCE).put(Tag.CODE_VALUE, VR.SH, "A");
    dataSet.addItem(Tag.CONTENT_SEQUENCE);
    ByteArrayOutputStream defined = new ByteArrayOutputStream();
    DataSetWriter.write(
        dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, DataSetWriter.Lengths.DEFINED, defined);
    assertThat(defined.toByteArray())
        .isEqualTo(
            new DataSetBytes()
                .longForm(Tag.CONTENT_SEQUENCE, "SQ", 26)
                .item(10)
                .shortForm(Tag.CODE_VALUE, "SH", "A ")
                .item(0)
                .bytes());
    assertThat(DataSetWriter.toBytes(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN))
        .isEqualTo(
            new DataSetBytes()
                .implicit(Tag.CONTENT_SEQUENCE, -1)
                .item(-1)
                .implicit(Tag.CODE_VALUE, "A ")
                .itemEnd()
                .item(-1)
                .itemEnd()
                .sequenceEnd()
                .bytes());
  }

  @Test
  void writesFragments() {
    DataSet dataSet =
        new DataSet()
            .put(
                new Element.Fragments(
                    Tag.PIXEL_DATA, VR.OB, List.of(new byte[0], new byte[] {1, 2, 3})));
    assertThat(DataSetWriter.toBytes(dataSet, TransferSyntax.JPEG_BASELINE))
        .isEqualTo(
            new DataSetBytes()
                .longForm(Tag.PIXEL_DATA, "OB", -1)
                .item(0)
                .item(4)
                .hex("01020300")
                .sequenceEnd()
                .bytes());
    assertThatThrownBy(
            () -> DataSetWriter.toBytes(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesTheLengthOfAGroup() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSet command = new DataSet().putInts(Tag.COMMAND_FIELD, VR.US, 0x0030);
    DataSetWriter.writeWithGroupLength(
        command, 0x0000, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, out);
    assertThat(out.toByteArray())
        .isEqualTo(
            new DataSetBytes().hex("00000000 04000000 0A000000 00000001 02000000 3000").bytes());
  }

  @Test
  void leavesOutGroupLengthsOfADataSet() {
    DataSet dataSet = new DataSet().putInts(0x00080000, VR.UL, 99).put(Tag.MODALITY, VR.CS, "CT");
    assertThat(DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
        .hasSize(10);
  }

  @Test
  void whatIsTooLongForItsVrGoesAsUn() throws IOException {
    DataSet dataSet = new DataSet().putInts(Tag.OFFENDING_ELEMENT, VR.AT, new long[20_000]);
    byte[] bytes = DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    DataSet again =
        DataSetReader.read(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReadOptions.DEFAULT);
    assertThat(again.integers(Tag.OFFENDING_ELEMENT)).hasSize(20_000);
  }

  @Test
  void refusesWhatItDoesNotHave() {
    DataSet dataSet = new DataSet().put(new Element.Skipped(Tag.PIXEL_DATA, VR.OW, 0, 10));
    assertThatThrownBy(
            () -> DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(7FE0,0010)");
  }

  @ParameterizedTest
  @EnumSource(DataSetWriter.Lengths.class)
  void readsBackWhatItWroteInEachSyntax(DataSetWriter.Lengths lengths) throws IOException {
    DataSet dataSet = everyVr();
    for (TransferSyntax syntax : SYNTAXES) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      DataSetWriter.write(dataSet, syntax, lengths, out);
      byte[] bytes = out.toByteArray();
      assertThat(bytes.length % 2).as(syntax.name()).isZero();
      assertThat(DataSetReader.read(bytes, syntax, ReadOptions.DEFAULT))
          .as(syntax.name())
          .isEqualTo(dataSet);
    }
  }

  /** Elements of the dictionary, so that implicit VR finds the same VRs again. */
  private static DataSet everyVr() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.RETRIEVE_AE_TITLE, VR.AE, "FARSIGHT")
            .put(Tag.STUDY_DATE, VR.DA, "20240229")
            .put(Tag.PATIENT_NAME, VR.PN, "Wang^Wei=王^伟=")
            .put(Tag.PATIENT_AGE, VR.AS, "044Y")
            .putDecimals(Tag.PATIENT_WEIGHT, VR.DS, 70.25)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, "1.2.34")
            .putInts(Tag.ROWS, VR.US, 512)
            .putInts(Tag.OFFENDING_ELEMENT, VR.AT, Tag.FRAME_TIME)
            .putDecimals(0x00189073, VR.FD, 1.25)
            .putInts(Tag.REFERENCED_SAMPLE_POSITIONS, VR.UL, 1, 2, 3)
            .putBytes(Tag.ENCAPSULATED_DOCUMENT, VR.OB, new byte[] {1, 2})
            .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[] {1, 2, 3, 4});
    DataSet item = dataSet.addItem(Tag.CONTENT_SEQUENCE);
    item.put(Tag.TEXT_VALUE, VR.UT, "正常心电图");
    item.addItem(Tag.CONCEPT_NAME_CODE_SEQUENCE).put(Tag.CODE_VALUE, VR.SH, "8601-7 ");
    dataSet.addItem(Tag.CONTENT_SEQUENCE);
    return dataSet;
  }
}
