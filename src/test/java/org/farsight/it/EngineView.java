package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * An engine as people and programs see it from outside, over HTTP.
 *
 * @param base address of its HTTP server
 * @param client asks it
 */
record EngineView(String base, HttpClient client) implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Work takes long on a machine that is busy with other things. */
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  /** An answer's status and body. */
  record Answer(int status, JsonNode body) {}

  /** The engine at this address. */
  static EngineView of(String base) {
    return new EngineView(
        base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  /** GET. */
  Answer get(String path) throws IOException, InterruptedException {
    return send(path, "GET", BodyPublishers.noBody());
  }

  /** POST of bytes. */
  Answer post(String path, byte[] body) throws IOException, InterruptedException {
    return send(path, "POST", BodyPublishers.ofByteArray(body));
  }

  private Answer send(String path, String method, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body)
                .build(),
            BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  /** The exchanges that an id speaks of. */
  List<JsonNode> find(String id) throws IOException, InterruptedException {
    return exchanges("/exchange?limit=1000&id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
  }

  /** The newest thousand exchanges. */
  List<JsonNode> all() throws IOException, InterruptedException {
    return exchanges("/exchange?limit=1000");
  }

  private List<JsonNode> exchanges(String path) throws IOException, InterruptedException {
    Answer answer = get(path);
    assertThat(answer.status()).as(path).isEqualTo(200);
    List<JsonNode> found = new ArrayList<>();
    answer.body().path("exchanges").forEach(found::add);
    return found;
  }

  /** What waits for a person: objects that were kept back. */
  List<JsonNode> quarantine() throws IOException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    get("/quarantine?limit=1000").body().path("objects").forEach(found::add);
    return found;
  }

  /** Waits until the one exchange of this id is delivered with so many objects. */
  JsonNode awaitDelivered(String id, int objects) {
    return awaitExchange(
        id,
        e ->
            e.path("state").asText().equals("DELIVERED")
                && e.path("arrivals").path("count").asInt() == objects);
  }

  /** Waits until the one exchange of this id fits. */
  JsonNode awaitExchange(String id, Predicate<JsonNode> fits) {
    AtomicReference<List<JsonNode>> seen = new AtomicReference<>(List.of());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              seen.set(find(id));
              assertThat(seen.get()).hasSize(1).first().matches(fits, "is as awaited");
            });
    return seen.get().getFirst();
  }

  /** Waits until each exchange is delivered, or refused for good where that is foreseen. */
  List<JsonNode> awaitAllDone(Set<String> foreseen) {
    AtomicReference<List<JsonNode>> seen = new AtomicReference<>(List.of());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              seen.set(all());
              assertThat(seen.get())
                  .isNotEmpty()
                  .allMatch(e -> isDone(e, foreseen), "is delivered");
            });
    return seen.get();
  }

  private static boolean isDone(JsonNode exchange, Set<String> foreseen) {
    List<String> outcomes = exchange.path("targets").findValuesAsText("outcome");
    // where there is no FHIR server a notice of a critical value is for nobody else
    boolean notice = exchange.path("kind").asText().equals("CRITICAL") && outcomes.isEmpty();
    return exchange.path("state").asText().equals(notice ? "CONVERTED" : "DELIVERED")
        || (foreseen.contains(exchange.path("key").asText())
            && outcomes.contains("QUARANTINED")
            && Set.of("DONE", "QUARANTINED").containsAll(outcomes));
  }

  /** The lines of an exchange's story in a language. */
  static List<String> story(JsonNode exchange, String language) {
    return exchange.path("story").findValuesAsText(language);
  }

  @Override
  public void close() {
    client.close();
  }
}
