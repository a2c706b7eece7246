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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.farsight.access.Role;
import org.farsight.access.Visitor;
import org.farsight.exchange.Content;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Order;
import org.farsight.exchange.Order.Status;
import org.farsight.exchange.OrderDesk;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatch.Standing;
import org.farsight.exchange.OrderMatch.Verdict;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.Worklist;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person decides about the order of an examination: what it changes, whose name it bears,
 * and what is refused with which words. The gate before it has tests of its own (who may ask at
 * all).
 */
class OrderHandlersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final String SAID = "\"by\": \"anybody\", \"why\": \"asked the ward\"";
  private static final Map<String, Visitor> PEOPLE =
      Map.of(
          "chief",
          new Visitor("zhang", "张敏", Role.CHIEF_READER, Optional.empty(), false, false),
          "program",
          new Visitor("ris", "RIS", Role.COMMAND, Optional.empty(), false, false));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> rung = Collections.synchronizedList(new ArrayList<>());

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private String base;

  @BeforeEach
  void open() throws Exception {
    ledger = SqlLedger.open(SqlLedger.Options.in(dir));
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
    InstantSource clock = InstantSource.fixed(T0.plusSeconds(60));
    OrderDesk desk =
        new OrderDesk(
            ledger,
            ledger.orders(),
            (exchange, step) -> rung.add(exchange.id() + " " + step),
            clock);
    new OrderHandlers(ledger.orders(), ledger.orderMatches(), desk, Duration.ofHours(2), clock)
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
    order("o1", "east", Status.OPEN);
    order("o2", "east", Status.OPEN);
    examination("x1", Verdict.IN_DOUBT, "");
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    ledger.close();
  }

  private void write(Consumer<Ledger.Transaction> work) {
    ledger.<Void>write(
        tx -> {
          work.accept(tx);
          return null;
        });
  }

  private static void open(Ledger.Transaction tx, String id, String site, Kind kind, String key) {
    tx.open(new Exchange(id, site, kind, key, "P1", "", "", "CT", Priority.ROUTINE, 1, T0, T0));
  }

  private void order(String id, String site, Status status) {
    Order order =
        new Order(
            id,
            site,
            status,
            Priority.ROUTINE,
            new Order.Numbers("PL-" + id, "", "", "", "AC-" + id),
            "",
            T0.minusSeconds(3600),
            Optional.of(T0),
            new Worklist.ScheduledStep(
                site,
                new Worklist.Step(
                    List.of(), "", "", "20260302", "0900", "CT", "", "", List.of(), id, ""),
                new Worklist.Procedure("1.9." + id, id, "", List.of(), "", id, "", "", "", ""),
                new Worklist.Patient("Li^Hua", "P1", "", "19800101", "M", "", "", 0, "", "", "")));
    write(
        tx -> {
          open(tx, id, site, Kind.ORDER, site + "|" + id);
          tx.orders().put(order);
        });
  }

  /** A study that was converted, and what was found about its order. */
  private void examination(String id, Verdict verdict, String order) {
    Examination examination =
        new Examination(
            id,
            "east",
            "1.2." + id,
            "A1",
            List.of("CT"),
            T0,
            new Examination.Person("P1", "", "Li^Hua=李^华", "19800101", "M", ""));
    OrderMatch match =
        new OrderMatch(
            examination,
            verdict,
            "SEVERAL_FIT",
            order,
            verdict == Verdict.IN_DOUBT ? List.of("o1", "o2") : List.of(),
            new OrderMatch.Words("why", "原因"),
            Standing.STANDS,
            verdict != Verdict.MATCHED,
            T0);
    write(
        tx -> {
          open(tx, id, "east", Kind.STUDY, "1.2." + id);
          tx.put(new Step(id, Step.CONVERT, 1, 1, 0, null, null, "", T0));
          tx.orderMatches().put(match);
        });
  }

  private record Answer(int status, JsonNode body) {}

  private Answer ask(String path) throws Exception {
    return sent(HttpRequest.newBuilder(URI.create(base + path)).GET());
  }

  private Answer post(String path, String members, String... who) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .POST(HttpRequest.BodyPublishers.ofString("{" + members + "}"));
    for (String one : who) {
      request.header("Who", one);
    }
    return sent(request);
  }

  private Answer sent(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        http.send(
            request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private OrderMatch match(String exchange) {
    return ledger.orderMatch(exchange).orElseThrow();
  }

  private List<Event> events(String exchange) {
    return ledger.story(exchange).stream().map(StoryLine::event).toList();
  }

  @Test
  void aPersonGivesAnExaminationItsOrderAndItGoesOutAgain() throws Exception {
    Answer answer = post("/orders/x1/match", SAID + ", \"order\": \"o2\"");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("verdict").asText()).isEqualTo("MATCHED");
    assertThat(answer.body().path("order").asText()).isEqualTo("o2");
    assertThat(answer.body().path("zh").asText()).isNotBlank();
    assertThat(match("x1").isByHand()).isTrue();
    assertThat(match("x1").candidates()).isEmpty();
    assertThat(match("x1").why().en()).isEqualTo("anybody: asked the ward");
    assertThat(events("x1")).containsExactly(Event.ORDER_DECIDED);
    assertThat(events("o2")).containsExactly(Event.EXAMINATION_FOUND);
    assertThat(rung).containsExactly("x1 " + Step.CONVERT);
    assertThat(ledger.step("x1", Step.CONVERT).orElseThrow().isDue(T0.plusSeconds(60))).isTrue();
    assertThat(ask("/orders?show=doubt").body().path("counts").path("inDoubt").asInt()).isZero();
    assertThat(ask("/orders/o2").body().path("examinations")).hasSize(1);
  }

  @Test
  void anotherPersonDecidesOtherwiseAndBothOrdersTellIt() throws Exception {
    post("/orders/x1/match", SAID + ", \"order\": \"o2\"");
    post("/orders/x1/match", "\"by\": \"Sun\", \"why\": \"the wrong line\", \"order\": \"o1\"");
    assertThat(match("x1").orderId()).isEqualTo("o1");
    assertThat(events("o2")).containsExactly(Event.EXAMINATION_FOUND, Event.EXAMINATION_LOST);
    assertThat(events("o1")).containsExactly(Event.EXAMINATION_FOUND);

    Answer none = post("/orders/x1/unmatch", SAID);
    assertThat(none.status()).isEqualTo(200);
    assertThat(match("x1").verdict()).isEqualTo(Verdict.UNORDERED);
    assertThat(match("x1").orderMade()).isTrue();
    assertThat(match("x1").why().zh()).contains("无对应医嘱", "asked the ward");
    assertThat(events("o1")).containsExactly(Event.EXAMINATION_FOUND, Event.EXAMINATION_LOST);
    assertThat(events("x1")).hasSize(3).containsOnly(Event.ORDER_DECIDED);
  }

  @Test
  void whoHasSignedInDecidesUnderTheirOwnNameAndAProgramUnderTheOneItSends() throws Exception {
    post("/orders/x1/match", SAID + ", \"order\": \"o1\"", "chief");
    assertThat(match("x1").why().en()).isEqualTo("zhang: asked the ward");
    post("/orders/x1/unmatch", SAID, "program");
    assertThat(match("x1").why().en()).contains("anybody: asked the ward");
  }

  @Test
  void anExaminationThatIsGivenToACancelledOrderIsToBeRead() throws Exception {
    order("o3", "east", Status.CANCELLED);
    assertThat(post("/orders/x1/match", SAID + ", \"order\": \"o3\"").status()).isEqualTo(200);
    assertThat(match("x1").standing()).isEqualTo(Standing.TAKEN_BACK_BEFORE);
    order("o4", "east", Status.COMPLETED);
    post("/orders/x1/match", SAID + ", \"order\": \"o4\"");
    assertThat(match("x1").standing()).isEqualTo(Standing.STANDS);
  }

  @Test
  void whatCannotBeDecidedIsRefusedWithWordsAndChangesNothing() throws Exception {
    OrderMatch before = match("x1");
    order("w1", "west", Status.OPEN);
    assertThat(refused(409, "/orders/x1/match", SAID + ", \"order\": \"w1\""))
        .contains("of another site");
    assertThat(refused(409, "/orders/x1/match", SAID + ", \"order\": \"none\""))
        .contains("no order none");
    assertThat(refused(404, "/orders/none/match", SAID + ", \"order\": \"o1\""))
        .contains("no examination");
    assertThat(refused(404, "/orders/o1/unmatch", SAID)).contains("no examination");
    assertThat(match("x1")).isEqualTo(before);
    assertThat(rung).isEmpty();
    assertThat(events("x1")).isEmpty();
  }

  @Test
  void whatIsNoDecisionIsABadRequest() throws Exception {
    OrderMatch before = match("x1");
    String order = ", \"order\": \"o1\"";
    assertThat(refused(400, "/orders/x1/match", SAID)).contains("order is missing");
    assertThat(refused(400, "/orders/x1/match", "\"why\": \"x\"" + order)).contains("by");
    assertThat(refused(400, "/orders/x1/match", "\"by\": \"Li\"" + order)).contains("why");
    assertThat(refused(400, "/orders/x1/match", "\"by\": 7, \"why\": \"x\"" + order))
        .contains("by is text");
    assertThat(refused(400, "/orders/x1/match", SAID + order + ", \"force\": true"))
        .contains("[by, order, why]");
    assertThat(refused(400, "/orders/x1/unmatch", SAID + order)).contains("[by, why]");
    assertThat(refused(400, "/orders/x1/unmatch", "\"by\": \"" + "x".repeat(61) + "\", \"why\": 1"))
        .isNotBlank();
    assertThat(refused(400, "/orders/x1/unmatch", "\"by\"")).contains("no JSON");
    assertThat(match("x1")).isEqualTo(before);
  }

  private String refused(int status, String path, String members) throws Exception {
    Answer answer = post(path, members);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    return answer.body().toString();
  }

  @Test
  void anExaminationWhoseBytesAreGoneMustBeSentAgainFirst() throws Exception {
    Content bundle = new Content("0".repeat(64), "segments/1", 0, 10);
    write(tx -> tx.converted("x1", new Ledger.Converted(1, bundle)));
    assertThat(post("/orders/x1/unmatch", SAID).status()).isEqualTo(200);

    examination("x2", Verdict.IN_DOUBT, "");
    write(
        tx -> tx.converted("x2", new Ledger.Converted(1, new Content("1".repeat(64), "", 0, 10))));
    OrderMatch before = match("x2");
    assertThat(refused(409, "/orders/x2/unmatch", SAID)).contains("swept", "send it again");
    assertThat(match("x2")).isEqualTo(before);
  }

  @Test
  void theListIsOfOneSiteAndWithinItsLimits() throws Exception {
    order("w1", "west", Status.OPEN);
    JsonNode all = ask("/orders").body();
    assertThat(all.path("orders")).hasSize(3);
    assertThat(all.path("inDoubt").path(0).path("candidates").toString()).contains("o1", "o2");
    assertThat(ask("/orders?site=west").body().path("orders")).hasSize(1);
    assertThat(ask("/orders?site=west").body().path("inDoubt")).isEmpty();
    assertThat(ask("/orders?limit=1").body().path("orders")).hasSize(1);
    assertThat(ask("/orders?show=doubt").body().has("orders")).isFalse();
    for (String wrong : List.of("limit=0", "limit=1001", "limit=x", "show=all", "sort=up")) {
      assertThat(ask("/orders?" + wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(ask("/orders/none").status()).isEqualTo(404);
    JsonNode doubt = ask("/orders/x1").body();
    assertThat(doubt.path("candidateOrders")).hasSize(2);
    assertThat(all.toString() + doubt).as("no patient is shown").doesNotContain("Hua", "华", "P1");
  }
}
