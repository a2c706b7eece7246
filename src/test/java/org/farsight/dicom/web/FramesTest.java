package org.farsight.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.DicomFormatException;
import org.junit.jupiter.api.Test;

final class FramesTest {

  private static final TransferSyntax JPEG = TransferSyntax.JPEG_BASELINE;
  private static final int EXTENDED_OFFSET_TABLE = 0x7FE0_0001;

  @Test
  void nativeFramesAreCutAndComeInLittleEndian() throws IOException {
    byte[] pixels = new byte[3 * 4 * 5 * 2];
    new Random(1).nextBytes(pixels);
    DataSet set = image(4, 5, 16, 3).putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
    for (TransferSyntax syntax :
        List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
      Frames frames = Frames.of(stored(set, syntax)).orElseThrow();
      assertThat(frames.count()).isEqualTo(3);
      assertThat(frames.encapsulated()).isFalse();
      for (int i = 3; i >= 1; i--) {
        assertThat(frames.length(i)).isEqualTo(40);
        assertThat(copy(frames, i))
            .as("frame %d in %s", i, syntax.name())
            .isEqualTo(Arrays.copyOfRange(pixels, (i - 1) * 40, i * 40));
      }
      assertThatThrownBy(() -> frames.length(4)).isInstanceOf(DicomFormatException.class);
    }
  }

