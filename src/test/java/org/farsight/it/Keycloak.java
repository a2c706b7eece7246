package org.farsight.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A Keycloak of its own, in memory, from an unpacked distribution ({@code -Dfarsight.keycloak}).
 * {@code -Dfarsight.keycloak.java} names a Java that it runs on, where that is another one.
 */
final class Keycloak implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(6);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final String base;

  private Keycloak(Process process, String base) {
    this.process = process;
    this.base = base;
  }

  /** Starts one; where no distribution is named the test is skipped. */
  static Keycloak start(Path folder) throws IOException, InterruptedException {
    String home = System.getProperty("farsight.keycloak", "");
    assumeTrue(
        !home.isEmpty(), "no Keycloak: -Dfarsight.keycloak=DIR names an unpacked distribution");
    int port = freePort();
    Path log = folder.resolve("keycloak.log");
    ProcessBuilder builder =
        new ProcessBuilder(home + "/bin/kc.sh", "start-dev")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    String java = System.getProperty("farsight.keycloak.java", System.getProperty("java.home"));
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME", java,
                "JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m",
                "KC_DB", "dev-mem",
                "KC_DB_URL", "jdbc:h2:mem:keycloak;NON_KEYWORDS=VALUE;DB_CLOSE_DELAY=-1",
                "KC_HTTP_HOST", "127.0.0.1",
                "KC_HTTP_PORT", Integer.toString(port),
                "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD", "of the test only"));
    Keycloak keycloak = new Keycloak(builder.start(), "http://127.0.0.1:" + port);
    try {
      await()
          .atMost(START)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> !keycloak.process.isAlive() || keycloak.answers());
      if (!keycloak.process.isAlive()) {
        throw new IOException("Keycloak ended: " + Files.readString(log));
      }
    } catch (RuntimeException | IOException e) {
      keycloak.close();
      throw e;
    }
    return keycloak;
  }

  private boolean answers() throws InterruptedException {
    try {
      return CLIENT
              .send(
                  HttpRequest.newBuilder(URI.create(base + "/realms/master")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that nobody has at present. */
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** The issuer of the realm. */
  String issuer() {
    return base + "/realms/hospital";
  }

  /**
   * Makes the realm of {@code keycloak-realm.json}.
   *
   * @param back where people come back to
   */
  void realm(String back) throws IOException, InterruptedException {
    String text;
    try (InputStream in =
        Objects.requireNonNull(Keycloak.class.getResourceAsStream("keycloak-realm.json"))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("BACK", back);
    }
    HttpResponse<String> token =
        CLIENT.send(
            HttpRequest.newBuilder(
                    URI.create(base + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=admin"
                            + "&password=of+the+test+only"))
                .build(),
            BodyHandlers.ofString());
    String access = WebPerson.JSON.readTree(token.body()).path("access_token").asText();
    HttpResponse<String> made =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(base + "/admin/realms"))
                .header("Authorization", "Bearer " + access)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(text))
                .build(),
            BodyHandlers.ofString());
    if (made.statusCode() != 201) {
      throw new IOException("no realm: " + made.statusCode() + " " + made.body());
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy); // the script's Java
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
