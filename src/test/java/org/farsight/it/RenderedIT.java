package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.StorageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WADO-RS rendered out of a running engine. */
final class RenderedIT {

  private static final String STUDIES = "/studies?site=" + EngineHome.SITE;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void aWindowTurnsValuesIntoGreyAndMonochrome1IsInverted() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      String two = store(client, ramp("MONOCHROME2"));
      BufferedImage image = png(client, two + "/rendered?window=128,256,linear-exact");
      String one = store(client, ramp("MONOCHROME1"));
      BufferedImage inverted = png(client, one + "/rendered?window=128,256,linear-exact");
      BufferedImage own = png(client, two + "/frames/1/rendered");
      for (int x = 0; x < 256; x++) {
        assertThat(grey(image, x)).as("value %d", x - 1000).isEqualTo(Math.round(x * 255 / 256.0f));
        assertThat(grey(inverted, x)).isEqualTo(255 - grey(image, x));
        assertThat(grey(own, x)).isEqualTo(x < 100 ? 0 : x > 101 ? 255 : grey(own, x));
      }
      BufferedImage small = png(client, two + "/rendered?viewport=64,64");
      assertThat(small.getWidth()).isEqualTo(64);
      assertThat(small.getHeight()).isEqualTo(1);
      assertThat(client.get(two + "/rendered", "").type().essence()).isEqualTo("image/jpeg");
      assertThat(client.get(two + "/rendered", "image/gif").status()).isEqualTo(406);
      assertThat(client.get(two + "/rendered?window=1", "").status()).isEqualTo(400);
      assertThat(client.get(two + "/rendered?viewport=0,1", "").status()).isEqualTo(400);
      assertThat(client.get(two + "/frames/2/rendered", "").status()).isEqualTo(404);
    }
  }

  @Test
  void samplesAreRenderedOrTheTransferSyntaxIsNamed() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      int rendered = 0;
      int refused = 0;
      for (SampleFiles.Dicom sample :
          SampleFiles.withoutContradictions(SampleFiles.samples()).getFirst()) {
        String address = store(client, Files.readAllBytes(sample.path()));
        DataSet header = header(sample.path());
        if (!address.contains("/instances/") || header.integer(Tag.ROWS).isEmpty()) {
          continue;
        }
        DicomWebClient.Answer answer = client.get(address + "/rendered", "image/png");
        if (answer.status() == 200) {
          BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.bytes()));
          assertThat(image.getWidth()).isEqualTo(header.integer(Tag.COLUMNS).orElse(0));
          assertThat(image.getHeight()).isEqualTo(header.integer(Tag.ROWS).orElse(0));
          rendered++;
        } else if (answer.status() == 406) {
          assertThat(answer.json().path("detail").asText()).contains(sample.transferSyntax());
          refused++;
        } else {
          assertThat(answer.status()).as("%s", sample).isEqualTo(404);
          assertThat(answer.type().essence()).isEqualTo("application/problem+json");
        }
      }
      assertThat(rendered).isGreaterThan(80);
      assertThat(refused).isPositive();
    }
  }

  private static DataSet header(Path path) throws Exception {
    try (Part10File file = Part10File.open(path)) {
      return file.readDataSet(ReadOptions.DEFAULT.withStopAt(0x7FE0_0000));
    }
  }

  /** One row of 256 values from -1000 on, in 12 bits with a sign, rescaled to begin with 0. */
  private static byte[] ramp(String interpretation) throws Exception {
    byte[] pixels = new byte[512];
    for (int x = 0; x < 256; x++) {
      pixels[2 * x] = (byte) (x - 1000);
      pixels[2 * x + 1] = (byte) ((x - 1000 & 0xFFF) >> 8);
    }
    String instance = Uid.random();
    DataSet set =
        new DataSet()
            .put(Tag.SOP_CLASS_UID, VR.UI, Uid.SECONDARY_CAPTURE_IMAGE_STORAGE)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, instance)
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, instance + ".1")
            .put(Tag.SERIES_INSTANCE_UID, VR.UI, instance + ".2")
            .put(Tag.PATIENT_ID, VR.LO, "R")
            .putInts(Tag.SAMPLES_PER_PIXEL, VR.US, 1)
            .put(Tag.PHOTOMETRIC_INTERPRETATION, VR.CS, interpretation)
            .putInts(Tag.ROWS, VR.US, 1)
            .putInts(Tag.COLUMNS, VR.US, 256)
            .putInts(Tag.BITS_ALLOCATED, VR.US, 16)
            .putInts(Tag.BITS_STORED, VR.US, 12)
            .putInts(Tag.HIGH_BIT, VR.US, 11)
            .putInts(Tag.PIXEL_REPRESENTATION, VR.US, 1)
            .put(Tag.WINDOW_CENTER, VR.DS, "101")
            .put(Tag.WINDOW_WIDTH, VR.DS, "2")
            .put(0x0028_1052, VR.DS, "1000")
            .put(0x0028_1053, VR.DS, "1")
            .putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    return DicomWebClient.file(
        new PushedObject(
            new StorageContext(Uid.SECONDARY_CAPTURE_IMAGE_STORAGE, syntax.uid()),
            instance,
            DataSetWriter.toBytes(set, syntax)));
  }

  private static String store(DicomWebClient client, byte[] file) throws Exception {
    JsonNode stored = client.store(STUDIES, List.of(file)).json().path("00081199").path("Value");
    String url = stored.path(0).path("00081190").path("Value").path(0).asText();
    return url.matches(".*/studies/[0-9.]+/series/[0-9.]+/instances/[0-9.]+")
        ? url.substring(client.root().length())
        : "";
  }

  private static BufferedImage png(DicomWebClient client, String path) throws Exception {
    DicomWebClient.Answer answer = client.get(path, "image/png");
    assertThat(answer.status()).as(path).isEqualTo(200);
    return ImageIO.read(new ByteArrayInputStream(answer.bytes()));
  }

  private static int grey(BufferedImage image, int x) {
    return image.getRaster().getSample(x, 0, 0);
  }
}
