package org.farsight.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.farsight.Samples;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.web.Frames;
import org.farsight.dicom.web.RleFrame;
import org.farsight.dicom.web.StoredDataSet;
import org.junit.jupiter.api.Test;

final class FramePixelsTest {

  private static final String FOLDER = "dicom-images/";

  @Test
  void oneImageInManyTransferSyntaxesHasTheSameSamples() throws IOException {
    int[] expected = decode("MR_small_implicit.dcm").values();
    for (String twin :
        new String[] {"MR_small_bigendian.dcm", "MR_small_RLE.dcm", "MR_small_jp2klossless.dcm"}) {
      assertThat(decode(twin).values()).as(twin).isEqualTo(expected);
    }
  }

  @Test
  void losslessJpegGivesSamplesOfItsDepth() throws IOException {
    FramePixels pixels = decode("JPEG-LL.dcm");
    assertThat(pixels.values()).hasSize(pixels.columns() * pixels.rows());
    assertThat(Arrays.stream(pixels.values()).max().orElse(0)).isGreaterThan(255);
  }

  @Test
  void rleOfAnyBytesIsSamplesOrALocatedError() throws IOException {
    // two segments, 4 pixels of 16 bits: 1 1 1 1 high, then 5 literal bytes of which 4 are used
    byte[] frame = new byte[64 + 2 + 6];
    frame[0] = 2;
    frame[4] = 64;
    frame[8] = 66;
    System.arraycopy(new byte[] {-3, 1, 4, 9, 8, 7, 6, 5}, 0, frame, 64, 8);
    assertThat(RleFrame.decode(frame, 4, 1, 2)).containsExactly(9, 1, 8, 1, 7, 1, 6, 1);
    assertThatThrownBy(() -> RleFrame.decode(frame, 6, 1, 2))
        .isInstanceOf(DicomFormatException.class);
    assertThatThrownBy(() -> RleFrame.decode(frame, 4, 3, 1))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("2 segments in place of 3");
    Random random = new Random(20250303);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = frame.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      try {
        assertThat(RleFrame.decode(changed, 4, 1, 2)).hasSize(8);
      } catch (DicomFormatException e) {
        assertThat(e.path()).isEqualTo("(7FE0,0010)");
      }
    }
  }

  private static FramePixels decode(String name) throws IOException {
    Path path = Samples.require(FOLDER + name);
    long start;
    TransferSyntax syntax;
    try (Part10File file = Part10File.open(path)) {
      start = file.dataSetOffset();
      syntax = file.transferSyntax();
    }
    StoredDataSet stored =
        new StoredDataSet(
            () -> {
              var in = Files.newInputStream(path);
              in.skipNBytes(start);
              return in;
            },
            Files.size(path) - start,
            syntax);
    Frames frames = Frames.of(stored).orElseThrow();
    return FramePixels.decode(frames, syntax, 1).orElseThrow();
  }
}
