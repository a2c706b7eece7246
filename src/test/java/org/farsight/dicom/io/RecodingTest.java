package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;

/** Uncompressed data sets become implicit VR little endian while they are read. */
final class RecodingTest {

  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  private static final List<TransferSyntax> SOURCES =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

  @Test
  void theResultIsWhatTheWriterWritesInImplicitVrLittleEndian() throws IOException {
    byte[] expected = DataSetWriter.toBytes(object(), IMPLICIT);
    for (TransferSyntax source : SOURCES) {
      for (DataSetWriter.Lengths lengths : DataSetWriter.Lengths.values()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataSetWriter.write(object(), source, lengths, bytes);
        assertThat(recoded(bytes.toByteArray(), source).readAllBytes())
            .as("%s, lengths %s", source.name(), lengths)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void oneByteAtATimeGivesTheSame() throws IOException {
    byte[] expected = DataSetWriter.toBytes(object(), IMPLICIT);
    for (TransferSyntax source : SOURCES) {
      InputStream slow =
          new ByteArrayInputStream(DataSetWriter.toBytes(object(), source)) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
              return super.read(into, from, Math.min(1, length));
            }
          };
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (InputStream in = Recoding.toImplicitLittleEndian(slow, -1, source)) {
        for (int next = in.read(); next >= 0; next = in.read()) {
          out.write(next);
        }
        assertThat(in.read()).isEqualTo(-1);
      }
      assertThat(out.toByteArray()).as(source.name()).isEqualTo(expected);
    }
  }

  @Test
  void cutAnywhereItIsALocatedErrorOrTheBeginning() {
    TransferSyntax source = TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
    byte[] expected = DataSetWriter.toBytes(object(), IMPLICIT);
    byte[] bytes = DataSetWriter.toBytes(object(), source);
    int errors = 0;
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      try {
        byte[] got = recoded(cut, source).readAllBytes();
        assertThat(got.length).isLessThan(expected.length);
      } catch (DicomFormatException e) {
        errors++;
        assertThat(e.offset()).isLessThanOrEqualTo(length);
      } catch (IOException e) {
        throw new AssertionError("no place in " + e, e);
      }
    }
    assertThat(errors).isGreaterThan(bytes.length / 2);
  }

  @Test
  void anOddValueBecomesEvenAndGroupLengthsGo() throws IOException {
    byte[] bytes =
        new DataSetBytes()
            .longForm(0x00080000, "OB", 4)
            .hex("0a000000")
            .shortForm(Tag.MODALITY, "CS", "CTX")
            .shortForm(Tag.STUDY_ID, "SH", "1")
            .bytes();
    byte[] expected =
        new DataSetBytes().implicit(Tag.MODALITY, "CTX ").implicit(Tag.STUDY_ID, "1 ").bytes();
    assertThat(recoded(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).readAllBytes())
        .isEqualTo(expected);
  }

  @Test
  void compressedPixelsAreNotTouched() {
    for (TransferSyntax syntax : TransferSyntax.all()) {
      assertThat(Recoding.possible(syntax)).as(syntax.name()).isEqualTo(SOURCES.contains(syntax));
    }
    assertThat(Recoding.possible(TransferSyntax.of("1.2.3.4"))).isFalse();
    InputStream none = InputStream.nullInputStream();
    assertThatThrownBy(
            () -> Recoding.toImplicitLittleEndian(none, -1, TransferSyntax.JPEG_BASELINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("JPEG Baseline");
    DataSet fragments =
        new DataSet()
            .put(new Element.Fragments(Tag.PIXEL_DATA, VR.OB, List.of(new byte[0], new byte[2])));
    TransferSyntax source = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    byte[] bytes = DataSetWriter.toBytes(fragments, source);
    assertThatThrownBy(() -> recoded(bytes, source).readAllBytes())
        .isInstanceOfSatisfying(
            DicomFormatException.class, e -> assertThat(e.path()).isEqualTo("(7FE0,0010)"));
  }

  @Test
  void realFilesOfManyMakersComeOutAsTheWriterWritesThem() throws IOException {
    ReadOptions whole = ReadOptions.DEFAULT.withMaxValueLength(1 << 28).withMaxMemory(1L << 30);
    int files = 0;
    for (Path path : samples()) {
      try (Part10File file = Part10File.open(path);
          Part10File again = Part10File.open(path)) {
        if (Recoding.possible(file.transferSyntax())) {
          InputStream recoded =
              Recoding.toImplicitLittleEndian(
                  file.dataSet(), file.dataSetLength(), file.transferSyntax());
          DataSet expected = again.readDataSet(whole);
          DataSet read = DataSetReader.read(recoded, IMPLICIT, whole);
          assertThat(DataSetWriter.toBytes(read, IMPLICIT))
              .as(path.toString())
              .isEqualTo(DataSetWriter.toBytes(expected, IMPLICIT));
          files++;
        }
      }
    }
    assertThat(files).isGreaterThan(20);
  }

  private static List<Path> samples() {
    List<Path> files = new ArrayList<>();
    for (String folder : new String[] {"dicom-images", "dicom-charsets", "dicom-ecg"}) {
      files.addAll(Samples.files(folder, p -> !p.toString().contains("malformed")));
    }
    return files;
  }

  private static InputStream recoded(byte[] bytes, TransferSyntax source) {
    return Recoding.toImplicitLittleEndian(new ByteArrayInputStream(bytes), bytes.length, source);
  }

  /** Values of every word size, one longer than any buffer, items within items. */
  private static DataSet object() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.PATIENT_NAME, VR.PN, "Wang^Wei=王^伟=")
            .putInts(Tag.ROWS, VR.US, 513)
            .putInts(0x00280009, VR.AT, 0x00181063)
            .putDecimals(0x00189073, VR.FD, 1.5, -2)
            .putInts(0x00091010, VR.UL, 0x01020304)
            .putBytes(0x00091011, VR.UN, new byte[] {1, 2, 3, 4})
            .putBytes(0x00091012, VR.OF, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    DataSet item = dataSet.addItem(Tag.CONTENT_SEQUENCE);
    item.put(Tag.TEXT_VALUE, VR.UT, "正常");
    item.addItem(Tag.CONCEPT_NAME_CODE_SEQUENCE).put(Tag.CODE_VALUE, VR.SH, "8601-7");
    dataSet.addItem(Tag.CONTENT_SEQUENCE);
    byte[] pixels = new byte[100_002];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31);
    }
    return dataSet.putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
  }
}
