package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.farsight.archive.Archive;
import org.farsight.crash.Asked;
import org.farsight.crash.Checker;
import org.farsight.crash.Findings;
import org.farsight.crash.LightFhir;
import org.farsight.crash.Sent;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The crash test's checker finds what was planted, and nothing where all is well. */
@Timeout(300)
class CrashCheckerIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final String study = Uid.random();
  private final PushedObject.Person person = PushedObject.somebody();
  private final List<PushedObject> images =
      List.of(
          PushedObject.image(study, person, 1, 16),
          PushedObject.image(study, person, 2, 16),
          PushedObject.image(study, person, 3, 16));

  @SuppressWarnings("NullAway.Init")
  private Archive archive;

  @SuppressWarnings("NullAway.Init")
  private LightFhir fhir;

  @SuppressWarnings("NullAway.Init")
  private RunningEngine engine;

  @SuppressWarnings("NullAway.Init")
  private Asked asked;

  private final List<Sent> sent = new ArrayList<>();

  @BeforeEach
  void deliverSomething() throws Exception {
    archive =
        Archive.start(
            new Archive.Configuration(
                folder.resolve("archive"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "ARCHIVE"));
    fhir = LightFhir.start(folder.resolve("fhir"), 0);
    engine =
        RunningEngine.in(
            folder.resolve("engine"),
            "study.quiet-seconds=0",
            EngineHome.fhir(fhir.url()),
            EngineHome.archive(archive.address().toString()));
    asked = new Asked(() -> engine.view().base(), fhir::url);
    assertThat(engine.device().push(images)).containsOnly(Status.SUCCESS);
    images.forEach(i -> sent.add(new Sent.Image(study, i.sopInstance(), i.digest())));
    byte[] ecg = Files.readAllBytes(Path.of("test-data/ecg/aecg/qingshan-normal.xml"));
    var answer = engine.view().post("/ecg?site=" + EngineHome.SITE, ecg);
    assertThat(answer.status()).isEqualTo(202);
    sent.add(new Sent.Ecg(Digest.of(ecg)));
    byte[] rubbish = new byte[500];
    assertThat(engine.view().post("/ecg?site=" + EngineHome.SITE, rubbish).status())
        .isGreaterThanOrEqualTo(400);
    sent.add(new Sent.Rubbish(Digest.of(rubbish)));
    engine.view().awaitDelivered(study, 3);
    engine.view().awaitDelivered(answer.body().path("id").asText(), 1);
  }

  @AfterEach
  void close() throws Exception {
    asked.close();
    engine.close();
    fhir.close();
    archive.close();
  }

  private Findings check() throws Exception {
    return Checker.check(asked, folder.resolve("archive"), sent);
  }

  @Test
  void whereAllIsWellNothingIsFoundAndEachPlantedFaultIs() throws Exception {
    assertThat(check()).isEqualTo(Findings.NONE);

    ledger("UPDATE step SET done = 0, due_at = NULL WHERE name = 'fhir'");
    assertThat(check().stuck())
        .as("a step that nothing drives on, of the study and of the ECG")
        .hasSize(2)
        .allMatch(
            words ->
                words.contains("step fhir is WAITING at 0 of ") && words.contains("due never"));
    ledger("UPDATE step SET done = wanted WHERE name = 'fhir'");
    assertThat(check()).isEqualTo(Findings.NONE);

    plantAtFhir("Task", "https://farsight.org/fhir/reading-task", study);
    plantAtFhir("ImagingStudy", "urn:dicom:uid", "urn:oid:" + study);
    Path first = archive.folder().file(images.getFirst().sopInstance()).orElseThrow();
    Path elsewhere = Files.createDirectory(folder.resolve("archive/1.2.3"));
    Files.copy(first, elsewhere.resolve(first.getFileName()));
    assertThat(check().doubled())
        .as("a double of each kind")
        .hasSize(3)
        .anyMatch(words -> words.startsWith("FHIR server: Task of " + study))
        .anyMatch(words -> words.startsWith("FHIR server: ImagingStudy of " + study))
        .anyMatch(words -> words.startsWith("archive: " + images.getFirst().sopInstance()));
    assertThat(check().lost()).isEmpty();

    Files.delete(archive.folder().file(images.get(1).sopInstance()).orElseThrow());
    ledger("DELETE FROM arrival WHERE sop_instance = '" + images.get(2).sopInstance() + "'");
    ledger("DELETE FROM quarantine");
    assertThat(check().lost())
        .as("a loss at each place")
        .hasSize(3)
        .anyMatch(words -> words.startsWith("archive: " + images.get(1).sopInstance()))
        .anyMatch(words -> words.equals("ledger: study " + study + ": 2 instead of 3"))
        .anyMatch(words -> words.startsWith("quarantine: "));
  }

  @Test
  void whatNeverArrivedAndWasNeverReportedIsFound() throws Exception {
    sent.add(new Sent.Image(study, Uid.random(), "0"));
    sent.add(new Sent.Ecg("0"));
    sent.add(new Sent.Report("1.2.3"));
    sent.add(new Sent.Commitment("1.2.3"));
    sent.add(new Sent.Commitment("1.2.4"));
    Findings found = check();
    assertThat(found.lost())
        .anyMatch(words -> words.startsWith("ledger: study " + study))
        .anyMatch(words -> words.startsWith("archive: "))
        .anyMatch(words -> words.contains("is not in its ImagingStudy"))
        .anyMatch(words -> words.startsWith("ledger: exchange of ECG 0"))
        .anyMatch(words -> words.startsWith("FHIR server: Observation of 0"));
    assertThat(found.stuck()).containsExactly("storage commitment 1.2.4 was never reported");
    assertThat(found.doubled()).isEmpty();
  }

  private void ledger(String sql) throws SQLException {
    Path file = folder.resolve("engine/data/ledger.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      assertThat(statement.executeUpdate()).as(sql).isPositive();
    }
  }

  /** Writes a copy of the one resource with this identifier, under another id. */
  private void plantAtFhir(String type, String system, String value) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String query = "?identifier=" + system + "%7C" + value;
      JsonNode found =
          send(client, HttpRequest.newBuilder(URI.create(fhir.url() + "/" + type + query)));
      ObjectNode copy = found.path("entry").path(0).path("resource").deepCopy();
      copy.remove("id");
      JsonNode made =
          send(
              client,
              HttpRequest.newBuilder(URI.create(fhir.url() + "/" + type))
                  .POST(BodyPublishers.ofString(JSON.writeValueAsString(copy))));
      assertThat(made.path("id").asText()).isNotEmpty();
    }
  }

  private static JsonNode send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isBetween(200, 201);
    return JSON.readTree(answer.body());
  }
}
