package org.farsight.hospital;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the engine relies on, over a real socket and a real database file. */
@TestInstance(Lifecycle.PER_CLASS)
class FhirStoreTest {

  private FhirStore store;
  private FhirClient client;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    store =
        FhirStore.start(
            Database.embedded(Files.createDirectories(directory.resolve("fhir"))), "127.0.0.1", 0);
    client = FhirClient.of(store);
  }

  @AfterAll
  void stop() throws Exception {
    store.close();
  }

  @Test
  void aTransactionSentTwiceIsStoredOnce() throws Exception {
    String bundle = Bundles.ecg("P-1", "twice", 5_000);
    assertThat(client.transaction(bundle).statusCode()).isEqualTo(200);
    assertThat(client.transaction(bundle).statusCode()).isEqualTo(200);
    assertThat(client.count("Patient?identifier=urn:site:1|P-1")).isOne();

    JsonObject found = json(client.get("Observation?identifier=urn:content|twice&_include=*"));
    JsonArray entries = found.getAsJsonArray("entry");
    assertThat(entries).hasSize(2);
    JsonObject observation = entries.get(0).getAsJsonObject().getAsJsonObject("resource");
    assertThat(observation.getAsJsonObject("meta").get("versionId").getAsString()).isEqualTo("1");
    assertThat(observation.getAsJsonObject("meta").get("source").getAsString())
        .startsWith("urn:farsight:test");
    JsonObject patient = entries.get(1).getAsJsonObject().getAsJsonObject("resource");
    assertThat(patient.toString()).contains("王小东");
    assertThat(client.get("Binary/" + Bundles.DIGITS).statusCode()).isEqualTo(200);
  }

  @Test
  void aSearchSeesWhatWasWrittenJustBefore() throws Exception {
    assertThat(client.count("Task?identifier=urn:site:1|T-1")).isZero();
    String task =
        """
        {"resourceType":"Task","id":"t-2","status":"requested","intent":"order",
         "meta":{"tag":[{"system":"urn:tags","code":"late"}]},
         "identifier":[{"system":"urn:site:1","value":"T-1"}]}
        """;
    assertThat(client.put("Task/t-2", task).statusCode()).isEqualTo(201);
    assertThat(client.count("Task?identifier=urn:site:1|T-1")).isOne();
    assertThat(client.count("Task?_tag=urn:tags|late")).isOne();
    assertThat(client.count("Task?_tag=urn:tags|late&_lastUpdated=lt2020-01-01")).isZero();
  }

  @Test
  void aReferenceToNothingIsRefusedWithStatus400() throws Exception {
    String task =
        """
        {"resourceType":"Task","id":"t-3","status":"requested","intent":"order",
         "for":{"reference":"Patient/nobody"}}
        """;
    assertThat(client.put("Task/t-3", task).statusCode()).isEqualTo(400);
  }

  @Test
  void aSubscriberHearsOfATask() throws Exception {
    SynchronousQueue<String> heard = new SynchronousQueue<>();
    HttpServer hook = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    hook.createContext("/", exchange -> hear(exchange, heard));
    hook.start();
    try {
      String subscription =
          """
          {"resourceType":"Subscription","id":"s-1","status":"requested","reason":"test",
           "criteria":"Task?status=ready","channel":{"type":"rest-hook",
            "endpoint":"http://127.0.0.1:%d/hook","payload":"application/fhir+json"}}
          """
              .formatted(hook.getAddress().getPort());
      assertThat(client.put("Subscription/s-1", subscription).statusCode()).isEqualTo(201);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> client.get("Subscription/s-1").body().contains("\"active\""));
      String task =
          "{\"resourceType\":\"Task\",\"id\":\"t-4\",\"status\":\"ready\",\"intent\":\"order\"}";
      assertThat(client.put("Task/t-4", task).statusCode()).isEqualTo(201);
      assertThat(heard.poll(1, TimeUnit.MINUTES)).contains("t-4");
    } finally {
      hook.stop(0);
    }
  }

  private static void hear(HttpExchange exchange, SynchronousQueue<String> heard)
      throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
    try {
      heard.offer(body, 1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBundleOfSeveralMegabytesIsTaken() throws Exception {
    String bundle = Bundles.ecg("P-2", "long", 1_500_000);
    assertThat(bundle.length()).isGreaterThan(5_000_000);
    assertThat(client.transaction(bundle).statusCode()).isEqualTo(200);
    String body = client.get("Observation?identifier=urn:content|long").body();
    assertThat(body.length()).isGreaterThan(5_000_000);
  }

  @Test
  void aBodyThatWouldExhaustTheMemoryIsRefused() throws Exception {
    String bundle = "{\"resourceType\":\"Bundle\"" + " ".repeat(40_000_000) + "}";
    assertThat(client.transaction(bundle).statusCode()).isEqualTo(413);
    assertThat(client.get("metadata").statusCode()).isEqualTo(200);
  }

  @Test
  void aStaleIfMatchIsRefusedAndAFreshOneTaken() throws Exception {
    String task =
        "{\"resourceType\":\"Task\",\"id\":\"t-1\",\"status\":\"%s\",\"intent\":\"order\"}";
    assertThat(client.put("Task/t-1", task.formatted("requested")).statusCode()).isEqualTo(201);
    assertThat(
            client.put("Task/t-1", task.formatted("accepted"), "If-Match", "W/\"1\"").statusCode())
        .isEqualTo(200);
    assertThat(
            client.put("Task/t-1", task.formatted("cancelled"), "If-Match", "W/\"1\"").statusCode())
        .isEqualTo(409);
    assertThat(client.get("Task/t-1").body()).contains("\"accepted\"");
  }

  @Test
  void equalTransactionsAtTheSameTimeMakeNoDoubles() throws Exception {
    int rounds = 5;
    int writers = 4;
    try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
      for (int round = 0; round < rounds; round++) {
        String bundle = Bundles.ecg("P-race-" + round, "race-" + round, 100);
        Callable<HttpResponse<String>> write = () -> client.transaction(bundle);
        List<Future<HttpResponse<String>>> answers =
            pool.invokeAll(IntStream.range(0, writers).mapToObj(i -> write).toList());
        boolean anyTaken = false;
        for (Future<HttpResponse<String>> answer : answers) {
          int status = answer.get().statusCode();
          anyTaken |= status == 200;
          assertThat(status).as(answer.get().body()).isIn(200, 409, 412);
        }
        assertThat(anyTaken).isTrue();
        assertThat(client.count("Patient?identifier=urn:site:1|P-race-" + round)).isOne();
        assertThat(client.count("Observation?identifier=urn:content|race-" + round)).isOne();
      }
    }
  }

  private static JsonObject json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return new Gson().fromJson(answer.body(), JsonObject.class);
  }
}
