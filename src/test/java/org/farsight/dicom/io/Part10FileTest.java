package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PS3.10 §7. */
final class Part10FileTest {

  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final DataSet OBJECT =
      new DataSet()
          .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
          .put(Tag.SOP_INSTANCE_UID, VR.UI, "1.2.3")
          .put(Tag.MODALITY, VR.CS, "CT");

  @Test
  void readsWhatItWrites(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.write(out, OBJECT, EXPLICIT, "BRANCH");
    Path path = Files.write(folder.resolve("ct.dcm"), out.toByteArray());
    try (Part10File file = Part10File.open(path)) {
      assertThat(file.sopClass()).contains(Uid.CT_IMAGE_STORAGE);
      assertThat(file.sopInstance()).contains("1.2.3");
      assertThat(file.transferSyntax()).isEqualTo(EXPLICIT);
      assertThat(file.fileMeta().string(Tag.SOURCE_APPLICATION_ENTITY_TITLE)).contains("BRANCH");
      assertThat(file.fileMeta().string(Tag.IMPLEMENTATION_VERSION_NAME)).contains("FARSIGHT_1");
      assertThat(file.fileMeta().string(Tag.IMPLEMENTATION_CLASS_UID))
          .contains(Uid.IMPLEMENTATION_CLASS);
      assertThat(file.dataSetOffset() + file.dataSetLength()).isEqualTo(out.size());
      assertThat(file.dataSet().readAllBytes()).isEqualTo(DataSetWriter.toBytes(OBJECT, EXPLICIT));
    }
  }

  @Test
  void theGroupLengthIsThatOfTheGroup() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.writeHeader(out, Uid.CT_IMAGE_STORAGE, "1.2.3", EXPLICIT, "");
    byte[] header = out.toByteArray();
    assertThat(new String(header, 128, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
    Part10File file = Part10File.read(new ByteArrayInputStream(header));
    assertThat(file.fileMeta().integer(Tag.FILE_META_INFORMATION_GROUP_LENGTH))
        .hasValue(header.length - 144);
    assertThat(file.fileMeta().contains(Tag.SOURCE_APPLICATION_ENTITY_TITLE)).isFalse();
  }

  @Test
  void recognisesANakedDataSet() throws IOException {
    for (TransferSyntax syntax :
        new TransferSyntax[] {
          EXPLICIT, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN
        }) {
      byte[] bytes = DataSetWriter.toBytes(OBJECT, syntax);
      Part10File file = Part10File.read(new ByteArrayInputStream(bytes));
      assertThat(file.transferSyntax()).isEqualTo(syntax);
      assertThat(file.sopClass()).contains(Uid.CT_IMAGE_STORAGE);
      assertThat(file.sopInstance()).contains("1.2.3");
      assertThat(file.dataSetOffset()).isZero();
      assertThat(file.dataSetLength()).isEqualTo(-1);
      assertThat(file.dataSet().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void findsTheMetaInformationWithoutPreambleOrMagic() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.write(out, OBJECT, EXPLICIT, "");
    byte[] whole = out.toByteArray();
    byte[] noPreamble = Arrays.copyOfRange(whole, 128, whole.length);
    byte[] noMagic = Arrays.copyOfRange(whole, 132, whole.length);
    byte[] preambleOnly = new byte[128 + noMagic.length];
    System.arraycopy(noMagic, 0, preambleOnly, 128, noMagic.length);
    for (byte[] bytes : new byte[][] {noPreamble, noMagic, preambleOnly}) {
      Part10File file = Part10File.read(new ByteArrayInputStream(bytes));
      assertThat(file.sopInstance()).contains("1.2.3");
      assertThat(file.readDataSet(ReadOptions.DEFAULT)).isEqualTo(OBJECT);
    }
  }

  @Test
  void believesTheFirstElementMoreThanTheHeader() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.writeHeader(out, Uid.CT_IMAGE_STORAGE, "1.2.3", EXPLICIT, "");
    out.writeBytes(DataSetWriter.toBytes(OBJECT, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
    Part10File file = Part10File.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(file.readDataSet(ReadOptions.DEFAULT)).isEqualTo(OBJECT);
  }

  @Test
  void refusesWhatIsNoDicom() {
    for (String text : new String[] {"", "x", "a text file, not longer than this", "{}"}) {
      byte[] bytes = text.repeat(20).getBytes(StandardCharsets.US_ASCII);
      assertThatThrownBy(() -> Part10File.read(new ByteArrayInputStream(bytes)))
          .isInstanceOf(DicomFormatException.class)
          .hasMessageContaining("not a DICOM file");
    }
  }

  @Test
  void anErrorCountsFromTheStartOfTheFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.write(out, OBJECT, EXPLICIT, "");
    byte[] cut = Arrays.copyOf(out.toByteArray(), out.size() - 1);
    Part10File file = Part10File.read(new ByteArrayInputStream(cut));
    assertThatThrownBy(() -> file.readDataSet(ReadOptions.DEFAULT))
        .isInstanceOfSatisfying(
            DicomFormatException.class,
            e -> {
              assertThat(e.offset()).isEqualTo(out.size() - 10L);
              assertThat(e.path()).isEqualTo("(0008,0060)");
            });
  }

  @Test
  void wantsTheUidsOfAWholeFile() {
    assertThatThrownBy(
            () -> Part10File.write(new ByteArrayOutputStream(), new DataSet(), EXPLICIT, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(0008,0016)");
  }
}
