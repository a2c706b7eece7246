package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.farsight.cli.Main;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The drawing of an ECG follows the ECG to the FHIR server. */
@Timeout(600)
class DrawingAtFhirIT {
  private static final Path SCP = Path.of("test-data/ecg/scp/hewan-normal.scp");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void asADocumentOfItsOwnThatLeadsToTheRecordingAndToTheOriginal() throws Exception {
    HospitalServer hospital = HospitalServer.require();
    try (RunningEngine engine =
        RunningEngine.in(folder, EngineHome.fhir(hospital.url()), "ecg.drawing=true")) {
      byte[] file = Files.readAllBytes(SCP);
      assertThat(engine.view().post("/ecg?site=" + EngineHome.SITE, file).status()).isEqualTo(202);
      String digest = Digest.of(file);
      arrived(engine, digest);

      FhirServer fhir = FhirServer.at(hospital.url());
      DocumentReference drawing =
          fhir.one(DocumentReference.class, Identifiers.CONTENT, digest + "/drawing");
      DocumentReference original = fhir.one(DocumentReference.class, Identifiers.CONTENT, digest);
      Observation recording = fhir.one(Observation.class, Identifiers.CONTENT, digest);
      assertThat(drawing.getRelatesToFirstRep().getCode())
          .isEqualTo(DocumentRelationshipType.TRANSFORMS);
      assertThat(drawing.getRelatesToFirstRep().getTarget().getReference()).isEqualTo(id(original));
      assertThat(drawing.getContext().getRelatedFirstRep().getReference()).isEqualTo(id(recording));
      assertThat(drawing.getSubject().getReference())
          .isEqualTo(original.getSubject().getReference());

      assertThat(drawing.getContent())
          .extracting(content -> content.getAttachment().getContentType())
          .containsExactly("application/pdf", "image/svg+xml");
      byte[] pdf = bytes(hospital, drawing.getContent().get(0).getAttachment());
      try (PDDocument document = Loader.loadPDF(pdf)) {
        assertThat(new PDFTextStripper().getText(document)).contains("孙丽华", "湖滨卫生院");
      }
      byte[] svg = bytes(hospital, drawing.getContent().get(1).getAttachment());
      assertThat(new String(svg, StandardCharsets.UTF_8)).contains("data-lead=\"V6\"", "孙丽华");
    }
  }

  @Test
  void ofADicomEcgToo() throws Exception {
    HospitalServer hospital = HospitalServer.require();
    try (RunningEngine engine =
        RunningEngine.in(
            folder,
            EngineHome.fhir(hospital.url()),
            "ecg.drawing=true",
            "dicom.unknown-callers=accept")) {
      Path dicom = SampleFiles.below(Path.of("test-data/dicom/ecg")).getFirst();
      String to = "127.0.0.1:" + engine.engine().dicomPort() + "/FARSIGHT";
      assertThat(Command.farsight("send", dicom.toString(), "--to", to).status())
          .isEqualTo(Main.DONE);
      List<JsonNode> all = engine.view().all();
      arrived(engine, all.getFirst().path("key").asText());
      DocumentReference drawing =
          FhirServer.at(hospital.url())
              .one(
                  DocumentReference.class,
                  Identifiers.CONTENT,
                  Digest.ofDataSet(dicom) + "/drawing");
      assertThat(drawing.getContent()).hasSize(2);
    }
  }

  private static void arrived(RunningEngine engine, String key) {
    JsonNode exchange =
        engine
            .view()
            .awaitExchange(
                key,
                seen -> {
                  for (JsonNode target : seen.path("targets")) {
                    if (target.path("target").asText().equals("fhir.drawing")) {
                      return target.path("outcome").asText().equals("DONE");
                    }
                  }
                  return false;
                });
    assertThat(EngineView.story(exchange, "en"))
        .anyMatch(line -> line.equals("fhir.drawing accepted revision 1: 1 drawing"));
  }

  private static String id(Resource resource) {
    return resource.getIdElement().toUnqualifiedVersionless().getValue();
  }

  /** Fetches what an attachment leads to, and holds it to size and hash. */
  private byte[] bytes(HospitalServer hospital, Attachment attachment) throws Exception {
    byte[] bytes =
        http.send(
                HttpRequest.newBuilder(URI.create(hospital.url() + "/" + attachment.getUrl()))
                    .header("Accept", attachment.getContentType())
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
    assertThat(bytes).hasSize(attachment.getSize());
    assertThat(MessageDigest.getInstance("SHA-1").digest(bytes)).isEqualTo(attachment.getHash());
    return bytes;
  }
}
