package org.farsight.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.farsight.access.Role;
import org.farsight.access.Visitor;
import org.farsight.critical.Scene;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.Sites;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who sees which critical values, and who answers them. The gate before it has tests of its own.
 */
class CriticalHandlersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Visitor> PEOPLE =
      Map.of(
          "lake", nurse("li", "李护士", Scene.SITE),
          "hill", nurse("sun", "孙护士", "hill"),
          "reader", new Visitor("zhang", "张敏", Role.READER, Optional.empty(), false, false));

  private static Visitor nurse(String login, String shown, String site) {
    return new Visitor(login, shown, Role.BRANCH_STAFF, Optional.of(site), false, false);
  }

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @SuppressWarnings("NullAway.Init")
  private String base;

  @BeforeEach
  void open() throws Exception {
    scene = new Scene(dir);
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              Visitor visitor = PEOPLE.get(String.valueOf(context.request().getHeader("Who")));
              if (visitor != null) {
                Visiting.is(context, visitor);
              }
              context.next();
            });
    new CriticalHandlers(
            scene.ledger,
            scene.ledger.criticals(),
            scene.ledger.cases(),
            scene.desk,
            CriticalHandlersTest::sites,
            scene)
        .addTo(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    base = "http://127.0.0.1:" + server.actualPort();
  }

  private static Sites sites() {
    return new Sites(List.of(Scene.site(Scene.SITE), Scene.site("hill")), false);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    scene.close();
  }

  private record Answer(int status, JsonNode body) {}

  private Answer ask(String who, String path) throws Exception {
    return sent(HttpRequest.newBuilder(URI.create(base + path)).header("Who", who).GET());
  }

  private Answer answers(String who, CriticalValue value, String body) throws Exception {
    String path = "/critical/" + value.id() + "/acknowledge";
    return sent(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Who", who)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Answer sent(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        http.send(
            request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private CriticalValue of(String site) {
    Exchange ecg = scene.examination(site, "ECG");
    scene.found(ecg, "severe bradycardia", "严重心动过缓");
    scene.desk.look();
    return scene.only(ecg);
  }

  private static List<String> ids(Answer answer) {
    return answer.body().path("critical").findValuesAsText("id").stream()
        .filter(id -> !id.equals("P-1001"))
        .toList();
  }

  @Test
  void theBranchSeesItsOwnAndIsToldByThat() throws Exception {
    CriticalValue lake = of(Scene.SITE);
    CriticalValue hill = of("hill");
    assertThat(ids(ask("reader", "/critical"))).containsExactlyInAnyOrder(lake.id(), hill.id());
    JsonNode first = ask("reader", "/critical?site=lake").body().path("critical").path(0);
    assertThat(first.path("state").asText()).as("a reader is not the branch").isEqualTo("open");
    assertThat(first.path("patient").path("name").asText()).isEqualTo("王建国");
    assertThat(first.path("siteName").asText()).isEqualTo("lake 卫生院");
    assertThat(first.path("values").path(0).asText()).isEqualTo("严重心动过缓 / severe bradycardia");
    assertThat(first.path("ways").path(0).path("state").asText()).isEqualTo("WAITING");
    assertThat(ids(ask("hill", "/critical"))).containsExactly(hill.id());
    assertThat(ids(ask("hill", "/critical?exchange=" + lake.examination()))).isEmpty();
    JsonNode told = ask("reader", "/critical?site=hill").body().path("critical").path(0);
    assertThat(told.path("state").asText()).isEqualTo("told");
    assertThat(told.path("ways").path(0).path("proof").asText()).isEqualTo("孙护士");
    assertThat(scene.story(hill.examination()))
        .contains("critical value told to the branch: over page (孙护士), " + hill.id());
  }

  @Test
  void whoAnswersIsWhoHasSignedInAtThatBranch() throws Exception {
    CriticalValue lake = of(Scene.SITE);
    String body = "{\"by\":\"somebody else\",\"action\":\"已通知王医生\"}";
    assertThat(answers("hill", lake, body).status()).isEqualTo(404);
    Answer answer = answers("lake", lake, body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("state").asText()).isEqualTo("acknowledged");
    assertThat(answer.body().path("acknowledged").path("by").asText()).isEqualTo("李护士");
    assertThat(answer.body().has("before")).isFalse();
    Answer again = answers("lake", lake, "{\"action\":\"又一次\"}");
    assertThat(again.body().path("before").asBoolean()).isTrue();
    assertThat(again.body().path("acknowledged").path("action").asText()).isEqualTo("已通知王医生");
    assertThat(ids(ask("lake", "/critical"))).isEmpty();
    assertThat(ids(ask("lake", "/critical?state=all"))).containsExactly(lake.id());
  }

  @Test
  void whoNamesNobodyOrNothingOrHasNotSeenAllIsAskedAgain() throws Exception {
    CriticalValue lake = of(Scene.SITE);
    assertThat(answers("", lake, "{\"action\":\"x\"}").status()).isEqualTo(400);
    assertThat(answers("", lake, "{\"by\":\"李护士\"}").status()).isEqualTo(400);
    assertThat(answers("", lake, "{\"by\":\"李护士\",\"action\":\"  \"}").status()).isEqualTo(400);
    assertThat(answers("", lake, "{\"by\":\"李护士\",\"action\":\"x\",\"id\":1}").status())
        .isEqualTo(400);
    String longest = "x".repeat(1001);
    assertThat(answers("", lake, "{\"by\":\"李\",\"action\":\"" + longest + "\"}").status())
        .isEqualTo(400);
    Answer other = answers("", lake, "{\"by\":\"李护士\",\"action\":\"x\",\"revision\":2}");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.body().path("critical").path("revision").asInt()).isEqualTo(1);
    assertThat(ask("", "/critical?state=closed").status()).isEqualTo(400);
    assertThat(ask("", "/critical?sites=lake").status()).isEqualTo(400);
    assertThat(ask("", "/critical?limit=0").status()).isEqualTo(400);
    assertThat(scene.only(exchange(lake)).answer()).isEmpty();
    assertThat(answers("", lake, "{\"by\":\"李护士\",\"action\":\"x\",\"revision\":1}").status())
        .isEqualTo(200);
  }

  private Exchange exchange(CriticalValue value) {
    return scene.ledger.exchange(value.examination()).orElseThrow();
  }

  @Test
  void whileNobodySignsInWhoAsksForASiteIsTakenForItsBranch() throws Exception {
    CriticalValue lake = of(Scene.SITE);
    ask("", "/critical");
    assertThat(scene.only(exchange(lake)).toldAt()).isEmpty();
    ask("", "/critical?site=lake&state=all");
    assertThat(scene.only(exchange(lake)).toldAt()).contains(Scene.T0);
  }

  @Test
  void aWayThatCouldNotTakeItSaysWhy() throws Exception {
    CriticalValue lake = of(Scene.SITE);
    scene.took(lake, "hl7", "MSA AA");
    scene.desk.look();
    JsonNode ways = ask("reader", "/critical").body().path("critical").path(0).path("ways");
    assertThat(ways).hasSize(2);
    assertThat(ways.path(1).path("way").asText()).isEqualTo("hl7");
    assertThat(ways.path(1).path("state").asText()).isEqualTo("DONE");
    assertThat(ways.path(1).path("proof").asText()).isEqualTo("MSA AA");
    scene.sleep(Duration.ofMinutes(11));
    JsonNode late = ask("reader", "/critical").body().path("critical").path(0);
    assertThat(late.path("overdue").asBoolean()).isTrue();
  }

  @Test
  void aCaseShowsItUntilItIsAnsweredAndThatItIs() throws Exception {
    CriticalValue lake = of(Scene.SITE);
    CaseJson json = new CaseJson(CriticalHandlersTest::sites, scene.ledger.criticals());
    ReadingCase one = reading(lake);
    JsonNode open = json.row(one, Scene.T0).path("criticalNotice");
    assertThat(open.path("id").asText()).isEqualTo(lake.id());
    assertThat(open.path("state").asText()).isEqualTo("open");
    assertThat(open.path("due").asText()).isEqualTo("2026-03-02T08:10:00Z");
    answers("lake", lake, "{\"action\":\"已通知\"}");
    JsonNode answered = json.row(one, Scene.T0).path("criticalNotice");
    assertThat(answered.path("state").asText()).isEqualTo("acknowledged");
    assertThat(answered.path("acknowledged").path("by").asText()).isEqualTo("李护士");
    assertThat(answered.toString())
        .as("what was found stays behind its own address")
        .doesNotContain("心动过缓", "王建国");
  }

  private static ReadingCase reading(CriticalValue value) {
    return new ReadingCase(
        value.examination(),
        value.examination(),
        false,
        value.siteId(),
        new ReadingCase.Person(
            "Patient/1", "P-1001", "王建国", "male", Optional.of(LocalDate.of(1961, 4, 2))),
        new ReadingCase.Examination("A1", "ECG", ""),
        new ReadingCase.TaskView(
            "Task/1",
            "1",
            Scene.T0,
            "",
            Status.REQUESTED,
            Progress.COMPLETE,
            Priority.STAT,
            true,
            new Owner(OwnerKind.DEPARTMENT, "reading", "诊断中心"),
            Optional.empty()),
        new ReadingCase.Times(Scene.T0, Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        1);
  }
}
