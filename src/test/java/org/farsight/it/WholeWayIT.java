package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.farsight.access.Opening;
import org.farsight.app.EngineFile;
import org.farsight.ledger.SqlLedger;
import org.farsight.peer.MllpPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a device's push to the branch that has read the report, over HTTP with people signed in:
 * three ways back (folder, HL7 v2, page), and how long they take.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class WholeWayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int SIGNATURES = 20;

  @TempDir static Path folder;

  private static final Map<String, WebPerson> PEOPLE = new LinkedHashMap<>();
  private static LogRecord log;
  private static MllpPeer his;
  private static Path reports;
  private static RunningEngine engine;

  @BeforeAll
  static void anEngineABranchAndItsPeople() throws Exception {
    String fhir = HospitalServer.require().url();
    log = LogRecord.from("org.farsight", Level.DEBUG);
    his = new MllpPeer();
    reports = Files.createDirectories(folder.resolve("reports"));
    engine =
        RunningEngine.in(
            folder.resolve("home"),
            "http.auth=on",
            EngineHome.fhir(fhir),
            "study.quiet-seconds=0",
            "reading.poll-seconds=1",
            "sites.lakeside.returns.folder.path=" + reports,
            "sites.lakeside.returns.hl7.address=127.0.0.1:" + his.port());
    String base = engine.engine().httpAddress();
    String token = EngineFile.of(engine.home().data()).orElseThrow().tokenIfAny().orElseThrow();
    PEOPLE.put("command", WebPerson.withToken(base, token));
    person("zhang", "reader", "");
    person("li", "reader", "");
    person("lake", "branch-staff", "lakeside");
    person("hill", "branch-staff", "hillside");
  }

  /** After all of it no log has named the patients, what was found, or a secret. */
  @AfterAll
  static void endsWithoutAWordInTheLogs() throws IOException {
    if (his != null) {
      his.close();
    }
    if (engine == null) {
      return; // it did not begin
    }
    engine.close();
    log.close();
    List<String> never = new ArrayList<>(List.of("明远", "Mingyuan", "张力性气胸", "胸腔", "pneumothorax"));
    PEOPLE.forEach((user, person) -> never.add(person.secret().replaceFirst(".*[ =]", "")));
    PEOPLE.keySet().forEach(user -> never.add(WebPerson.own(user)));
    for (ILoggingEvent event : log.events()) {
      assertThat(never)
          .as(event.getFormattedMessage())
          .noneMatch(event.getFormattedMessage()::contains);
    }
    assertThat(log.events()).as("something was logged").isNotEmpty();
  }

  private static void person(String user, String role, String site) throws Exception {
    ObjectNode body = WebPerson.JSON.createObjectNode().put("user", user).put("role", role);
    if (!site.isEmpty()) {
      body.put("site", site);
    }
    String password =
        is("command").json("POST", "/account", body.toString()).path("password").asText();
    PEOPLE.put(user, WebPerson.signedIn(engine.engine().httpAddress(), user, password));
  }

  private static WebPerson is(String name) {
    WebPerson person = PEOPLE.get(name);
    if (person == null) {
      throw new IllegalArgumentException(name);
    }
    return person;
  }

  private static JsonNode awaited(String who, String path, Predicate<JsonNode> holds) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> is(who).json("GET", path, ""), holds);
  }

  /** Pushes a study of somebody new; gives its exchange once it is a case. */
  private static String pushed() throws Exception {
    return cases(List.of(push())).getFirst();
  }

  private static String push() throws Exception {
    List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 1, 16);
    assertThat(engine.device().push(study)).allMatch(status -> status.code() == 0);
    return study.getFirst().sopInstance();
  }

  private static List<String> cases(List<String> instances) throws Exception {
    List<String> ids = new ArrayList<>();
    for (String instance : instances) {
      JsonNode found = is("command").json("GET", "/exchange?instance=" + instance, "");
      ids.add(found.path("exchanges").path(0).path("id").asText());
    }
    for (String id : ids) {
      awaited("zhang", "/worklist?q=" + id, list -> list.path("cases").size() == 1);
    }
    return ids;
  }

  /** Claims it and keeps a draft; gives the draft's version. */
  private static int drafted(String id, String critical) throws Exception {
    assertThat(
            is("zhang").send("POST", "/case/" + id + "/claim", "{\"reader\":\"x\"}").statusCode())
        .isEqualTo(200);
    return draft(id, critical, "");
  }

  private static int draft(String id, String critical, String reason) throws Exception {
    ObjectNode draft = WebPerson.JSON.createObjectNode().put("base", 0);
    draft.put("findings", "右侧胸腔大量积气，纵隔左移。").put("impression", "右侧张力性气胸。");
    draft.put("reason", reason);
    if (!critical.isEmpty()) {
      draft.put("critical", critical);
    }
    return is("zhang")
        .json("PUT", "/case/" + id + "/report/draft", draft.toString())
        .path("version")
        .asInt();
  }

  private static HttpResponse<String> signed(String id, int draft) throws Exception {
    HttpResponse<String> answer =
        is("zhang").send("POST", "/case/" + id + "/report/sign", "{\"draft\":" + draft + "}");
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
    return answer;
  }

  private static List<Path> files(String part) throws IOException {
    try (Stream<Path> all = Files.list(reports)) {
      return all.filter(file -> String.valueOf(file.getFileName()).contains(part)).toList();
    }
  }

  private static List<String> messages(String part) {
    return his.messages().stream()
        .map(one -> new String(one, StandardCharsets.UTF_8))
        .filter(one -> one.contains(part))
        .toList();
  }

  @Test
  void aStudyIsReadByOneOfTwoReadersAndItsReportComesBackThreeWays() throws Exception {
    try (CaseEvents events = new CaseEvents(engine.engine().httpAddress(), is("zhang"))) {
      String id = pushed();
      await().atMost(PATIENCE).until(() -> events.text().contains(id));
      race(id);
      JsonNode one = is("zhang").json("GET", "/case/" + id, "");
      String study = one.path("links").path("dicomweb").asText();
      assertThat(is("zhang").status(study + "/metadata")).isEqualTo(200);
      JsonNode templates = is("zhang").json("GET", "/report-templates?case=" + id, "");
      assertThat(templates.path("templates")).isNotEmpty();

      int draft = draft(id, "右侧张力性气胸", "");
      HttpResponse<String> other =
          is("li").send("POST", "/case/" + id + "/report/sign", "{\"draft\":" + draft + "}");
      assertThat(other.statusCode()).as("signed by who has it").isEqualTo(409);
      signed(id, draft);
      assertThat(signed(id, draft).body()).as("again: the same").contains("\"version\" : 1");
      isBack(id, 1);
      isOpened(id);
      isAnswered(id);
      amended(id);
      isTold(id);
    }
  }

  /** Two readers reach for it; zhang gets it in the end. */
  private static void race(String id) throws Exception {
    List<Callable<HttpResponse<String>>> both = new ArrayList<>();
    for (String reader : List.of("zhang", "li")) {
      both.add(() -> is(reader).send("POST", "/case/" + id + "/claim", "{\"reader\":\"x\"}"));
    }
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<HttpResponse<String>> one : threads.invokeAll(both)) {
        answers.add(one.get());
      }
    }
    assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 409);
    if (answers.getLast().statusCode() == 200) {
      assertThat(
              is("li").send("POST", "/case/" + id + "/release", "{\"reader\":\"x\"}").statusCode())
          .isEqualTo(200);
      assertThat(
              is("zhang").send("POST", "/case/" + id + "/claim", "{\"reader\":\"x\"}").statusCode())
          .isEqualTo(200);
    }
  }

  /** In the folder, at the information system, on the page; and the examination says so. */
  private static void isBack(String id, int version) throws Exception {
    String name = id + "-v" + version;
    await().atMost(PATIENCE).until(() -> files(name + ".json").size() == 1);
    assertThat(Files.readAllBytes(files(name + ".pdf").getFirst()))
        .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
    await()
        .atMost(PATIENCE)
        .until(
            () -> messages(id).stream().anyMatch(m -> m.contains("ORU^R01") && m.contains("|ED|")));
    awaited(
        "lake",
        "/branch/reports",
        list ->
            list.path("reports").path(0).path("case").asText().equals(id)
                && list.path("reports").path(0).path("version").asInt() == version);
    awaited("command", "/exchange/" + id, one -> one.path("state").asText().equals("RETURNED"));
  }

  /** The branch's own staff open it, which is noted once; another branch does not know it. */
  private static void isOpened(String id) throws Exception {
    String pdf = "/branch/report/" + id + "/1.pdf";
    assertThat(is("hill").status(pdf)).isEqualTo(404);
    HttpResponse<String> opened = is("lake").send("GET", pdf, "");
    assertThat(opened.statusCode()).isEqualTo(200);
    assertThat(opened.body()).startsWith("%PDF-");
    // the reading room shows it in a frame, and nobody else may
    HttpResponse<String> page = is("zhang").send("GET", "/case/" + id + "/report/1.html", "");
    assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("SAMEORIGIN");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'self'", "sandbox");
    JsonNode row = is("lake").json("GET", "/branch/reports", "").path("reports").path(0);
    assertThat(row.path("openedBy").asText()).isNotEmpty();
    awaited(
        "zhang",
        "/case/" + id,
        one -> one.path("businessStatus").asText().equals("opened-at-branch"));
    List<Opening> trail = ((SqlLedger) engine.engine().ledger()).auditTrail().newest(1000);
    for (String who : List.of("zhang", "lake")) {
      assertThat(trail).anyMatch(o -> o.who().equals(who) && o.subject().equals(id) && o.allowed());
    }
  }

  /** The reader's mark is told at once on each way, and stays until a person has answered. */
  private static void isAnswered(String id) throws Exception {
    String of = "/critical?exchange=" + id;
    JsonNode open = awaited("lake", of, list -> list.path("critical").size() == 1);
    String notice = open.path("critical").path(0).path("id").asText();
    assertThat(open.path("critical").path(0).path("cause").asText()).isEqualTo("READER");
    await().atMost(PATIENCE).until(() -> files(notice + "-critical-").size() == 2);
    await().atMost(PATIENCE).until(() -> messages(id).size() >= 2);
    assertThat(is("hill").json("GET", of, "").path("critical")).isEmpty();
    String answer = "/critical/" + notice + "/acknowledge";
    String done = "{\"action\":\"已行胸腔穿刺减压\"}";
    assertThat(is("hill").send("POST", answer, done).statusCode()).isEqualTo(404);
    assertThat(is("lake").send("POST", answer, "{}").statusCode()).isEqualTo(400);
    assertThat(is("lake").send("POST", answer, done).statusCode()).isEqualTo(200);
    assertThat(is("lake").json("GET", of, "").path("critical")).isEmpty();
  }

  /** A second version takes the same ways; the first stays as it is. */
  private static void amended(String id) throws Exception {
    String reason = "补充：复查后修正";
    HttpResponse<String> none =
        is("zhang").send("POST", "/case/" + id + "/report/sign", "{\"draft\":999}");
    assertThat(none.statusCode()).isIn(409, 422);
    signed(id, draft(id, "", reason));
    isBack(id, 2);
    assertThat(files(id + "-v1.pdf")).hasSize(1);
    JsonNode folder = is("zhang").json("GET", "/case/" + id + "/report", "");
    assertThat(folder.path("signed").path(0).path("version").asInt()).isEqualTo(2);
    assertThat(folder.path("signed").path(0).path("reason").asText()).isEqualTo(reason);
  }

  /** The story tells it in both languages. */
  private static void isTold(String id) {
    String english = Command.trace(engine.home(), id, "en");
    String chinese = Command.trace(engine.home(), id, "zh");
    assertThat(english).contains("RETURNED", "return.lakeside.hl7", "return.lakeside.folder");
    assertThat(chinese).contains("return.lakeside.hl7", "已行胸腔穿刺减压");
  }

  @Test
  void aSignedReportIsAtTheBranchSecondsLater() throws Exception {
    List<String> instances = new ArrayList<>();
    for (int i = 0; i < SIGNATURES; i++) {
      instances.add(push());
    }
    List<String> ids = cases(instances);
    long[] atCore = new long[SIGNATURES];
    long[] atBranch = new long[SIGNATURES];
    for (int i = 0; i < SIGNATURES; i++) {
      String id = ids.get(i);
      int draft = drafted(id, "");
      long began = System.nanoTime();
      signed(id, draft);
      atCore[i] = millisSince(began);
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> files(id + "-v1.json").size() == 1 && !messages(id).isEmpty());
      atBranch[i] = millisSince(began);
    }
    Arrays.sort(atCore);
    Arrays.sort(atBranch);
    int p95 = SIGNATURES * 95 / 100 - 1;
    System.out.printf(
        "whole way: %d signatures; at the core's FHIR server p50 %d ms, p95 %d ms; accepted at the"
            + " branch (folder and HL7) p50 %d ms, p95 %d ms%n",
        SIGNATURES, atCore[SIGNATURES / 2], atCore[p95], atBranch[SIGNATURES / 2], atBranch[p95]);
    assertThat(atBranch[p95]).as("3 s on a machine with nothing else to do").isLessThan(15_000);
    String last = ids.getLast();
    awaited("command", "/exchange/" + last, one -> one.path("state").asText().equals("RETURNED"));
  }

  /** The same in a real browser (src/test/browser/whole-way.mjs). */
  @Test
  void aReaderAndABranchSeeAllOfItInTheirBrowsers() throws Exception {
    BrowserScript browser = BrowserScript.require();
    ObjectNode what = WebPerson.JSON.createObjectNode().put("id", pushed());
    what.put("reader", "li").put("staff", "lake");
    ObjectNode passwords = what.putObject("passwords");
    for (String user : List.of("li", "lake")) {
      passwords.put(user, WebPerson.own(user));
    }
    List<String> said =
        browser.run("whole-way.mjs", engine.engine().httpAddress(), line -> {}, what.toString());
    assertThat(said).contains("answered and opened");
  }

  private static long millisSince(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
