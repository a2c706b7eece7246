package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.farsight.access.AccessTable;
import org.farsight.access.Opening;
import org.farsight.app.EngineFile;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that wants to know who asks: role by role, over HTTP. */
@SuppressWarnings("NullAway.Init")
final class AccessIT {
  private static final Path ECG = Path.of("test-data/ecg/aecg/qingshan-normal.xml");
  private static final Path OTHER_ECG = Path.of("test-data/ecg/aecg/qingshan-inferior-infarct.xml");
  private static final String OTHER = "hillside";

  @TempDir static Path folder;

  private static RunningEngine engine;
  private static String base;
  private static WebPerson commands;
  private static final Map<String, WebPerson> PEOPLE = new LinkedHashMap<>();
  private static String lakeStudy;
  private static String hillStudy;
  private static String lake;
  private static String hill;
  private static String lakeEcg;

  @BeforeAll
  static void anEngineWithPeopleAndCasesOfTwoSites() throws Exception {
    engine = RunningEngine.in(folder, "http.auth=on");
    base = engine.engine().httpAddress();
    String token = EngineFile.of(engine.home().data()).orElseThrow().tokenIfAny().orElseThrow();
    commands = WebPerson.withToken(base, token);
    PEOPLE.put("nobody", WebPerson.nobody(base));
    person("reader", "reader", "");
    person("chief", "chief-reader", "");
    person("lake", "branch-staff", ",\"site\":\"lakeside\"");
    person("hill", "branch-staff", ",\"site\":\"hillside\"");
    person("engineer", "integration-engineer", "");
    person("trusted", "integration-engineer", ",\"patientData\":true");
    person("second", "administrator", "");
    PEOPLE.put("lake device", WebPerson.withToken(base, token("lakeside")));
    PEOPLE.put("hill device", WebPerson.withToken(base, token(OTHER)));
    PEOPLE.put("monitor", WebPerson.withToken(base, token("")));
    PushedObject ofLake = PushedObject.study(PushedObject.somebody(), 1, 16).getFirst();
    PushedObject ofHill = PushedObject.study(PushedObject.somebody(), 1, 16).getFirst();
    engine.device().push(List.of(ofLake));
    new Device("HILL_CT", engine.dicom()).push(List.of(ofHill));
    lake = only("lakeside");
    hill = only(OTHER);
    lakeStudy = commands.json("GET", "/exchange/" + lake, "").path("key").asText();
    hillStudy = commands.json("GET", "/exchange/" + hill, "").path("key").asText();
    JsonNode kept = PEOPLE.get("lake device").json("POST", "/ecg", Files.readString(ECG));
    lakeEcg = kept.path("id").asText();
  }

  @AfterAll
  static void end() {
    if (engine != null) {
      engine.close();
    }
  }

  private static void person(String user, String role, String more) throws Exception {
    String body = "{\"user\":\"" + user + "\",\"role\":\"" + role + "\"" + more + "}";
    String password = commands.json("POST", "/account", body).path("password").asText();
    PEOPLE.put(user, WebPerson.signedIn(base, user, password));
  }

  private static String token(String site) throws Exception {
    String of = site.isEmpty() ? "" : ",\"site\":\"" + site + "\"";
    return commands.json("POST", "/token", "{\"for\":\"a test\"" + of + "}").path("token").asText();
  }

  private static String only(String site) throws Exception {
    JsonNode found = commands.json("GET", "/exchange?site=" + site, "").path("exchanges");
    assertThat(found).hasSize(1);
    return found.get(0).path("id").asText();
  }

  private static Map<String, Integer> statuses(String path) throws Exception {
    Map<String, Integer> all = new LinkedHashMap<>();
    for (Map.Entry<String, WebPerson> person : PEOPLE.entrySet()) {
      all.put(person.getKey(), person.getValue().status(path));
    }
    return all;
  }

  private static Map<String, Integer> expected(int... statuses) {
    Map<String, Integer> all = new LinkedHashMap<>();
    int i = 0;
    for (String name : PEOPLE.keySet()) {
      all.put(name, statuses[i++]);
    }
    return all;
  }

  @Test
  void everyAddressOfTheServerHasARule() {
    List<String> without = new ArrayList<>();
    for (String address : engine.engine().addresses()) {
      String[] parts = address.split(" ", 2);
      List<String> methods = parts[0].equals("*") ? List.of("GET", "POST") : List.of(parts[0]);
      String path = parts[1].replaceAll(":[a-zA-Z]+", "x").replace("*", "x");
      if (methods.stream().noneMatch(method -> AccessTable.rule(method, path).isPresent())) {
        without.add(address);
      }
    }
    assertThat(engine.engine().addresses()).hasSizeGreaterThan(40);
    assertThat(without).as("addresses without a row in AccessTable").isEmpty();
  }

