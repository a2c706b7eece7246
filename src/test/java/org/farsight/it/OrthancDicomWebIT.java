package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.farsight.peer.Orthanc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orthanc as a DICOMweb client of the engine: it sends, searches and retrieves. */
final class OrthancDicomWebIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void itSendsAStudyByStowRsAndFetchesAnotherByWadoRs() throws Exception {
    Orthanc.requireDicomWeb();
    Path data = Files.createDirectories(folder.resolve("orthanc"));
    try (RunningEngine engine = RunningEngine.in(folder.resolve("engine"));
        DicomWebClient client = DicomWebClient.of(engine);
        Orthanc orthanc = Orthanc.start(data, List.of(), Orthanc.dicomWeb(), servers(client))) {
      List<PushedObject> ours = PushedObject.study(PushedObject.somebody(), 4, 128);
      engine.device().push(ours);
      List<PushedObject> theirs = PushedObject.study(PushedObject.somebody(), 6, 128);
      for (PushedObject object : theirs) {
        upload(orthanc, object);
      }

      String study = JSON.readTree(orthanc.get("/studies")).path(0).asText();
      JsonNode sent =
          JSON.readTree(
              orthanc.post(
                  "/dicom-web/servers/stow/stow",
                  "{\"Resources\":[\"" + study + "\"],\"Synchronous\":true}"));
      assertThat(sent.path("InstancesCount").asText("6")).isEqualTo("6");
      List<JsonNode> exchanges = engine.view().find(theirs.getFirst().sopInstance());
      assertThat(exchanges).hasSize(1);
      assertThat(exchanges.getFirst().path("arrivals").path("count").asInt()).isEqualTo(6);
      assertThat(exchanges.getFirst().path("site").asText()).isEqualTo(EngineHome.SITE);

      String uid = uid(client, ours.getFirst());
      JsonNode found =
          JSON.readTree(
              orthanc.post(
                  "/dicom-web/servers/farsight/qido",
                  "{\"Uri\":\"/studies\",\"Arguments\":{\"StudyInstanceUID\":\"" + uid + "\"}}"));
      assertThat(found).hasSize(1);
      orthanc.post(
          "/dicom-web/servers/farsight/retrieve",
          "{\"Resources\":[{\"Study\":\"" + uid + "\"}],\"Synchronous\":true}");
      List<String> digests = new ArrayList<>();
      for (JsonNode id : JSON.readTree(orthanc.get("/instances"))) {
        digests.add(dataSetDigest(orthanc, id.asText()));
      }
      assertThat(digests).contains(ours.stream().map(PushedObject::digest).toArray(String[]::new));
    }
  }

  /** One address to send to, which names the site, and one to ask. */
  private static String servers(DicomWebClient client) {
    return """
    "DicomWeb" : {"Servers" : {
      "farsight" : {"Url" : "%1$s/"},
      "stow" : {"Url" : "%1$s/", "HttpHeaders" : {"Farsight-Site" : "%2$s"}}}}\
    """
        .formatted(client.root(), EngineHome.SITE);
  }

  private static String uid(DicomWebClient client, PushedObject object) throws Exception {
    JsonNode found = client.get("/instances?SOPInstanceUID=" + object.sopInstance(), "").json();
    return found.path(0).path("0020000D").path("Value").path(0).asText();
  }

  private static void upload(Orthanc orthanc, PushedObject object) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI instances = orthanc.http("/instances");
      byte[] file = DicomWebClient.file(object);
      HttpRequest request =
          HttpRequest.newBuilder(instances)
              .POST(HttpRequest.BodyPublishers.ofByteArray(file))
              .build();
      assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  private static String dataSetDigest(Orthanc orthanc, String id) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI file = orthanc.http("/instances/" + id + "/file");
      HttpRequest request = HttpRequest.newBuilder(file).build();
      byte[] bytes = http.send(request, BodyHandlers.ofByteArray()).body();
      return new DicomWebClient.Part(
              org.farsight.dicom.web.MediaType.of("application/dicom"), bytes)
          .dataSetDigest();
    }
  }
}
