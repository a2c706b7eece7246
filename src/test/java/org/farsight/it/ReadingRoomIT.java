package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.farsight.dicom.data.Uid;
import org.farsight.it.EngineView.Answer;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a device's push to a read in somebody else's system, as the worklist's page sees it. */
@Timeout(300)
class ReadingRoomIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SUBSCRIPTIONS =
      List.of("farsight-task", "farsight-diagnosticreport");
  private static final String TOKEN = "monitors-token";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;

  private final FhirServer fhir = FhirServer.at(HospitalServer.require().url());

  @Test
  void aStudyIsACaseThatOneReaderTakesAndAnotherSystemReads() throws Exception {
    String study = Uid.random();
    PushedObject.Person person = PushedObject.somebody();
    List<PushedObject> objects = new ArrayList<>();
    objects.add(PushedObject.image(study, person, 1, 16));
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    try (Hook hook = new Hook();
        RunningEngine engine =
            RunningEngine.in(
                folder,
                EngineHome.fhir(HospitalServer.require().url()),
                // what others write is noticed because the server tells of it
                "reading.poll-seconds=3600",
                "reading.subscription-url=" + hook.address(),
                "reading.subscription-token-file=" + token,
                "reading.groups.on-call.name=值班组");
        Events events = new Events(engine)) {
      hook.to(engine);
      awaitSubscribed(hook);
      engine.device().push(objects);
      engine.view().awaitDelivered(study, 1);
      JsonNode row = awaitRow(engine, study, one -> true);
      String id = row.path("id").asText();
      isShown(row, fhir.task(study));
      events.await(one -> one.path("id").asText().equals(id));

      String winner = race(engine, id);
      assertThat(fhir.task(study).getStatus()).isEqualTo(TaskStatus.ACCEPTED);
      lateImage(engine, study, person, winner);
      addendum(engine, study, person, id);
      rebuilt(engine);
      wrongQuestions(engine, id);
      assertThat(hook.told()).isPositive();
    } finally {
      for (String id : SUBSCRIPTIONS) {
        fhir.client().delete().resourceById("Subscription", id).execute();
      }
    }
  }

  /** The server says of its own accord that it does what it was asked. */
  private void awaitSubscribed(Hook hook) {
    for (String id : SUBSCRIPTIONS) {
      await()
          .atMost(PATIENCE)
          .ignoreException(ResourceNotFoundException.class)
          .until(
              () -> fhir.client().read().resource(Subscription.class).withId(id).execute(),
              one ->
                  one.getStatus() == SubscriptionStatus.ACTIVE
                      && one.getChannel().getEndpoint().equals(hook.address()));
    }
  }

  private static void isShown(JsonNode row, Task task) {
    assertThat(row.path("patient").path("name").asText()).isEqualTo("赵明远");
    assertThat(row.path("siteName").asText()).isEqualTo("湖滨卫生院");
    assertThat(row.path("modality").asText()).isEqualTo("CT");
    assertThat(row.path("status").asText()).isEqualTo("requested");
    assertThat(row.path("owner").path("kind").asText()).isEqualTo("department");
    assertThat(row.path("overdue").asBoolean()).isFalse();
    assertThat(row.path("secondsLeft").asLong()).isBetween(3 * 3600L, 4 * 3600L);
    assertThat(row.path("task").asText()).endsWith("/" + task.getIdElement().getIdPart());
    assertThat(task.getRestriction().getPeriod().getEnd()).isAfter(new Date());
  }

  /** Two readers reach for one case; gives who has it. */
  private static String race(RunningEngine engine, String id) throws Exception {
    List<Callable<Answer>> both = new ArrayList<>();
    for (String reader : List.of("zhang", "li")) {
      both.add(() -> post(engine, "/case/" + id + "/claim", "{\"reader\":\"" + reader + "\"}"));
    }
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Answer> one : threads.invokeAll(both)) {
        answers.add(one.get());
      }
    }
    Answer won = answers.stream().filter(a -> a.status() == 200).findFirst().orElseThrow();
    Answer lost = answers.stream().filter(a -> a.status() == 409).findFirst().orElseThrow();
    String winner = won.body().path("claimedBy").path("id").asText();
    assertThat(lost.body().path("title").asText()).isEqualTo("claimed by another");
    assertThat(lost.body().path("holder").path("id").asText()).isEqualTo(winner);
    assertThat(lost.body().path("case").path("id").asText()).isEqualTo(id);
    return winner;
  }

  /** An image that comes late undoes nothing; a report of another system ends it. */
  private void lateImage(
      RunningEngine engine, String study, PushedObject.Person person, String winner)
      throws Exception {
    engine.device().push(List.of(PushedObject.image(study, person, 2, 16)));
    engine.view().awaitDelivered(study, 2);
    JsonNode amended = awaitRow(engine, study, one -> one.path("version").asInt() > 2);
    assertThat(amended.path("claimedBy").path("id").asText()).isEqualTo(winner);
    assertThat(amended.path("businessStatus").asText()).isEqualTo("claimed");

    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReportStatus.FINAL).setIssued(new Date());
    report.getCode().setText("CT");
    report.addBasedOn(fhir.task(study).getBasedOnFirstRep().copy());
    report.addResultsInterpreter().setDisplay("李医生");
    fhir.client().create().resource(report).execute();
    JsonNode read = awaitRow(engine, study, one -> one.path("status").asText().equals("completed"));
    assertThat(read.path("report").path("by").asText()).isEqualTo("李医生");
    assertThat(fhir.task(study).getStatus()).isEqualTo(TaskStatus.COMPLETED);
    JsonNode exchange = engine.view().find(study).getFirst();
    // that report goes back to the branch by itself
    assertThat(exchange.path("state").asText()).isIn("READ", "RETURNED");
    assertThat(EngineView.story(exchange, "zh")).anyMatch(line -> line.contains("李医生"));
  }

  /** What comes after the read is an addendum, made once; the read stays as it is. */
  private void addendum(RunningEngine engine, String study, PushedObject.Person person, String id)
      throws Exception {
    // the report of the other system goes back to the branch, which its task is told
    awaitRow(engine, study, one -> one.path("businessStatus").asText().equals("delivered"));
    String before = fhir.task(study).getMeta().getVersionId();
    engine.device().push(List.of(PushedObject.image(study, person, 3, 16)));
    JsonNode addendum =
        awaitRow(engine, study, one -> one.path("kind").asText().equals("addendum"));
    assertThat(addendum.path("id").asText()).isEqualTo(id + "-3");
    assertThat(addendum.path("status").asText()).isEqualTo("requested");
    assertThat(addendum.path("owner").path("kind").asText()).isEqualTo("department");
    assertThat(fhir.task(study).getMeta().getVersionId()).isEqualTo(before);
    engine.device().push(List.of(PushedObject.image(study, person, 4, 16)));
    JsonNode again =
        awaitRow(
            engine,
            study,
            one -> one.path("kind").asText().equals("addendum") && one.path("version").asInt() > 1);
    assertThat(again.path("id").asText()).as("the open addendum is told").isEqualTo(id + "-3");
    JsonNode whole = engine.view().get("/case/" + id + "-3").body();
    assertThat(whole.path("study").asText()).isEqualTo(study);
    assertThat(whole.path("links").path("dicomweb").asText()).endsWith(study);
    assertThat(whole.path("moves").get(0).asText()).isEqualTo("claim");
    assertThat(whole.path("priors").get(0).path("id").asText()).isEqualTo(id);
    assertThat(whole.path("story").size()).isGreaterThan(3);
  }

  private static void rebuilt(RunningEngine engine) throws Exception {
    List<JsonNode> before = rows(engine);
    Answer made = post(engine, "/worklist/rebuild", "");
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.body().path("cases").asInt()).isEqualTo(2);
    assertThat(made.body().path("removed").asInt()).isZero();
    assertThat(rows(engine)).isEqualTo(before);
  }

  /** All rows without what changes by itself. */
  private static List<JsonNode> rows(RunningEngine engine) throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode row : engine.view().get("/worklist?status=all").body().path("cases")) {
      ObjectNode plain = row.deepCopy();
      rows.add(plain.without(List.of("change", "secondsLeft")));
    }
    return rows;
  }

  private static void wrongQuestions(RunningEngine engine, String id) throws Exception {
    for (String query :
        List.of("?color=red", "?limit=0", "?status=half", "?overdue=maybe", "?after=x")) {
      assertThat(engine.view().get("/worklist" + query).status()).as(query).isEqualTo(400);
    }
    assertThat(engine.view().get("/case/nobody").status()).isEqualTo(404);
    assertThat(post(engine, "/case/" + id + "/claim", "{}").status()).isEqualTo(400);
    Answer done = post(engine, "/case/" + id + "/claim", "{\"reader\":\"zhang\"}");
    assertThat(done.status()).isEqualTo(409);
    assertThat(done.body().path("title").asText()).isEqualTo("not allowed");
  }

  private static Answer post(RunningEngine engine, String path, String body)
      throws IOException, InterruptedException {
    return engine.view().post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The newest row of a study for which something holds. */
  private static JsonNode awaitRow(RunningEngine engine, String study, Predicate<JsonNode> holds)
      throws Exception {
    String exchange = engine.view().find(study).getFirst().path("id").asText();
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                StreamSupport.stream(
                        engine
                            .view()
                            .get("/worklist?status=all&q=" + exchange)
                            .body()
                            .path("cases")
                            .spliterator(),
                        false)
                    .filter(holds)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Where the FHIR server calls, which must be known before the engine's own port is. */
  private static final class Hook implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger told = new AtomicInteger();
    private volatile @Nullable RunningEngine engine;

    Hook() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::hear);
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/worklist/changed";
    }

    void to(RunningEngine running) {
      engine = running;
    }

    int told() {
      return told.get();
    }

    private void hear(HttpExchange call) throws IOException {
      byte[] body = call.getRequestBody().readAllBytes();
      RunningEngine running = engine;
      int status = 503;
      if (running != null) {
        try {
          status = running.view().post(call.getRequestURI().getPath(), body).status();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      String who = call.getRequestHeaders().getFirst("Authorization");
      if (status == 204 && body.length == 0 && ("Bearer " + TOKEN).equals(who)) {
        told.incrementAndGet();
      }
      call.sendResponseHeaders(status, -1);
      call.close();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** What the worklist's page is sent. */
  private static final class Events implements AutoCloseable {
    private final Queue<JsonNode> cases = new ConcurrentLinkedQueue<>();
    private final Stream<String> lines;

    Events(RunningEngine engine) throws IOException, InterruptedException {
      HttpResponse<Stream<String>> response =
          engine
              .view()
              .client()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(engine.view().base() + "/worklist/events?since=0"))
                      .build(),
                  BodyHandlers.ofLines());
      assertThat(response.statusCode()).isEqualTo(200);
      lines = response.body();
      Thread.ofVirtual().start(this::take);
    }

    private void take() {
      try {
        lines
            .filter(line -> line.startsWith("data: {\"id\""))
            .forEach(line -> cases.add(read(line.substring("data: ".length()))));
      } catch (UncheckedIOException e) {
        // the line ends with the test or with the engine
        assertThat(e).hasRootCauseInstanceOf(IOException.class);
      }
    }

    private static JsonNode read(String text) {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void await(Predicate<JsonNode> holds) {
      Awaitility.await().atMost(PATIENCE).until(() -> cases.stream().anyMatch(holds));
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
