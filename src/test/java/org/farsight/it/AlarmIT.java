package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.farsight.archive.Archive;
import org.farsight.peer.ScriptedHttpPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that is down is told once, looked after by somebody, and over when it is back. */
class AlarmIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aTargetThatIsDownIsToldOnceAndOverWhenItIsBack() throws Exception {
    int port = freePort();
    try (ScriptedHttpPeer robot = new ScriptedHttpPeer();
        RunningEngine engine =
            RunningEngine.in(
                folder,
                "archive=ARCHIVE@127.0.0.1:" + port,
                "alarms.look-seconds=1",
                "alarms.settle-seconds=0",
                "alarms.target.failures=3",
                "alarms.webhooks.robot.url=" + robot.url(),
                "alarms.webhooks.robot.template=wecom")) {
      ScriptedHttpPeer.Act ok = new ScriptedHttpPeer.Act.Answer(200, Map.of(), "{\"errcode\": 0}");
      robot.then(ok).then(ok);
      engine.device().push(PushedObject.study(PushedObject.somebody(), 2, 16));
      await().atMost(PATIENCE).until(() -> !robot.requests().isEmpty());
      assertThat(text(robot.requests().getFirst())).contains("告警：目标不可用").contains("archive 自");

      JsonNode alarm = engine.view().get("/alarms").body().path("alarms").path(0);
      assertThat(alarm.path("kind").asText()).isEqualTo("TARGET_DOWN");
      assertThat(acknowledge(engine, alarm.path("id").asLong(), "{}").statusCode()).isEqualTo(400);
      assertThat(acknowledge(engine, 4711, "{\"by\": \"x\"}").statusCode()).isEqualTo(404);
      HttpResponse<byte[]> noted =
          acknowledge(engine, alarm.path("id").asLong(), "{\"by\": \"王工\"}");
      assertThat(JSON.readTree(noted.body()).path("acknowledgedBy").asText()).isEqualTo("王工");
      assertThat(lines(engine, "/observe/metrics"))
          .contains("farsight_alarm{kind=\"TARGET_DOWN\",subject=\"archive\"} 1.0")
          .contains("farsight_alarms_open{kind=\"TARGET_DOWN\"} 1.0")
          .contains("farsight_alarms_notices_total{channel=\"robot\",outcome=\"told\"} 1.0");

      JsonNode owed = balance(engine);
      assertThat(owed.path("balanced").asBoolean()).isFalse();
      assertThat(owed.path("targets").path(0).path("differences").path(0).path("cause").asText())
          .isEqualTo("PARKED");

      try (Archive archive =
          Archive.start(
              new Archive.Configuration(
                  folder.resolve("archive"),
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                  "ARCHIVE"))) {
        await().atMost(PATIENCE).until(() -> robot.requests().size() == 2);
        assertThat(text(robot.requests().getLast())).contains("已恢复：目标不可用");
        assertThat(archive.counts().stored()).isEqualTo(2);
      }
      JsonNode whole = balance(engine);
      assertThat(whole.path("balanced").asBoolean()).isTrue();
      assertThat(whole.path("received").path("objects").asInt()).isEqualTo(2);
      assertThat(whole.path("targets").path(0).path("objectsThere").asInt()).isEqualTo(2);
      String site = EngineHome.SITE;
      String month = whole.path("day").asText().substring(0, 7);
      assertThat(lines(engine, "/export/" + month + "/" + site + ".csv"))
          .contains(site + "," + month + ",delivered:archive,objects-there,2,,,,objects delivered")
          .anyMatch(
              line -> line.matches(site + ",.*,time,archive,1,[\\d.,]+,first byte to archive"));
      assertThat(engine.view().get("/export/november").status()).isEqualTo(400);

      assertThat(engine.view().get("/alarms").body().path("alarms")).isEmpty();
      assertThat(engine.view().get("/alarms?all=true").body().path("alarms")).hasSize(1);
    }
  }

  private static String text(ScriptedHttpPeer.Request request) throws IOException {
    return JSON.readTree(request.body()).path("markdown").path("content").asText();
  }

  private static HttpResponse<byte[]> acknowledge(RunningEngine engine, long id, String body)
      throws IOException, InterruptedException {
    return engine
        .view()
        .client()
        .send(
            HttpRequest.newBuilder(
                    URI.create(engine.view().base() + "/alarms/" + id + "/acknowledge"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static JsonNode balance(RunningEngine engine) throws IOException, InterruptedException {
    return engine.view().get("/balance?site=" + EngineHome.SITE).body().path("sites").path(0);
  }

  private static List<String> lines(RunningEngine engine, String path)
      throws IOException, InterruptedException {
    return engine
        .view()
        .client()
        .send(
            HttpRequest.newBuilder(URI.create(engine.view().base() + path)).build(),
            HttpResponse.BodyHandlers.ofLines())
        .body()
        .toList();
  }
}
