package org.farsight.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.farsight.alarm.MailTest.MESSAGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.farsight.peer.ScriptedHttpPeer;
import org.farsight.peer.ScriptedHttpPeer.Act;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The example of the DingTalk manual has no fixed time: this one is ours. */
  private static final Instant AT = Instant.ofEpochMilli(1_577_836_800_000L);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init")
  private ScriptedHttpPeer peer;

  @BeforeEach
  void start() throws IOException {
    peer = new ScriptedHttpPeer();
  }

  @AfterEach
  void stop() throws IOException {
    peer.close();
    client.close();
  }

  private Webhook webhook(String template, Optional<String> secret) throws IOException {
    return new Webhook(
        new Webhook.Address(
            "robot",
            URI.create(peer.url() + "?access_token=KEY"),
            secret,
            Template.parse(Files.readString(Path.of("routes/alarms/" + template + ".json")))),
        client,
        InstantSource.fixed(AT));
  }

  private static Act.Answer answer(int status, String body) {
    return new Act.Answer(status, Map.of("Content-Type", "application/json"), body);
  }

  @Test
  void whatIsFilledInIsTextWhateverItHolds() throws Exception {
    peer.then(answer(204, ""));
    webhook("json", Optional.empty()).tell(MESSAGE);
    ScriptedHttpPeer.Request request = peer.requests().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.headers().get("content-type")).startsWith("application/json");
    JsonNode body = JSON.readTree(request.body());
    assertThat(body.path("kind").asText()).isEqualTo("SITE_SILENT");
    assertThat(body.path("zh").asText()).isEqualTo(MESSAGE.alarm().words().zh());
    assertThat(body.path("id").asText()).isEqualTo("7");
    assertThat(body.path("raised").asText()).isEqualTo("2026-11-20 18:00:00 +08:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wecom", "dingtalk"})
  void theRobotsGetMarkdownAndMustSayZero(String robot) throws Exception {
    peer.then(answer(200, "{\"errcode\":0,\"errmsg\":\"ok\"}"))
        .then(answer(200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}"));
    Webhook webhook = webhook(robot, Optional.empty());
    webhook.tell(MESSAGE);
    JsonNode body = JSON.readTree(peer.requests().getFirst().body());
    assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
    String text = body.path("markdown").path(robot.equals("wecom") ? "content" : "text").asText();
    assertThat(text).contains("告警：站点无数据").contains(MESSAGE.alarm().words().zh());
    assertThatThrownBy(() -> webhook.tell(MESSAGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("errcode 45009");
  }

  @Test
  void aDingTalkRobotWithASecretGetsTimeAndSignature() throws Exception {
    peer.then(answer(200, "{\"errcode\":0}"));
    webhook("dingtalk", Optional.of("SECthis is a secret")).tell(MESSAGE);
    // python: base64(hmac_sha256(secret, f"{timestamp}\n{secret}")), quoted
    assertThat(peer.requests().getFirst().path())
        .isEqualTo(
            "/fhir?access_token=KEY&timestamp=1577836800000&sign=yb%2BSbVxpZeeiKZuZVByCB0fEm%2BKQWYgKXbfmRXCyWns%3D");
  }

  @Test
  void aFailureNeverNamesTheRobotsKey() throws Exception {
    peer.then(answer(500, "{}"));
    Webhook webhook = webhook("json", Optional.of("SECRET"));
    assertThatThrownBy(() -> webhook.tell(MESSAGE))
        .isInstanceOf(IOException.class)
        .hasMessage("webhook robot at 127.0.0.1 answers 500");
    peer.close();
    assertThatThrownBy(() -> webhook.tell(MESSAGE))
        .isInstanceOf(IOException.class)
        .message()
        .startsWith("webhook robot at 127.0.0.1 cannot be reached: ")
        .doesNotContain("KEY", "SECRET");
  }

  @Test
  void aTemplateThatAsksForWhatThereIsNotIsRefused() {
    assertThatThrownBy(() -> Template.parse("{\"a\": \"${patient}\"}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("${patient} is none of");
    assertThatThrownBy(() -> Template.parse("{\"a\": ")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Template.parse("[]")).hasMessageContaining("no JSON object");
  }
}
