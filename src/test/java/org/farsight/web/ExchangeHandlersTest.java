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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.farsight.critical.Scene;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code GET /exchange} finds, asked over HTTP of a ledger of its own. */
class ExchangeHandlersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

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
    new ExchangeHandlers(scene.ledger, scene.ledger.commitments(), target -> Optional.empty())
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

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    scene.close();
  }

  private List<String> found(String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/exchange" + query))
            .timeout(Duration.ofSeconds(30))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    for (JsonNode exchange : JSON.readTree(answer.body()).path("exchanges")) {
      ids.add(exchange.path("id").asText());
    }
    return ids;
  }

  private void converted(Exchange exchange) {
    scene.ledger.<Void>write(
        tx -> {
          Step convert = tx.step(exchange.id(), Step.CONVERT).orElseThrow();
          int wanted = convert.wanted();
          tx.put(new Step(exchange.id(), Step.CONVERT, wanted, wanted, 1, null, null, "", null));
          return null;
        });
  }

  @Test
  void whatIsInAStateIsFoundBehindNewerOnesThatAreNot() throws Exception {
    Exchange first = scene.examination(Scene.SITE, "ECG");
    Exchange second = scene.examination(Scene.SITE, "CT");
    Exchange elsewhere = scene.examination("hill", "ECG");
    Exchange newest = scene.examination(Scene.SITE, "MR");
    converted(first);
    converted(second);
    converted(elsewhere);

    assertThat(found("?state=converted&limit=1")).hasSize(1).doesNotContain(newest.id());
    assertThat(found("?state=CONVERTED&site=" + Scene.SITE))
        .containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(found("?state=RECEIVED")).containsExactly(newest.id());
    assertThat(found("?limit=2")).hasSize(2);
  }
}
