package org.farsight.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A comparison waits for all that the checker demands, and for nothing else. */
@Timeout(60)
class SettlingTest {
  private static final String DIGEST = "ab".repeat(32);
  private static final int UNTIL_DRAWN = 4;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @SuppressWarnings("NullAway.Init")
  private Asked asked;

  private final AtomicInteger questions = new AtomicInteger();

  /** An engine that has delivered an ECG and draws it a little later, and the FHIR server. */
  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answers("/", this::exchange);
    answers("/fhir/", () -> FHIR);
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    asked = new Asked(() -> base, () -> base + "/fhir");
  }

  @AfterEach
  void close() {
    asked.close();
    server.stop(0);
  }

  private String exchange() {
    boolean drawn = questions.incrementAndGet() > UNTIL_DRAWN;
    return EXCHANGES.formatted(drawn ? "DONE" : "WAITING", drawn ? 1 : 0);
  }

  @Test
  void itWaitsForADrawingThatIsNotNeededForTheDelivery() throws Exception {
    try (Journal journal = Journal.open(folder.resolve("journal.jsonl"))) {
      journal.note(new Sent.Ecg(DIGEST));
      Branch branch = new Branch("crash", folder, folder.resolve("messages.jsonl"));
      assertThat(Checker.check(asked, folder, branch, journal.from(0)).stuck())
          .as("what a comparison finds that does not wait")
          .singleElement()
          .asString()
          .contains("step drawing is WAITING at 0 of 1");

      Settling.await(asked, journal, 0);

      assertThat(questions.get()).isEqualTo(UNTIL_DRAWN + 1);
      assertThat(Checker.check(asked, folder, branch, journal.from(0))).isEqualTo(Findings.NONE);
    }
  }

  @Test
  void itWaitsForTheCriticalValueOfASignatureThatWasNeverAnswered() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    answers("/case/C1", () -> "{\"exchange\": \"E1\"}");
    answers(
        "/case/C1/report",
        () -> "{\"signed\": [{\"version\": 1, \"status\": \"final\", \"critical\": \"!\"}]}");
    String notice = "{\"id\": \"N1\", \"values\": [\"%s\"]}".formatted(Reader.criticalWords("C1"));
    answers(
        "/critical",
        () -> "{\"critical\": [%s]}".formatted(looks.incrementAndGet() > 3 ? notice : ""));
    try (Journal journal = Journal.open(folder.resolve("journal.jsonl"))) {
      journal.note(new Sent.Signing("C1"));

      Settling.await(asked, journal, 0);

      assertThat(looks.get()).isEqualTo(4);
    }
  }

  private void answers(String path, Supplier<String> json) {
    server.createContext(
        path,
        http -> {
          byte[] body = json.get().getBytes(StandardCharsets.UTF_8);
          http.sendResponseHeaders(200, body.length);
          try (OutputStream out = http.getResponseBody()) {
            out.write(body);
          }
        });
  }

  private static final String FHIR =
      """
      {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Any"}}]}
      """;

  private static final String EXCHANGES =
      """
      {"exchanges": [{"id": "1", "state": "DELIVERED", "revision": 1, "arrivals": {"count": 1},
        "conversion": {"outcome": "DONE", "done": 1, "wanted": 1},
        "targets": [
          {"target": "fhir", "required": true, "outcome": "DONE", "done": 1, "wanted": 1},
          {"target": "drawing", "required": false, "outcome": "%s", "done": %d, "wanted": 1}]}]}
      """;
}
