package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.farsight.archive.Archive;
import org.farsight.crash.Asked;
import org.farsight.crash.Branch;
import org.farsight.crash.BranchEar;
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
  private static final Duration PATIENCE = Duration.ofSeconds(90);

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

  @SuppressWarnings("NullAway.Init")
  private Branch branch;

  @SuppressWarnings("NullAway.Init")
  private BranchEar ear;

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
    branch =
        new Branch(
            EngineHome.SITE,
            Files.createDirectory(folder.resolve("reports")),
            folder.resolve("messages.jsonl"));
    ear = new BranchEar(branch, 0, OptionalLong.empty());
    engine =
        RunningEngine.in(
            folder.resolve("engine"),
            "study.quiet-seconds=0",
            "reading.poll-seconds=1",
            "sites.lakeside.returns.hl7.address=127.0.0.1:" + ear.port(),
            "sites.lakeside.returns.folder=" + branch.folder(),
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

  /** A reader signs with a critical value, the branch answers it. */
  private void read() throws Exception {
    String id = engine.view().find(study).getFirst().path("id").asText();
    String report = "/case/" + id + "/report";
    await()
        .atMost(PATIENCE)
        .until(() -> asked.engine("GET", report, Optional.empty()).status() == 200);
    ask("POST", "/case/" + id + "/claim", reader());
    sent.add(new Sent.Claimed(id));
    JsonNode draft =
        ask(
            "PUT",
            report + "/draft",
            reader().put("base", 0).put("impression", "左侧张力性气胸").put("critical", "张力性气胸 " + id));
    sent.add(new Sent.Signing(id));
    JsonNode signed =
        ask("POST", report + "/sign", reader().put("draft", draft.path("version").asInt()));
    sent.add(new Sent.Signed(id, 1, signed.path("sha256").asText(), "final", true));
    String open = "/critical?exchange=" + id;
    await()
        .atMost(PATIENCE)
        .until(() -> !engine.view().get(open).body().path("critical").isEmpty());
    String notice = engine.view().get(open).body().at("/critical/0/id").asText();
    ask(
        "POST",
        "/critical/" + notice + "/acknowledge",
        JSON.createObjectNode().put("by", "李护士").put("action", "已通知医生"));
    sent.add(new Sent.Answered(notice));
    engine.view().awaitExchange(study, one -> one.path("state").asText().equals("RETURNED"));
    await().atMost(PATIENCE).until(() -> isHandedOver(engine.view().get("/exchange/" + notice)));
  }

  private static boolean isHandedOver(EngineView.Answer exchange) {
    List<String> outcomes = exchange.body().findValuesAsText("outcome");
    return !outcomes.isEmpty() && outcomes.stream().allMatch("DONE"::equals);
  }

  private static ObjectNode reader() {
    return JSON.createObjectNode().put("reader", "crash-reader").put("name", "张敏");
  }

  private JsonNode ask(String method, String path, JsonNode body) throws Exception {
    Asked.Answer answer = asked.engine(method, path, Optional.of(body));
    assertThat(answer.status()).as("%s %s", path, answer.body()).isBetween(200, 202);
    return answer.body();
  }

  @AfterEach
  void close() throws Exception {
    asked.close();
    engine.close();
    ear.close();
    fhir.close();
    archive.close();
  }

  private Findings check() throws Exception {
    return Checker.check(asked, folder.resolve("archive"), branch, sent);
  }

  @Test
  void whereAllIsWellNothingIsFoundAndEachPlantedFaultIs() throws Exception {
    read();
    assertThat(check()).isEqualTo(Findings.NONE);

    ledger("UPDATE step SET done = 0, due_at = NULL WHERE name = 'fhir'");
    assertThat(check().stuck())
        .as("a step that nothing drives on, of study, ECG, read and critical value")
        .hasSize(4)
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
    eachFaultOfAReadIsFound();
  }

  private void eachFaultOfAReadIsFound() throws Exception {
    Sent.Signed signed = only(Sent.Signed.class);
    String id = signed.caseId();

    ledger("UPDATE step SET done = 0, due_at = NULL WHERE name = 'return.lakeside.folder'");
    assertThat(check().stuck())
        .as("of the read and of the critical value")
        .hasSize(2)
        .allMatch(words -> words.contains("step return.lakeside.folder is WAITING at 0 of "));
    ledger("UPDATE step SET done = wanted WHERE name = 'return.lakeside.folder'");

    plantAtFhir("DiagnosticReport", "https://farsight.org/fhir/report", id);
    String notice = only(Sent.Answered.class).id() + "/1";
    plantAtFhir("Communication", "https://farsight.org/fhir/communication", notice);
    List<String> heard = Files.readAllLines(branch.messages());
    String report =
        heard.stream().filter(one -> one.contains(signed.digest())).findFirst().orElseThrow();
    String other = report.replaceFirst("\"controlId\":\"....", "\"controlId\":\"XXXX");
    Files.writeString(branch.messages(), other + "\n", StandardOpenOption.APPEND);
    assertThat(check().doubled())
        .anyMatch(words -> words.startsWith("FHIR server: DiagnosticReport of " + id))
        .anyMatch(words -> words.startsWith("FHIR server: Communication " + notice))
        .anyMatch(words -> words.startsWith("branch: another message of version 1"));

    Files.delete(branch.messages());
    for (String name : List.of("-v1.json", "-critical-1.txt")) {
      try (Stream<Path> files = Files.list(branch.folder())) {
        Files.delete(files.filter(file -> file.toString().endsWith(name)).findFirst().get());
      }
    }
    sent.add(new Sent.Signing(id));
    sent.add(new Sent.Signed(id, 2, "0", "amended", true));
    sent.add(new Sent.Refused(id, "draft: 409"));
    assertThat(check().lost())
        .anyMatch(words -> words.startsWith("folder: " + id + "-v1.json"))
        .anyMatch(words -> words.startsWith("folder: critical value "))
        .anyMatch(words -> words.startsWith("branch: version 1 of the read of " + id))
        .anyMatch(words -> words.startsWith("branch: critical value "))
        .contains("ledger: version 2 of the read of " + id, "case " + id + ": draft: 409");
  }

  private <T extends Sent> T only(Class<T> type) {
    return sent.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
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
