package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;

/** Uncompressed data sets become explicit VR little endian while they are read. */
final class ExplicitRecodingTest {

  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int SMALLEST_PIXEL_VALUE = 0x0028_0106;

  @Test
  void theResultIsWhatTheWriterWritesInExplicitVrLittleEndian() throws IOException {
    DataSet dataSet = object();
    byte[] expected = DataSetWriter.toBytes(dataSet, EXPLICIT);
    for (TransferSyntax source :
        List.of(
            EXPLICIT,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
      byte[] bytes = DataSetWriter.toBytes(dataSet, source);
      assertThat(recoded(bytes, source)).as(source.name()).isEqualTo(expected);
    }
  }

  @Test
  void usOrSsIsSettledByPixelRepresentationOfTheLevelOrTheOneAround() throws IOException {
    byte[] bytes = DataSetWriter.toBytes(object(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    DataSet back =
        DataSetReader.read(
            recoded(bytes, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN), EXPLICIT, ReadOptions.STRICT);
    assertThat(vr(back)).isEqualTo(VR.SS);
    assertThat(back.integer(SMALLEST_PIXEL_VALUE)).hasValue(-7);
    List<DataSet> items = back.items(0x5200_9230);
    assertThat(vr(items.get(0))).isEqualTo(VR.SS);
    assertThat(vr(items.get(1))).isEqualTo(VR.US);
  }

  @Test
  void realFilesOfManyMakersReadAsBefore() throws IOException {
    ReadOptions whole = ReadOptions.DEFAULT.withMaxValueLength(1 << 28).withMaxMemory(1L << 30);
    int files = 0;
    for (Path path : Samples.files("", p -> p.toString().endsWith(".dcm"))) {
      if (path.toString().contains("malformed")) {
        continue;
      }
      try (Part10File file = Part10File.open(path);
          Part10File again = Part10File.open(path)) {
        if (Recoding.possible(file.transferSyntax(), EXPLICIT)) {
          InputStream recoded =
              Recoding.to(EXPLICIT, file.dataSet(), file.dataSetLength(), file.transferSyntax());
          byte[] expected = DataSetWriter.toBytes(again.readDataSet(whole), EXPLICIT);
          DataSet read = DataSetReader.read(recoded, EXPLICIT, whole);
          assertThat(DataSetWriter.toBytes(read, EXPLICIT)).as(path.toString()).isEqualTo(expected);
          files++;
        }
      }
    }
    assertThat(files).isGreaterThan(30);
  }

  @Test
  void whatIsCompressedStaysAsItIs() {
    assertThat(Recoding.possible(TransferSyntax.JPEG_BASELINE, EXPLICIT)).isFalse();
    assertThat(Recoding.possible(EXPLICIT, TransferSyntax.JPEG_BASELINE)).isFalse();
    assertThat(Recoding.possible(EXPLICIT, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)).isFalse();
    InputStream none = InputStream.nullInputStream();
    assertThatThrownBy(() -> Recoding.to(EXPLICIT, none, -1, TransferSyntax.JPEG_2000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static VR vr(DataSet set) {
    return Objects.requireNonNull(set.element(SMALLEST_PIXEL_VALUE)).vr();
  }

  private static byte[] recoded(byte[] bytes, TransferSyntax source) throws IOException {
    try (InputStream in =
        Recoding.to(EXPLICIT, new ByteArrayInputStream(bytes), bytes.length, source)) {
      return in.readAllBytes();
    }
  }

  /** Every form of header, and the choice of US and SS on three places. */
  private static DataSet object() {
    DataSet signed = new DataSet().putInts(SMALLEST_PIXEL_VALUE, VR.SS, -1);
    DataSet unsigned =
        new DataSet()
            .putInts(Tag.PIXEL_REPRESENTATION, VR.US, 0)
            .putInts(SMALLEST_PIXEL_VALUE, VR.US, 65535);
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
        .put(Tag.PATIENT_NAME, VR.PN, "Wang^Wei=王^伟")
        .putBytes(0x0009_1010, VR.UN, new byte[] {1, 2})
        .putDecimals(0x0018_9073, VR.FD, 1.5)
        .putInts(Tag.ROWS, VR.US, 3)
        .putInts(Tag.PIXEL_REPRESENTATION, VR.US, 1)
        .putInts(SMALLEST_PIXEL_VALUE, VR.SS, -7)
        .putItems(0x5200_9230, signed, unsigned)
        .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[70_000]);
  }
}
