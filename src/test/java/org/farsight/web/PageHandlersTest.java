package org.farsight.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageHandlersTest {
  private static final String SCRIPT = "export const drawn = true;";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private URLClassLoader classes;

  @BeforeEach
  void resources() throws IOException {
    classes =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, PageHandlersTest.class.getClassLoader());
  }

  @AfterEach
  void close() throws Exception {
    classes.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void thePageIsServedAtTheRootAndForEachCaseWithAPolicyThatLetsNothingElseIn() throws Exception {
    pages();
    String base = serve();
    for (String path :
        new String[] {
          "/",
          "/reading/0197c1f2a3b4",
          "/?site=hewan",
          "/branch",
          "/examination/0197c1f2a3b4",
          "/unanswered"
        }) {
      HttpResponse<String> page = get(base + path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).contains("<title>Farsight</title>");
      assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(header(page, "Content-Security-Policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .contains("script-src 'self' 'wasm-unsafe-eval';", "style-src 'self';");
      assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    }
  }

  @Test
  void aReportsAddressShowsABrowserThePageAndLeavesProgramsToWhoAnswersThem() throws Exception {
    pages();
    String address = serve() + "/verify/0197c1f2a3b4/1?d=00ff";
    HttpResponse<String> page = get(address, "Accept", "text/html,application/xhtml+xml");
    assertThat(page.body()).contains("<title>Farsight</title>");
    assertThat(header(page, "Vary")).isEqualTo("Accept");
    assertThat(get(address, "Accept", "application/json").statusCode()).isEqualTo(404);
    assertThat(get(address).statusCode()).isEqualTo(404);
  }

  @Test
  void aPageThatTheBrowserHasIsNotSentAgain() throws Exception {
    pages();
    String base = serve();
    String tag = header(get(base + "/"), "ETag");
    assertThat(get(base + "/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(get(base + "/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void aPieceIsKeptForGoodAndSentPackedWhereTheBrowserTakesThat() throws Exception {
    pages();
    String base = serve();
    HttpResponse<String> plain = get(base + "/assets/index-1a2b.js");
    assertThat(plain.body()).isEqualTo(SCRIPT);
    assertThat(header(plain, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(plain, "Cache-Control")).contains("immutable");
    assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();

    HttpResponse<String> packed =
        get(base + "/assets/index-1a2b.js", "Accept-Encoding", "deflate, gzip, br");
    assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
    HttpResponse<String> refused =
        get(base + "/assets/index-1a2b.js", "Accept-Encoding", "gzip;q=0");
    assertThat(refused.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void nothingOutsideTheFolderIsServed() throws Exception {
    pages();
    Files.writeString(folder.resolve("secret.js"), "secret");
    String base = serve();
    for (String path :
        new String[] {
          "/assets/none.js",
          "/assets/..%2Findex.html",
          "/assets/..%2f..%2f..%2f..%2fsecret.js",
          "/assets/%2e%2e%2findex.html",
          "/assets/index-1a2b.js.gz",
          "/assets/"
        }) {
      assertThat(get(base + path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void withoutPagesTheRootSaysHowToBuildThem() throws Exception {
    HttpResponse<String> answer = get(serve() + "/");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("Node.js", "./mvnw -B package", "阅片室");
  }

  private void pages() throws IOException {
    Path assets = Files.createDirectories(folder.resolve("org/farsight/web/test-pages/assets"));
    Files.writeString(assets.resolveSibling("index.html"), "<title>Farsight</title>");
    Files.writeString(assets.resolve("index-1a2b.js"), SCRIPT);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(SCRIPT.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(assets.resolve("index-1a2b.js.gz"), packed.toByteArray());
  }

  private String serve() throws Exception {
    Router router = Router.router(vertx);
    new PageHandlers(classes, "org/farsight/web/test-pages/").addTo(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    return "http://127.0.0.1:" + server.actualPort();
  }

  private HttpResponse<String> get(String address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
