package org.farsight.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.dicom.web.StoreBodies.bytes;
import static org.farsight.dicom.web.StoreBodies.image;
import static org.farsight.dicom.web.StoreBodies.j2k;
import static org.farsight.dicom.web.StoreBodies.jpeg;
import static org.farsight.dicom.web.StoreBodies.json;
import static org.farsight.dicom.web.StoreBodies.part;
import static org.farsight.dicom.web.StoreBodies.related;
import static org.farsight.dicom.web.StoreBodies.uids;
import static org.farsight.dicom.web.StoreBodies.utf8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.Part10File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pixel data of Store requests as JPEG, JPEG-LS, JPEG 2000, RLE and video. */
final class CompressedPixelsTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private StoreRequests requests() {
    return new StoreRequests(folder.resolve("parts"));
  }

  @Test
  void aJpegMayDescribeItsPixelsItself() throws Exception {
    byte[] jpeg = jpeg(0xC0, 3, 5, 3, 0);
    byte[] body =
        related(
            part(
                "Content-Type: application/dicom+json",
                utf8(json(uids("1") + ",\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"p\"}"))),
            part("Content-Type: image/jpeg\r\nContent-Location: p", jpeg));
    Composed.Instance made = requests().only(body);
    assertThat(made.syntax()).isEqualTo(TransferSyntax.JPEG_BASELINE);
    DataSet set = StoreRequests.read(made);
    assertThat(set.integer(Tag.ROWS)).hasValue(3);
    assertThat(set.integer(Tag.COLUMNS)).hasValue(5);
    assertThat(set.integer(Tag.SAMPLES_PER_PIXEL)).hasValue(3);
    assertThat(set.integer(Tag.BITS_STORED)).hasValue(8);
    assertThat(set.integer(Tag.HIGH_BIT)).hasValue(7);
    assertThat(set.string(Tag.PHOTOMETRIC_INTERPRETATION)).contains("YBR_FULL_422");
    assertThat(StoreRequests.fragments(set)).hasSize(2);
    assertThat(StoreRequests.fragments(set).getFirst()).as("offset table").isEmpty();
    assertThat(Arrays.copyOf(StoreRequests.fragments(set).get(1), jpeg.length)).isEqualTo(jpeg);
  }

  @Test
  void theTransferSyntaxIsTheParametersTheMetadatasOrTheImages() throws Exception {
    assertThat(syntax("image/jpeg", jpeg(0xC3, 2, 2, 1, 1), ""))
        .isEqualTo("1.2.840.10008.1.2.4.70");
    assertThat(syntax("image/jpeg", jpeg(0xC3, 2, 2, 1, 2), ""))
        .isEqualTo("1.2.840.10008.1.2.4.57");
    assertThat(syntax("image/jpeg", jpeg(0xC1, 2, 2, 1, 0), ""))
        .isEqualTo("1.2.840.10008.1.2.4.51");
    assertThat(syntax("image/x-jls", jpeg(0xF7, 2, 2, 1, 2), ""))
        .isEqualTo("1.2.840.10008.1.2.4.81");
    assertThat(
            syntax(
                "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.51", jpeg(0xC0, 2, 2, 1, 0), ""))
        .isEqualTo("1.2.840.10008.1.2.4.51");
    assertThat(syntax("image/jpeg", jpeg(0xC0, 2, 2, 1, 0), "1.2.840.10008.1.2.4.51"))
        .isEqualTo("1.2.840.10008.1.2.4.51");
    assertThat(syntax("image/dicom-rle", bytes(70), "")).isEqualTo("1.2.840.10008.1.2.5");
    assertThat(syntax("video/mp4", bytes(70), "")).isEqualTo("1.2.840.10008.1.2.4.102");
    assertThat(syntax("video/mp4", bytes(70), "1.2.840.10008.1.2.4.106"))
        .isEqualTo("1.2.840.10008.1.2.4.106");
    assertThat(syntax("image/jp2", j2k(2, 2, true), "")).isEqualTo("1.2.840.10008.1.2.4.90");
    assertThat(syntax("image/jp2", j2k(2, 2, false), "")).isEqualTo("1.2.840.10008.1.2.4.91");
  }

  @Test
  void framesAsTheyAreRetrievedMayBeStored() throws Exception {
    String instance = "http://other/studies/1/series/2/instances/3";
    String metadata =
        uids("1")
            + ",\"00280008\":{\"vr\":\"IS\",\"Value\":[2]},\"7FE00010\":{\"vr\":\"OB\","
            + "\"BulkDataURI\":\""
            + instance
            + "/bulkdata/7FE00010\"}";
    byte[] first = jpeg(0xC0, 2, 2, 1, 0);
    byte[] second = jpeg(0xC0, 2, 2, 1, 7);
    String type = "Content-Type: image/jpeg\r\nContent-Location: " + instance + "/frames/";
    DataSet set =
        StoreRequests.read(
            requests()
                .only(
                    related(
                        part("Content-Type: application/dicom+json", utf8(json(metadata))),
                        part(type + 2, second),
                        part(type + 1, first))));
    assertThat(StoreRequests.fragments(set).get(1)).startsWith(first);
    assertThat(StoreRequests.fragments(set).get(2)).startsWith(second);
  }

  @Test
  void realImagesSayOfThemselvesWhatTheirHeadersSay() throws Exception {
    List<String> differences = new ArrayList<>();
    Set<String> syntaxes = new TreeSet<>();
    for (Path file : Samples.files("dicom-images", CompressedPixelsTest::isSound)) {
      try (Part10File header = Part10File.open(file)) {
        TransferSyntax syntax = header.transferSyntax();
        String type = PixelMediaType.of(syntax);
        if (!List.of("image/jpeg", "image/jls", "image/jp2").contains(type)) {
          continue;
        }
        long offset = header.dataSetOffset();
        long length = header.dataSetLength();
        StoredDataSet stored =
            new StoredDataSet(
                () -> {
                  InputStream in = Files.newInputStream(file);
                  in.skipNBytes(offset);
                  return in;
                },
                length,
                syntax);
        Frames frames = Frames.of(stored).orElseThrow();
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        frames.copy(1, first);
        Codestream image =
            Codestream.read(new ByteArrayInputStream(first.toByteArray())).orElseThrow();
        DataSet set = frames.header();
        syntaxes.add(syntax.uid());
        boolean same =
            set.integer(Tag.ROWS).orElse(0) == image.rows()
                && set.integer(Tag.COLUMNS).orElse(0) == image.columns()
                && set.integer(Tag.SAMPLES_PER_PIXEL).orElse(0) == image.samples()
                && image.fits(syntax);
        if (!same) {
          differences.add(file.getFileName() + ": " + image);
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(syntaxes).hasSizeGreaterThan(6);
  }

  private static boolean isSound(Path file) {
    return file.toString().endsWith(".dcm") && !file.toString().contains("malformed");
  }

  @Test
  void theBoxesOfAJp2FileAreLeftOut() throws Exception {
    byte[] codestream = j2k(2, 2, true);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, (byte) 0x87, 10});
    file.write(new byte[] {0, 0, 0, 12, 'f', 't', 'y', 'p', 'j', 'p', '2', ' '});
    file.write(new byte[] {0, 0, 0, (byte) (codestream.length + 8), 'j', 'p', '2', 'c'});
    file.write(codestream);
    file.write(new byte[] {0, 0, 0, 12, 'x', 'm', 'l', ' ', 1, 2, 3, 4});
    DataSet set = StoreRequests.read(requests().only(pixels("image/jp2", file.toByteArray(), "")));
    assertThat(StoreRequests.fragments(set).get(1))
        .startsWith(codestream)
        .hasSize(codestream.length + 1 & ~1);
  }

  @Test
  void imagesThatAreNotWhatTheyAreCalledAreRefused() throws Exception {
    requests()
        .refused(pixels("image/png", bytes(70), ""), 0xC122, "(7FE0,0010), part 2: pixel data as");
    requests().refused(pixels("image/jpeg", bytes(70), ""), 0xC122, "no image of image/jpeg");
    requests().refused(pixels("image/jpeg", j2k(2, 2, true), ""), 0xC122, "another kind");
    requests()
        .refused(
            pixels("image/jpeg;transfer-syntax=1.2.840.10008.1.2.4.90", j2k(2, 2, true), ""),
            0xC122,
            "does not have");
    requests()
        .refused(
            pixels("image/jpeg;transfer-syntax=1.2.840.10008.1.2.4.70", jpeg(0xC0, 2, 2, 1, 0), ""),
            0xC122,
            "another kind");
    requests()
        .refused(
            pixels("image/jpeg", jpeg(0xC0, 2, 3, 1, 0), ""), 0xC000, "other Rows and Columns");
    requests()
        .refused(
            pixels("application/octet-stream;transfer-syntax=1.2.840.10008.1.2.4.50", bytes(4), ""),
            0xC122,
            "octet-stream");
    requests()
        .refused(
            pixels("image/jpeg", jpeg(0xC0, 2, 2, 1, 0), "", "\"Value\":[2]"), 0xC000, "1 parts");
  }

  private static byte[] pixels(String type, byte[] image, String syntax, String... frames) {
    String metadata = image("1", 2, 2, 8, "\"BulkDataURI\":\"p\"");
    metadata = metadata.replaceFirst("\"00020010\":[^}]*},", "");
    if (!syntax.isEmpty()) {
      metadata += ",\"00083002\":{\"vr\":\"UI\",\"Value\":[\"" + syntax + "\"]}";
    }
    for (String value : frames) {
      metadata += ",\"00280008\":{\"vr\":\"IS\"," + value + "}";
    }
    return related(
        part("Content-Type: application/dicom+json", utf8(json(metadata))),
        part("Content-Type: " + type + "\r\nContent-Location: p", image));
  }

  private String syntax(String type, byte[] image, String declared) throws IOException {
    return requests().only(pixels(type, image, declared)).syntax().uid();
  }
}
