package org.farsight.it;

import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;
import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.dicom.web.StoreBodies.bytes;
import static org.farsight.dicom.web.StoreBodies.image;
import static org.farsight.dicom.web.StoreBodies.json;
import static org.farsight.dicom.web.StoreBodies.message;
import static org.farsight.dicom.web.StoreBodies.uids;
import static org.farsight.dicom.web.StoreBodies.utf8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.farsight.Samples;
import org.farsight.peer.Pydicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STOW-RS with metadata and bulk data into a running engine. */
final class StowMetadataIT {

  private static final String STUDIES = "/studies?site=" + EngineHome.SITE;

  private static final String OCTETS = "multipart/related; type=\"application/octet-stream\"";

  /** Uncompressed in all ways, compressed in all families, pixels of several frames, and none. */
  private static final List<String> KINDS =
      List.of(
          "dicom-images/CT_small.dcm",
          "dicom-images/MR_small_implicit.dcm",
          "dicom-images/MR_small_bigendian.dcm",
          "dicom-images/examples_palette.dcm",
          "dicom-images/color-pl.dcm",
          "dicom-images/emri_small.dcm",
          "dicom-images/liver_1frame.dcm",
          "dicom-images/SC_rgb_jpeg_dcmtk.dcm",
          "dicom-images/JPEG-LL.dcm",
          "dicom-images/MR_small_jpeg_ls_lossless.dcm",
          "dicom-images/693_J2KR.dcm",
          "dicom-images/OBXXXX1A_rle_2frame.dcm",
          "dicom-images/test-SR.dcm",
          "dicom-images/rtplan.dcm",
          "dicom-ecg/mortara-el250_12lead_1000hz.dcm",
          "dicom-charsets/chrX2.dcm");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void whatPydicomSendsInPiecesItGetsBackWhole() throws Exception {
    Path samples = Samples.require();
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      StringBuilder input = new StringBuilder();
      for (String kind : KINDS) {
        input.append(client.root()).append(' ').append(EngineHome.SITE).append(' ');
        input.append(samples.resolve(kind)).append('\n');
      }
      List<String> told = new ArrayList<>();
      for (String line :
          Pydicom.run(StowMetadataIT.class, "pydicom_stow.py", input.toString()).split("\n")) {
        told.add(samples.relativize(Path.of(line.split("\t")[0])) + "\t" + line.split("\t")[1]);
      }
      assertThat(told).containsExactlyElementsOf(KINDS.stream().map(k -> k + "\tsame").toList());
      assertThat(engine.view().quarantine()).isEmpty();
    }
  }

  @Test
  void eachObjectIsAnsweredForItselfAndABrokenRequestSaysWhere() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder, "http.max-dicom-megabytes=8");
        DicomWebClient client = DicomWebClient.of(engine)) {
      byte[] pixels = bytes(1000 * 1000);
      String first = image("1", 1000, 1000, 8, "\"BulkDataURI\":\"p\"");
      byte[] body = message(json(first), "p", pixels);
      assertThat(post(client, body).status()).isEqualTo(200);
      DicomWebClient.Answer again = post(client, body);
      assertThat(again.status()).as("the same again").isEqualTo(200);
      String url = again.json().at("/00081199/Value/0/00081190/Value/0").asText();
      String frame = url.substring(client.root().length()) + "/frames/1";
      assertThat(client.get(frame, OCTETS).parts().getFirst().bytes()).isEqualTo(pixels);
      byte[] other = message(json(first + ",\"00104000\":{\"vr\":\"LT\"}"), "p", pixels);
      DicomWebClient.Answer kept = post(client, other);
      assertThat(kept.status()).as("other bytes of a known UID").isEqualTo(202);
      assertThat(kept.json().at("/00081199/Value/0/00081196/Value/0").asInt()).isEqualTo(0xB001);

      String missing = image("2", 2, 2, 8, "\"BulkDataURI\":\"nowhere\"");
      DicomWebClient.Answer some =
          post(client, message(json(uids("3"), missing), "unnamed", bytes(4)));
      assertThat(some.status()).isEqualTo(202);
      assertThat(some.json().at("/00081199/Value")).hasSize(1);
      assertThat(some.json().at("/00081198/Value/0/00081155/Value/0").asText())
          .isEqualTo("1.2.3.2");
      assertThat(some.json().at("/00081198/Value/0/00081197/Value/0").asInt()).isEqualTo(0xC000);
      assertThat(some.header("Warning").orElseThrow()).contains("(7FE0,0010)", "(and 1 more)");
      assertThat(post(client, message(json(missing))).status()).isEqualTo(409);
      DicomWebClient.Answer alone =
          client.post(STUDIES, "application/dicom+json", ofByteArray(utf8(json(uids("4")))));
      assertThat(alone.status()).isEqualTo(200);

      problem(
          post(client, message("[{\"00080060\":{\"vr\":\"XX\"}}]")), 400, "part 1", "(0008,0060)");
      problem(post(client, Arrays.copyOf(body, 5000)), 400, "at byte 5000", "");
      problem(post(client, message("[]")), 400, "no instance", "");
      problem(post(client, message(json(first), "p", bytes(9 << 20))), 413, "megabytes", "");
      String html = "multipart/related; type=\"text/html\"; boundary=b";
      problem(client.post(STUDIES, html, ofByteArray(body)), 415, "dicom+json", "");
      try (var left = Files.list(engine.home().folder().resolve("data/parts"))) {
        assertThat(left).isEmpty();
      }
      assertThat(engine.view().quarantine()).hasSize(1);
    }
  }

  private static DicomWebClient.Answer post(DicomWebClient client, byte[] body) throws Exception {
    String type = "multipart/related; type=\"application/dicom+json\"; boundary=b";
    return client.post(STUDIES, type, ofByteArray(body));
  }

  private static void problem(DicomWebClient.Answer answer, int status, String words, String more) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).contains(words, more);
  }
}
