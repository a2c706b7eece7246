package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.web.Frames;
import org.farsight.dicom.web.StoredDataSet;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of a kept object: the first byte chooses the transfer syntax, the rest is the object. */
final class FramesFuzzTest {
  private static final int MOST_FRAMES = 8;

  static Stream<byte[]> seeds() {
    Stream.Builder<byte[]> seeds = Stream.builder();
    for (int i = 0; i < DataSetFuzzTest.SYNTAXES.size(); i++) {
      TransferSyntax syntax = DataSetFuzzTest.SYNTAXES.get(i);
      for (int bits : new int[] {1, 8, 16}) {
        byte[] object = DataSetWriter.toBytes(image(syntax, bits), syntax);
        byte[] seed = new byte[object.length + 1];
        seed[0] = (byte) i;
        System.arraycopy(object, 0, seed, 1, object.length);
        seeds.add(seed);
      }
    }
    return seeds.build();
  }

  private static DataSet image(TransferSyntax syntax, int bits) {
    DataSet image =
        new DataSet()
            .putInts(Tag.SAMPLES_PER_PIXEL, VR.US, 1)
            .put(Tag.PHOTOMETRIC_INTERPRETATION, VR.CS, "MONOCHROME2")
            .putInts(Tag.NUMBER_OF_FRAMES, VR.IS, 3)
            .putInts(Tag.ROWS, VR.US, 3)
            .putInts(Tag.COLUMNS, VR.US, 5)
            .putInts(Tag.BITS_ALLOCATED, VR.US, bits);
    byte[] pixels = new byte[(3 * 15 * bits + 7) / 8];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7);
    }
    if (!syntax.encapsulated()) {
      return image.putBytes(Tag.PIXEL_DATA, bits > 8 ? VR.OW : VR.OB, pixels);
    }
    byte[] table = {0, 0, 0, 0, 10, 0, 0, 0, 20, 0, 0, 0};
    byte[] frame = {1, 2};
    return image.put(
        new Element.Fragments(
            Tag.PIXEL_DATA, VR.OB, List.of(bits == 8 ? table : new byte[0], frame, frame, frame)));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void areFramesOrARefusalThatSaysWhere(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    TransferSyntax syntax =
        DataSetFuzzTest.SYNTAXES.get((input[0] & 0x7F) % DataSetFuzzTest.SYNTAXES.size());
    StoredDataSet object =
        new StoredDataSet(() -> new ByteArrayInputStream(bytes), bytes.length, syntax);
    long most = Cost.ofDataSet(bytes.length, syntax.deflated(), 4 << 20);
    Optional<Frames> frames = found(object, most);
    if (frames.isPresent()) {
      assertThat(frames.get().count()).isPositive();
      for (int number = 1; number <= Math.min(frames.get().count(), MOST_FRAMES); number++) {
        copied(frames.get(), number, most);
      }
      copied(frames.get(), frames.get().count(), most);
    }
  }

  private static Optional<Frames> found(StoredDataSet object, long most) throws IOException {
    try {
      return Cost.within(most, () -> Frames.of(object));
    } catch (DicomFormatException e) {
      DataSetFuzzTest.located(e);
      return Optional.empty();
    }
  }

  /** A frame has the length that was told, or is refused. */
  private static void copied(Frames frames, int number, long most) throws IOException {
    try {
      long length = frames.length(number);
      assertThat(length).isNotNegative();
      ByteArrayOutputStream out =
          Cost.within(
              most,
              () -> {
                ByteArrayOutputStream copy = new ByteArrayOutputStream();
                frames.copy(number, copy);
                return copy;
              });
      assertThat(out.size()).isEqualTo((int) length);
    } catch (DicomFormatException e) {
      DataSetFuzzTest.located(e);
    }
  }
}
