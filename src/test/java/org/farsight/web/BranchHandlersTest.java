package org.farsight.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.farsight.access.Role;
import org.farsight.access.Visitor;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Step;
import org.farsight.exchange.Way;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.ReturnedReports;
import org.farsight.report.SampleReports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What branches see of their reports, role by role, over a real socket. */
@SuppressWarnings("NullAway.Init")
class BranchHandlersTest {
  private static final Instant T0 = Instant.parse("2026-11-23T06:20:00Z");

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
  private Optional<String> core = Optional.empty();
  private SqlLedger ledger;
  private SegmentStore store;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    ledger = SqlLedger.open(SqlLedger.Options.in(folder.resolve("ledger")));
    store =
        SegmentStore.open(SegmentStore.Options.in(folder.resolve("store")), ledger.committedEnds());
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              String who = context.request().getHeader("who");
              if (who != null) {
                Visiting.is(context, visitor(who));
              }
              context.next();
            });
    new BranchHandlers(
            ledger,
            ledger.returns(),
            ledger.criticals(),
            arrival ->
                ReturnedReports.read(
                    arrival.facts().format(), store.read(arrival.content(), 1 << 24)),
            () -> new Sites(List.of(), true),
            () -> T0.plusSeconds(60),
            () -> core,
            opened::add)
        .addTo(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    store.close();
    ledger.close();
  }

  /** {@code staff:east}, {@code system:east} or {@code reader}. */
  private static Visitor visitor(String who) {
    String[] parts = who.split(":");
    return parts.length == 2
        ? new Visitor(
            who,
            who,
            parts[0].equals("staff") ? Role.BRANCH_STAFF : Role.DEVICE,
            Optional.of(parts[1]),
            true,
            false)
        : new Visitor(who, who, Role.READER, Optional.empty(), true, false);
  }

  private HttpResponse<String> get(String who, String path) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    if (!who.isEmpty()) {
      request.header("who", who);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> receipt(String who, String path, String body) throws Exception {
    String address = "http://127.0.0.1:" + server.actualPort() + "/returned/" + path + "/opened";
    return client.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("who", who)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode list(String who, String path) throws Exception {
    return new ObjectMapper().readTree(get(who, path).body());
  }

  private Content kept(byte[] bytes) throws Exception {
    try (ContentStore.Spooled object = store.spool(new ByteArrayInputStream(bytes))) {
      return store.sync(List.of(object)).getFirst();
    }
  }

  private void version(String id, String site, ReportFile report) throws Exception {
    Content content = kept(report.bytes());
    ledger.<Void>write(
        tx -> {
          if (report.version() == 1) {
            tx.open(exchange(id, site, Kind.ECG, "key" + id));
            tx.open(exchange("r" + id, site, Kind.REPORT, site + "|" + id));
            tx.cases().put(read(id, site));
          }
          tx.append(
              new Arrival(
                  0,
                  "r" + id,
                  report.version(),
                  T0,
                  Way.READING_ROOM,
                  "zhang",
                  content,
                  ObjectFacts.ofDocument(ReportFile.FORMAT, id, "CT", "P-1001", "", "A2026-0007"),
                  0));
          return null;
        });
  }

  private static Exchange exchange(String id, String site, Kind kind, String key) {
    return new Exchange(id, site, kind, key, "P-1001", "", "", "CT", Priority.ROUTINE, 0, T0, T0);
  }

  private static ReadingCase read(String id, String site) {
    return new ReadingCase(
        id,
        id,
        false,
        site,
        new ReadingCase.Person("Patient/7", "P-1001", "王建国", "male", Optional.empty()),
        new ReadingCase.Examination("A2026-0007", "CT", "CT 胸部平扫"),
        new ReadingCase.TaskView(
            "Task/" + id,
            "3",
            T0,
            "ServiceRequest/1",
            Status.COMPLETED,
            Progress.SIGNED,
            Priority.ROUTINE,
            false,
            new ReadingCase.Owner(ReadingCase.OwnerKind.READER, "zhang", "张敏"),
            Optional.empty()),
        new ReadingCase.Times(T0, Optional.empty(), Optional.empty(), Optional.of(T0)),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  private ReportFile twoSites() throws Exception {
    ReportFile report = SampleReports.file(SampleReports.first("a", "east"));
    version("a", "east", report);
    version("b", "west", SampleReports.file(SampleReports.first("b", "west")));
    return report;
  }

  @Test
  void staffSeeTheirOwnSiteAndReadersAll() throws Exception {
    twoSites();
    assertThat(list("staff:east", "/branch/reports").path("reports")).hasSize(1);
    assertThat(list("staff:east", "/branch/reports?site=west").at("/reports/0/case").asText())
        .isEqualTo("a");
    assertThat(list("reader", "/branch/reports").path("reports")).hasSize(2);
    JsonNode row = list("reader", "/branch/reports?site=east").at("/reports/0");
    assertThat(row.path("by").asText()).isEqualTo("张敏");
    assertThat(row.path("status").asText()).isEqualTo("final");
    assertThat(row.path("critical").asBoolean(true)).isFalse();
    assertThat(row.at("/patient/name").asText()).isEqualTo("王建国");
    JsonNode first = list("reader", "/branch/reports?limit=1");
    assertThat(
            list("reader", "/branch/reports?limit=1&after=" + first.path("next").asText())
                .at("/reports/0/case"))
        .isNotEqualTo(first.at("/reports/0/case"));
    assertThat(get("reader", "/branch/reports?limit=0").statusCode()).isEqualTo(400);
    assertThat(get("reader", "/branch/reports?after=x").statusCode()).isEqualTo(400);
  }

  @Test
  void anotherSitesReportIsNotThere() throws Exception {
    twoSites();
    assertThat(get("staff:west", "/branch/report/a/1.pdf").statusCode()).isEqualTo(404);
    assertThat(get("staff:west", "/branch/report/a/1.html").statusCode()).isEqualTo(404);
    assertThat(get("staff:west", "/branch/report/none/1.pdf").statusCode()).isEqualTo(404);
    assertThat(get("staff:east", "/branch/report/a/2.pdf").statusCode()).isEqualTo(404);
    assertThat(get("staff:east", "/branch/report/a/0.pdf").statusCode()).isEqualTo(404);
    assertThat(get("staff:east", "/branch/report/a/1.xml").statusCode()).isEqualTo(404);
    assertThat(opened).isEmpty();
  }

  @Test
  void onlyTheBranchsOwnStaffOpensAndOnlyOnce() throws Exception {
    ReportFile report = twoSites();
    assertThat(get("reader", "/branch/report/a/1.html").statusCode()).isEqualTo(200);
    assertThat(opened).isEmpty();
    HttpResponse<String> shown = get("staff:east", "/branch/report/a/1.html");
    assertThat(shown.body()).contains("右肺上叶磨玻璃结节");
    assertThat(shown.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("sandbox");
    HttpResponse<String> pdf = get("staff:east", "/branch/report/a/1.pdf");
    assertThat(pdf.headers().firstValue("Content-Type")).contains("application/pdf");
    assertThat(pdf.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(opened).containsExactly("a");
    assertThat(ledger.returns().ofCase("a").orElseThrow().opened())
        .contains(new ReportReturn.Opening(T0.plusSeconds(60), "staff:east"));
    JsonNode row = list("reader", "/branch/reports?site=east").at("/reports/0");
    assertThat(row.path("openedBy").asText()).isEqualTo("staff:east");
    version(
        "a",
        "east",
        SampleReports.file(SampleReports.next(report, Report.Status.AMENDED, "随访间隔更正")));
    row = list("reader", "/branch/reports?site=east").at("/reports/0");
    assertThat(row.has("openedAt")).as("nobody has opened the new version").isFalse();
    assertThat(row.path("status").asText()).isEqualTo("amended");
    assertThat(get("staff:east", "/branch/report/a/2.pdf").statusCode()).isEqualTo(200);
    assertThat(opened).containsExactly("a", "a");
  }

  private void step(String name, int done, int wanted) {
    Instant doneAt = done == 0 ? null : T0;
    ledger.<Void>write(
        tx -> {
          tx.put(new Step("ra", name, done, wanted, 0, null, null, "", doneAt));
          return null;
        });
  }

  @Test
  void aVersionThatTheCoreHospitalHasNotAcceptedIsNotShown() throws Exception {
    core = Optional.of("core");
    ReportFile report = twoSites();
    assertThat(list("staff:east", "/branch/reports").path("reports")).isEmpty();
    assertThat(get("staff:east", "/branch/report/a/1.pdf").statusCode()).isEqualTo(404);
    assertThat(opened).isEmpty();
    step(Step.CONVERT, 1, 1);
    step("core", 0, 1);
    assertThat(get("staff:east", "/branch/report/a/1.pdf").statusCode()).isEqualTo(404);
    step("core", 1, 1);
    assertThat(get("staff:east", "/branch/report/a/1.pdf").statusCode()).isEqualTo(200);
    version(
        "a",
        "east",
        SampleReports.file(SampleReports.next(report, Report.Status.AMENDED, "随访间隔更正")));
    step("core", 1, 2);
    JsonNode row = list("staff:east", "/branch/reports").at("/reports/0");
    assertThat(row.path("version").asInt()).isEqualTo(1);
    assertThat(row.path("status").asText()).isEqualTo("final");
    assertThat(get("staff:east", "/branch/report/a/2.pdf").statusCode()).isEqualTo(404);
    step("core", 2, 2);
    assertThat(list("staff:east", "/branch/reports").at("/reports/0/version").asInt()).isEqualTo(2);
  }

  @Test
  void withoutASignInWhoeverAsksIsTheBranch() throws Exception {
    twoSites();
    assertThat(get("", "/branch/report/a/1.html").statusCode()).isEqualTo(200);
    assertThat(ledger.returns().ofCase("a").orElseThrow().opened().orElseThrow().by()).isEmpty();
  }

  private Optional<ReportReturn.Opening> opening(String id) {
    return ledger.returns().ofCase(id).orElseThrow().opened();
  }

  @Test
  void aBranchsOwnSystemSaysOnceWhoHasOpenedItAndWhen() throws Exception {
    twoSites();
    String said = "{\"by\":\"王医生\",\"at\":\"2026-11-23T14:20:30+08:00\"}";
    HttpResponse<String> first = receipt("system:east", "a/1", said);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(first.body()).path("first").asBoolean()).isTrue();
    HttpResponse<String> again = receipt("system:east", "a/1", "{}");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(again.body()).path("first").asBoolean(true)).isFalse();
    assertThat(opening("a")).contains(new ReportReturn.Opening(T0.plusSeconds(30), "王医生"));
    assertThat(opened).containsExactly("a");
    JsonNode row = list("staff:east", "/branch/reports").at("/reports/0");
    assertThat(row.path("openedBy").asText()).isEqualTo("王医生");
  }

  @Test
  void aClockThatCannotBeRightIsNotFollowed() throws Exception {
    twoSites();
    receipt("system:east", "a/1", "{\"at\":\"2031-01-01T00:00:00Z\"}");
    assertThat(opening("a").orElseThrow().at()).isEqualTo(T0.plusSeconds(60));
    receipt("system:west", "b/1", "{\"at\":\"2001-01-01T00:00:00Z\"}");
    assertThat(opening("b").orElseThrow().at()).isEqualTo(T0);
  }

  @Test
  void aReceiptOfAnotherSiteOrOfNothingThatWentBackIsRefused() throws Exception {
    core = Optional.of("core");
    twoSites();
    step(Step.CONVERT, 1, 1);
    step("core", 0, 1);
    assertThat(receipt("system:east", "a/1", "{}").statusCode()).as("not back yet").isEqualTo(404);
    step("core", 1, 1);
    for (String other : List.of("b/1", "a/2", "a/0", "a/x", "a/9999999999", "none/1")) {
      assertThat(receipt("system:east", other, "{}").statusCode()).as(other).isEqualTo(404);
    }
    for (String wrong :
        List.of("{\"at\":\"today\"}", "{\"who\":\"x\"}", "{\"by\":\"a\\nb\"}", "[]")) {
      assertThat(receipt("system:east", "a/1", wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    assertThat(opened).isEmpty();
    assertThat(receipt("system:east", "a/1", "").statusCode()).isEqualTo(200);
  }
}