  @Test
  void eachRoleIsLetInWhereTheTableSaysSo() throws Exception {
    // nobody, reader, chief, lake, hill, engineer, trusted, administrator, lake and hill's device,
    // monitor
    assertThat(statuses("/exchange/" + lake))
        .isEqualTo(expected(401, 200, 200, 200, 404, 200, 200, 200, 200, 404, 403));
    assertThat(statuses("/exchange/" + lake + "/arrivals"))
        .isEqualTo(expected(401, 200, 200, 200, 404, 200, 200, 200, 200, 404, 403));
    assertThat(statuses("/ecg/" + lakeEcg + ".svg"))
        .isEqualTo(expected(401, 200, 200, 200, 404, 403, 200, 403, 200, 404, 403));
    assertThat(statuses("/dicom-web/studies/" + hillStudy))
        .isEqualTo(expected(401, 200, 200, 404, 200, 403, 200, 403, 404, 200, 403));
    assertThat(statuses("/dicom-web/studies/" + hillStudy + "/metadata"))
        .isEqualTo(expected(401, 200, 200, 404, 200, 403, 200, 403, 404, 200, 403));
    assertThat(statuses("/quarantine"))
        .isEqualTo(expected(401, 403, 403, 403, 403, 200, 200, 200, 403, 403, 403));
    assertThat(statuses("/balance"))
        .isEqualTo(expected(401, 403, 200, 403, 403, 200, 200, 200, 403, 403, 403));
    assertThat(statuses("/observe/metrics"))
        .isEqualTo(expected(401, 403, 403, 403, 403, 200, 200, 200, 403, 403, 200));
    assertThat(statuses("/account"))
        .isEqualTo(expected(401, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403));
    assertThat(statuses("/no/such/address"))
        .isEqualTo(expected(401, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403));
    assertThat(statuses("/session").values()).containsOnly(200);
  }

  @Test
  void whoIsOfOneSiteFindsNothingOfAnother() throws Exception {
    for (String who : List.of("hill", "hill device")) {
      WebPerson person = PEOPLE.get(who);
      List<String> answers = new ArrayList<>();
      for (String path :
          List.of(
              "/exchange",
              "/exchange?id=" + lake,
              "/exchange?study=" + lakeStudy,
              "/exchange?limit=1000",
              "/dicom-web/studies",
              "/dicom-web/series",
              "/dicom-web/instances",
              "/dicom-web/studies?StudyInstanceUID=" + lakeStudy,
              "/dicom-web/series?StudyInstanceUID=" + lakeStudy,
              "/dicom-web/studies/" + lakeStudy,
              "/dicom-web/studies/" + lakeStudy + "/series",
              "/dicom-web/studies/" + lakeStudy + "/rendered",
              "/ecg/" + lakeEcg + ".json",
              "/ecg/" + lakeEcg + "%2Ejson",
              "/exchange/" + lake + "/",
              "/exchange/" + hill + "/../" + lake,
              "/exchange/" + hill + "/%2e%2e/" + lake)) {
        HttpResponse<String> answer = person.send("GET", path, "");
        assertThat(answer.statusCode()).as(who + " " + path).isIn(200, 204, 404);
        answers.add(answer.statusCode() == 200 ? answer.body() : "");
      }
      assertThat(answers).noneMatch(body -> body.contains(lakeStudy) || body.contains(lake));
      assertThat(answers.getFirst()).contains(hill);
      assertThat(answers.get(4)).contains(hillStudy);
      for (String path :
          List.of("/exchange?site=lakeside", "/exchange?site=hillside&site=lakeside")) {
        assertThat(person.status(path)).as(path).isEqualTo(403);
      }
      assertThat(person.send("GET", "/exchange", "", "site", "lakeside").statusCode())
          .isEqualTo(403);
    }
    // a read that is done again is of the same site, whatever its id has behind it
    for (String rest : List.of("-2", "-repeat-1", "-2-repeat-1")) {
      String path = "/branch/report/" + lake + rest + "/1.pdf";
      assertThat(PEOPLE.get("lake").send("GET", path, "").body()).contains("no such report");
      assertThat(PEOPLE.get("hill").send("GET", path, "").body()).contains("nothing of yours");
    }
  }

  @Test
  void aDeviceSendsForItsOwnSiteAlone() throws Exception {
    WebPerson device = PEOPLE.get("hill device");
    String ecg = Files.readString(ECG);
    assertThat(device.send("POST", "/ecg?site=lakeside", ecg).statusCode()).isEqualTo(403);
    assertThat(device.send("POST", "/ecg", ecg, "site", "lakeside").statusCode()).isEqualTo(403);
    assertThat(
            device
                .send("POST", "/dicom-web/studies", "x", "Farsight-Site", "lakeside")
                .statusCode())
        .isEqualTo(403);
    String other = Files.readString(OTHER_ECG);
    String id = device.json("POST", "/ecg", other).path("id").asText();
    assertThat(commands.json("GET", "/exchange/" + id, "").path("site").asText()).isEqualTo(OTHER);
    assertThat(PEOPLE.get("lake").send("POST", "/ecg", ecg).statusCode()).isEqualTo(403);
    assertThat(PEOPLE.get("nobody").send("POST", "/ecg?site=lakeside", ecg).statusCode())
        .isEqualTo(401);
  }