  @Test
  void framesOfSingleBitsBeginAnywhere() throws IOException {
    // 3 frames of 3 x 3 bits: 101010101 110110110 000000001, the lowest bit first
    byte[] pixels = {0b0101_0101, (byte) 0b1101_1011, 0b0000_0010, 0b0000_0100};
    DataSet set = image(3, 3, 1, 3).putBytes(Tag.PIXEL_DATA, VR.OB, pixels);
    Frames frames = Frames.of(stored(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).orElseThrow();
    for (int frame = 1; frame <= 3; frame++) {
      byte[] got = copy(frames, frame);
      assertThat(got).hasSize(2);
      for (int bit = 0; bit < 9; bit++) {
        int at = (frame - 1) * 9 + bit;
        int expected = pixels[at / 8] >> at % 8 & 1;
        assertThat(got[bit / 8] >> bit % 8 & 1)
            .as("frame %d bit %d", frame, bit)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void fragmentsAreFoundByCountByTablesAndByMarkers() throws IOException {
    byte[] a1 = jpeg(10);
    byte[] a2 = {1, 2, 3, 4};
    byte[] b1 = jpeg(6);
    byte[] c1 = jpeg(8);
    byte[] c2 = {5, 6};
    List<byte[]> expected = List.of(joined(a1, a2), b1, joined(c1, c2));
    byte[] none = {};
    byte[] basic = ints(0, 10 + 8 + 4 + 8, 10 + 8 + 4 + 8 + 6 + 8);
    byte[] wrong = ints(0, 12, 14);
    for (byte[] table : List.of(basic, none, wrong)) {
      DataSet set = image(2, 2, 8, 3).put(fragments(table, a1, a2, b1, c1, c2));
      assertFrames(set, expected);
    }
    byte[] extended = longs(0, 10 + 8 + 4 + 8, 10 + 8 + 4 + 8 + 6 + 8);
    byte[] x = {0, 1};
    DataSet set =
        image(2, 2, 8, 3)
            .putBytes(EXTENDED_OFFSET_TABLE, VR.OV, extended)
            .put(fragments(none, new byte[10], a2, new byte[6], new byte[8], x));
    assertFrames(set, List.of(joined(new byte[10], a2), new byte[6], joined(new byte[8], x)));
    assertFrames(image(2, 2, 8, 1).put(fragments(none, a1, a2)), List.of(joined(a1, a2)));
    assertFrames(image(2, 2, 8, 2).put(fragments(none, a2, c2)), List.of(a2, c2));
    DataSet unclear = image(2, 2, 8, 2).put(fragments(none, a2, a2, a2));
    assertThatThrownBy(() -> Frames.of(stored(unclear, JPEG)))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("2 frames in 3 fragments");
  }

  private static void assertFrames(DataSet set, List<byte[]> expected) throws IOException {
    Frames frames = Frames.of(stored(set, JPEG)).orElseThrow();
    assertThat(frames.encapsulated()).isTrue();
    assertThat(frames.count()).isEqualTo(expected.size());
    for (int i = expected.size(); i >= 1; i--) {
      assertThat(copy(frames, i)).isEqualTo(expected.get(i - 1));
      assertThat(frames.length(i)).isEqualTo(expected.get(i - 1).length);
    }
    assertThatThrownBy(() -> copy(frames, expected.size() + 1))
        .isInstanceOf(DicomFormatException.class);
  }

  @Test
  void whatPixelsNeedIsCheckedBeforeAnythingIsAllocated() throws IOException {
    byte[] pixels = new byte[40];
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    DataSet noRows = image(4, 5, 16, 1).remove(Tag.ROWS).putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
    assertThatThrownBy(() -> Frames.of(stored(noRows, syntax))).hasMessageContaining("(0028,0010)");
    DataSet huge =
        image(65535, 65535, 64, Integer.MAX_VALUE).putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
    Frames frames = Frames.of(stored(huge, syntax)).orElseThrow();
    assertThatThrownBy(() -> frames.length(1)).hasMessageContaining("end of frame 1");
    DataSet manyFrames = image(2, 2, 8, Integer.MAX_VALUE).put(fragments(new byte[0], jpeg(4)));
    assertThatThrownBy(() -> Frames.of(stored(manyFrames, JPEG))).hasMessageContaining("fragments");
    assertThat(Frames.of(stored(image(4, 5, 16, 1), syntax))).isEmpty();
  }

  @Test
  void bulkDataAreFoundByTheirPath() throws IOException {
    DataSet inner = new DataSet().putBytes(0x0042_0011, VR.OB, new byte[] {9, 8});
    DataSet set =
        new DataSet()
            .putItems(
                0x0008_1140,
                new DataSet().putBytes(0x0042_0011, VR.OB, new byte[] {1, 1}),
                new DataSet().putItems(0x0008_1140, inner),
                new DataSet())
            .putBytes(0x0042_0011, VR.OB, new byte[] {3, 4})
            .putInts(0x0028_1201, VR.US, 0x0102, 0x0304);
    for (TransferSyntax syntax :
        List.of(
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
      StoredDataSet stored = stored(set, syntax);
      assertThat(bulk(stored, "00420011")).containsExactly(3, 4);
      assertThat(bulk(stored, "00081140/1/00420011")).containsExactly(1, 1);
      assertThat(bulk(stored, "00081140/2/00081140/1/00420011")).containsExactly(9, 8);
      assertThat(bulk(stored, "00281201")).containsExactly(2, 1, 4, 3);
      for (String absent :
          List.of(
              "00420012", "00081140/2/00420011", "00081140/4/00420011", "00420011/1/00420011")) {
        assertThat(bulk(stored, absent)).as(absent).isEmpty();
      }
    }
    for (String none : List.of("", "x", "00081140/1", "00081140/0/00420011", "0008,1140")) {
      assertThat(BulkDataPath.parse(none)).as(none).isEmpty();
    }
  }

  private static byte[] bulk(StoredDataSet stored, String path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean found = BulkDataPath.parse(path).orElseThrow().copy(stored, length -> out);
    assertThat(found).isEqualTo(out.size() > 0);
    return out.toByteArray();
  }

  private static DataSet image(int rows, int columns, int bits, int frames) {
    return new DataSet()
        .putInts(Tag.SAMPLES_PER_PIXEL, VR.US, 1)
        .put(Tag.PHOTOMETRIC_INTERPRETATION, VR.CS, "MONOCHROME2")
        .put(Tag.NUMBER_OF_FRAMES, VR.IS, Integer.toString(frames))
        .putInts(Tag.ROWS, VR.US, rows)
        .putInts(Tag.COLUMNS, VR.US, columns)
        .putInts(Tag.BITS_ALLOCATED, VR.US, bits);
  }

  private static StoredDataSet stored(DataSet set, TransferSyntax syntax) {
    byte[] bytes = DataSetWriter.toBytes(set, syntax);
    return new StoredDataSet(() -> new ByteArrayInputStream(bytes), bytes.length, syntax);
  }

  private static byte[] copy(Frames frames, int number) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frames.copy(number, out);
    return out.toByteArray();
  }

  private static Element fragments(byte[]... all) {
    return new Element.Fragments(Tag.PIXEL_DATA, VR.OB, new ArrayList<>(List.of(all)));
  }

  private static byte[] jpeg(int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) 0xFF;
    bytes[1] = (byte) 0xD8;
    bytes[2] = (byte) 0xFF;
    bytes[3] = (byte) length;
    return bytes;
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static byte[] ints(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(buffer::putInt);
    return buffer.array();
  }

  private static byte[] longs(long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(buffer::putLong);
    return buffer.array();
  }
}
