package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.farsight.app.Engine;
import org.farsight.app.EngineFile;

/** Asks the engine that runs on a data folder, over HTTP. */
final class Engines {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String base;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Optional<String> token;

  private Engines(String base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  /** The engine that runs on this folder; empty where none does. */
  static Optional<Engines> runningOn(Path data) throws CommandFailure {
    try {
      return EngineFile.of(data).map(file -> new Engines(file.http(), file.tokenIfAny()));
    } catch (IOException e) {
      throw new CommandFailure(data + "/engine.json cannot be read: " + e.getMessage());
    }
  }

  /** The engine at an address. */
  static Engines at(String base) {
    return new Engines(base, Optional.empty());
  }

  /** An engine of this process. */
  static Engines of(Engine engine) {
    Optional<String> token = Optional.of(engine.commandToken()).filter(text -> !text.isEmpty());
    return new Engines(engine.httpAddress(), token);
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  /** GET; an answer other than 200 is a failure with the engine's own words. */
  JsonNode get(String path) throws CommandFailure, InterruptedException {
    return ask(to(path).GET());
  }

  /** GET; empty where there is nothing of the kind. */
  Optional<JsonNode> find(String path) throws CommandFailure, InterruptedException {
    return answer(to(path).GET(), 404);
  }

  /** POST without a body. */
  JsonNode post(String path) throws CommandFailure, InterruptedException {
    return ask(to(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** POST of JSON. */
  JsonNode post(String path, JsonNode body) throws CommandFailure, InterruptedException {
    return ask(
        to(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** GET of bytes into a new file. */
  void save(String path, Path file) throws CommandFailure, InterruptedException {
    if (Files.exists(file)) {
      throw new CommandFailure(file + " is there already");
    }
    try {
      HttpResponse<InputStream> response =
          client.send(
              to(path).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() != 200) {
          throw refusal(response.statusCode(), JSON.readTree(in));
        }
        Files.copy(in, file);
      }
    } catch (IOException e) {
      throw new CommandFailure("the engine at " + base + " cannot be asked: " + e.getMessage());
    }
  }

  private static CommandFailure refusal(int status, JsonNode body) {
    String detail = body.path("detail").asText(body.path("title").asText("no reason given"));
    return new CommandFailure("the engine answers " + status + ": " + detail);
  }

  private JsonNode ask(HttpRequest.Builder request) throws CommandFailure, InterruptedException {
    return answer(request, 0).orElseThrow();
  }

  /**
   * @param nothing the status that means an empty answer
   */
  private Optional<JsonNode> answer(HttpRequest.Builder request, int nothing)
      throws CommandFailure, InterruptedException {
    try {
      HttpResponse<byte[]> response =
          client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() == nothing) {
        return Optional.empty();
      }
      JsonNode body = JSON.readTree(response.body());
      if (response.statusCode() >= 300) {
        throw refusal(response.statusCode(), body);
      }
      return Optional.of(body);
    } catch (IOException e) {
      throw new CommandFailure("the engine at " + base + " cannot be asked: " + e.getMessage());
    }
  }

  /** A value as part of a query string. */
  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