  @Test
  void anEngineerWithoutGrantSeesNoPatientAndCannotAskForOne() throws Exception {
    WebPerson engineer = PEOPLE.get("engineer");
    JsonNode seen = engineer.json("GET", "/exchange/" + lake, "");
    assertThat(seen.path("blotted").asBoolean()).isTrue();
    assertThat(seen.path("accession").asText()).isIn("", "•••");
    assertThat(engineer.status("/exchange?patient=P1")).isEqualTo(403);
    assertThat(engineer.status("/exchange?id=P1")).isEqualTo(403);
    assertThat(engineer.status("/exchange?study=" + lakeStudy)).isEqualTo(200);
    JsonNode all = PEOPLE.get("trusted").json("GET", "/exchange/" + lake, "");
    assertThat(all.has("blotted")).isFalse();
  }

  @Test
  void aSessionIsAskedForByPagesOfOursAlone() throws Exception {
    WebPerson chief = PEOPLE.get("chief");
    String path = "/alarms/1/acknowledge";
    String body = "{\"by\":\"somebody else\"}";
    assertThat(chief.send("POST", path, body).statusCode()).isEqualTo(404);
    assertThat(chief.send("POST", path, body, "Origin", base).statusCode()).isEqualTo(404);
    for (String[] foreign :
        List.of(
            new String[] {"Origin", "https://evil.example"},
            new String[] {"Origin", "null"},
            new String[] {"Sec-Fetch-Site", "cross-site"},
            new String[] {"Accept", "*/*"})) {
      assertThat(chief.send("POST", path, body, foreign).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aFirstPasswordOpensNothingButItsChange() throws Exception {
    String password = engine.engine().firstPassword().orElseThrow();
    HttpResponse<String> first = WebPerson.signIn(base, "admin", password);
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HTTPOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");
    WebPerson admin = WebPerson.ofCookie(base, first);
    assertThat(admin.status("/account")).isEqualTo(403);
    assertThat(admin.json("GET", "/session", "").path("mustChangePassword").asBoolean()).isTrue();
    WebPerson changed = WebPerson.signedIn(base, "admin", password);
    assertThat(changed.status("/account")).isEqualTo(200);
    assertThat(admin.status("/account")).isEqualTo(401);
    assertThat(changed.send("DELETE", "/session", "").statusCode()).isEqualTo(204);
    assertThat(changed.status("/account")).isEqualTo(401);
    assertThat(WebPerson.signIn(base, "admin", password).statusCode()).isEqualTo(401);
  }

  @Test
  void guessingIsSlowedDown() throws Exception {
    person("victim", "reader", "");
    PEOPLE.remove("victim");
    for (int i = 0; i < 5; i++) {
      assertThat(WebPerson.signIn(base, "victim", "a guess").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> slowed = WebPerson.signIn(base, "victim", WebPerson.own("victim"));
    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> WebPerson.signIn(base, "victim", WebPerson.own("victim")).statusCode() == 200);
  }

  @Test
  void whoOpensACaseIsWrittenDownOnce() throws Exception {
    WebPerson reader = PEOPLE.get("reader");
    for (int i = 0; i < 3; i++) {
      assertThat(reader.status("/exchange/" + hill)).isEqualTo(200);
      assertThat(reader.status("/dicom-web/studies/" + hillStudy)).isEqualTo(200);
    }
    assertThat(PEOPLE.get("lake").status("/exchange/" + hill)).isEqualTo(404);
    List<Opening> trail = ((SqlLedger) engine.engine().ledger()).auditTrail().newest(1000);
    assertThat(trail.stream().filter(o -> o.who().equals("reader") && o.subject().equals(hill)))
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.allowed()).isTrue();
              assertThat(o.patientId()).isNotEmpty();
              assertThat(o.patientSystem()).startsWith("https://");
              assertThat(o.from()).isEqualTo("127.0.0.1");
            });
    assertThat(trail.stream().filter(o -> o.who().equals("lake") && o.subject().equals(hill)))
        .singleElement()
        .satisfies(o -> assertThat(o.allowed()).isFalse());
    assertThat(trail).noneMatch(o -> o.who().equals("engineer") && o.allowed());
  }

  @Test
  void theTokenOfCommandsIsForTheOwnerAlone() throws Exception {
    Path file = engine.home().data().resolve("engine.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
