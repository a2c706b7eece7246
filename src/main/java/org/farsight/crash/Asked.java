package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the engine and the FHIR server over HTTP, as anybody could. Safe for many threads. */
public final class Asked implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A machine with other work lets a process wait; who compares has nothing else to do. */
  private static final Duration MUCH_PATIENCE = Duration.ofMinutes(3);

  private static final String SYSTEMS = "https://farsight.org/fhir/";

  private final Supplier<String> engine;
  private final Supplier<String> fhir;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * An answer.
   *
   * @param body JSON; missing where there is none
   */
  public record Answer(int status, JsonNode body) {}

  /**
   * @param engine base address of its HTTP server
   * @param fhir base address of the FHIR server
   */
  public Asked(Supplier<String> engine, Supplier<String> fhir) {
    this.engine = engine;
    this.fhir = fhir;
  }

  private Answer send(HttpRequest.Builder request, Duration patience)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(
            request.timeout(patience).header("Cache-Control", "no-cache").build(),
            BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private Answer get(String address) throws IOException, InterruptedException {
    Answer answer = send(HttpRequest.newBuilder(URI.create(address)), MUCH_PATIENCE);
    if (answer.status() != 200) {
      throw new IOException(address + " answers " + answer.status());
    }
    return answer;
  }

  /** Posts an ECG. */
  Answer postEcg(String site, byte[] file) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(engine.get() + "/ecg?site=" + site))
            .POST(BodyPublishers.ofByteArray(file)),
        PATIENCE);
  }

  /**
   * Asks the engine for something that it may refuse.
   *
   * @param path with its query
   * @param body empty: none
   */
  public Answer engine(String method, String path, Optional<JsonNode> body)
      throws IOException, InterruptedException {
    BodyPublisher bytes =
        body.isEmpty()
            ? BodyPublishers.noBody()
            : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body.get()));
    return send(
        HttpRequest.newBuilder(URI.create(engine.get() + path)).method(method, bytes), PATIENCE);
  }

  /** What the engine shows under a path; missing where it knows nothing of it. */
  JsonNode shown(String path) throws IOException, InterruptedException {
    return shownAt(engine.get() + path);
  }

  private JsonNode shownAt(String address) throws IOException, InterruptedException {
    Answer answer = send(HttpRequest.newBuilder(URI.create(address)), MUCH_PATIENCE);
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 404 -> MissingNode.getInstance();
      default -> throw new IOException(address + " answers " + answer.status());
    };
  }

  /** The resource {@code Type/id} at the FHIR server; missing where there is none. */
  JsonNode resource(String reference) throws IOException, InterruptedException {
    return shownAt(fhir.get() + "/" + reference);
  }

  /** Exchanges that an id speaks of. */
  List<JsonNode> exchanges(String id) throws IOException, InterruptedException {
    return list(get(engine.get() + "/exchange?id=" + encoded(id)).body().path("exchanges"));
  }

  /** An exchange whole, with requests for storage commitment. */
  JsonNode exchange(String id) throws IOException, InterruptedException {
    return get(engine.get() + "/exchange/" + encoded(id)).body();
  }

  /** The newest exchanges. */
  List<JsonNode> newest(int limit) throws IOException, InterruptedException {
    return list(get(engine.get() + "/exchange?limit=" + limit).body().path("exchanges"));
  }

  /** What the engine has kept back, newest first. */
  List<JsonNode> quarantined(int limit) throws IOException, InterruptedException {
    return list(get(engine.get() + "/quarantine?limit=" + limit).body().path("objects"));
  }

  /** Resources of a type at the FHIR server with an identifier of a system of ours. */
  List<JsonNode> ours(String type, String system, String value)
      throws IOException, InterruptedException {
    return resources(type, SYSTEMS + system, value);
  }

  /** Resources of a type at the FHIR server with an identifier. */
  List<JsonNode> resources(String type, String system, String value)
      throws IOException, InterruptedException {
    return search(type, "identifier", system + "|" + value);
  }

  /** Resources of a type at the FHIR server, by a search parameter. */
  List<JsonNode> search(String type, String parameter, String value)
      throws IOException, InterruptedException {
    String query = "?" + parameter + "=" + encoded(value) + "&_count=50";
    List<JsonNode> found = new ArrayList<>();
    get(fhir.get() + "/" + type + query)
        .body()
        .path("entry")
        .forEach(entry -> found.add(entry.path("resource")));
    return found;
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
