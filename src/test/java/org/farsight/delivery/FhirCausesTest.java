package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.farsight.exchange.Content;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Target;
import org.farsight.fhir.KeptFiles;
import org.farsight.peer.ScriptedHttpPeer;
import org.farsight.peer.ScriptedHttpPeer.Act;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/retries.md for FHIR servers: what a server does, and what follows. */
class FhirCausesTest {
  private static final String BUNDLE =
      """
      {"resourceType":"Bundle","type":"transaction","entry":[
       {"fullUrl":"urn:uuid:2","resource":{"resourceType":"ImagingStudy"},
        "request":{"method":"PUT","url":"ImagingStudy?identifier=a"}},
       {"fullUrl":"urn:uuid:3","resource":{"resourceType":"Task",
         "input":[{"valueReference":{"reference":"urn:uuid:2"}}]},
        "request":{"method":"POST","url":"Task","ifNoneExist":"identifier=s%7Cb"}}]}
      """;

  private static final String TAKEN =
      """
      {"resourceType":"Bundle","type":"transaction-response","entry":[
       {"response":{"status":"200 OK","location":"ImagingStudy/12/_history/3"}},
       {"response":{"status":"201 Created","location":"Task/14/_history/1"}}]}
      """;

  private static final String NOTHING =
      "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":0}";

  private static final String SAYS_WHY =
      "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
          + "\"code\":\"processing\",\"diagnostics\":\"so it is\"}]}";

  private static final FhirOptions OPTIONS =
      new FhirOptions(Duration.ofSeconds(2), Duration.ofMillis(700), 1 << 20);

  private final KeptFiles store = new KeptFiles();
  private final Content bundle = store.keep(BUNDLE.getBytes(StandardCharsets.UTF_8));
  private ScriptedHttpPeer peer;

  @BeforeEach
  void start() throws IOException {
    peer = new ScriptedHttpPeer();
  }

  @AfterEach
  void stop() throws IOException {
    peer.close();
  }

  static Stream<Arguments> whatAServerDoes() {
    return Stream.of(
        arguments("takes it", fhir(200, TAKEN), null),
        arguments("is asked too much (429)", fhir(429, SAYS_WHY), Cause.TARGET),
        arguments("is not available (503)", fhir(503, SAYS_WHY), Cause.TARGET),
        arguments("has no room (507)", fhir(507, SAYS_WHY), Cause.TARGET),
        arguments("waited for us too long (408)", fhir(408, SAYS_WHY), Cause.EITHER),
        arguments("fails (500)", fhir(500, SAYS_WHY), Cause.EITHER),
        arguments("fails without a word (500)", html(500), Cause.EITHER),
        arguments("has a gateway that fails (502)", html(502), Cause.EITHER),
        arguments("has a gateway that gives up (504)", html(504), Cause.EITHER),
        arguments("answers with a page for people (200)", html(200), Cause.EITHER),
        arguments("answers JSON that breaks off", fhir(200, TAKEN.substring(0, 90)), Cause.EITHER),
        arguments("answers fewer entries than it got", fhir(200, NOTHING), Cause.EITHER),
        arguments("closes within its answer", new Act.Half(TAKEN), Cause.EITHER),
        arguments("never answers", new Act.Stall(), Cause.EITHER),
        arguments("sees a conflict (409)", fhir(409, SAYS_WHY), Cause.EXCHANGE),
        arguments("sees a version of others (412)", fhir(412, SAYS_WHY), Cause.EXCHANGE),
        arguments("finds it too early (425)", fhir(425, SAYS_WHY), Cause.EXCHANGE));
  }

  @ParameterizedTest(name = "a server that {0}: trouble lies with {2}")
  @MethodSource("whatAServerDoes")
  void whatMayPassIsTriedAgain(String what, Act does, Cause cause) {
    peer.then(does);
    DeliveryOutcome outcome = deliver(peer.url(), false);
    if (cause == null) {
      assertThat(outcome).isInstanceOf(Accepted.class);
    } else {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Retry.class, again -> assertThat(again.cause()).as(again.why()).isEqualTo(cause));
    }
    assertThat(peer.requests()).as("sent once, whatever comes of it").hasSize(1);
  }

  @Test
  void aServerThatIsNotThereIsTheTrouble() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    for (String host : List.of("127.0.0.1:" + port, "no-such-host.invalid")) {
      assertThat(deliver("http://" + host + "/fhir", false))
          .as(host)
          .isInstanceOfSatisfying(
              Retry.class, again -> assertThat(again.cause()).isEqualTo(Cause.TARGET));
    }
  }

  @Test
  void whatTheServerSaysOfTheWaitIsKeptTo() {
    for (int status : List.of(429, 503, 500)) {
      peer.then(new Act.Answer(status, Map.of("Retry-After", "7"), ""));
      assertThat(((Retry) deliver(peer.url(), false)).after()).isEqualTo(Duration.ofSeconds(7));
    }
    peer.then(new Act.Stall());
    assertThat(((Retry) deliver(peer.url(), false)).after())
        .as("as long again, for it may be at work still")
        .isEqualTo(OPTIONS.answer());
  }

  @Test
  void aWrongPasswordIsTheTargetsTroubleAndNoExchangeIsKeptBackForIt() {
    for (int status : List.of(401, 407)) {
      peer.then(status, SAYS_WHY);
      assertThat(deliver(peer.url(), false))
          .as("HTTP %d", status)
          .isInstanceOfSatisfying(
              Retry.class, again -> assertThat(again.cause()).isEqualTo(Cause.TARGET));
    }
  }

  @Test
  void whatTheServerWillNeverTakeIsRefusedAtOnce() {
    for (int status : List.of(400, 403, 404, 405, 410, 413, 415, 422)) {
      peer.then(status, SAYS_WHY);
      assertThat(deliver(peer.url(), false)).as("HTTP %d", status).isInstanceOf(Refused.class);
    }
  }

  @Test
  void whatMayHaveComeThroughIsAskedForAndNotSentAgainWhereItIsThere() {
    peer.then(200, found(3));
    assertThat(deliver(peer.url(), true))
        .isEqualTo(
            new Accepted("ImagingStudy/12, Task/14: found there, an earlier try had come through"));
    assertThat(peer.requests()).hasSize(1);
    assertThat(peer.requests().getFirst().method()).isEqualTo("GET");
    assertThat(peer.requests().getFirst().path()).startsWith("/fhir/Task?identifier=s%7Cb");
    assertThat(peer.requests().getFirst().headers()).containsEntry("cache-control", "no-cache");
  }

  @Test
  void whatIsNotThereOrOlderIsSentAgain() {
    for (String answer : List.of(NOTHING, found(2))) {
      peer.then(200, answer).then(200, TAKEN);
      assertThat(deliver(peer.url(), true))
          .isEqualTo(new Accepted("ImagingStudy/12/_history/3, Task/14"));
    }
    assertThat(peer.requests())
        .extracting(ScriptedHttpPeer.Request::method)
        .containsExactly("GET", "POST", "GET", "POST");
  }

  @Test
  void aServerThatCannotBeAskedIsNotSentAnything() {
    peer.then(500, SAYS_WHY);
    assertThat(deliver(peer.url(), true)).isInstanceOf(Retry.class);
    assertThat(peer.requests()).hasSize(1);
  }

  private DeliveryOutcome deliver(String url, boolean triedBefore) {
    Exchange exchange =
        new Exchange(
            "ex-1",
            "a",
            Kind.STUDY,
            "1.2.3",
            "P",
            "",
            "",
            "CT",
            Priority.ROUTINE,
            3,
            KeptFiles.NOON,
            KeptFiles.NOON);
    return new FhirDelivery(new Target.FhirServer("fhir", url), store, OPTIONS)
        .deliver(
            new Work(
                exchange, KeptFiles.SITE, 0, 3, List.of(), bundle, revision -> {}, triedBefore));
  }

  private static Act fhir(int status, String json) {
    return new Act.Answer(status, Map.of("Content-Type", "application/fhir+json"), json);
  }

  private static Act html(int status) {
    return new Act.Answer(status, Map.of("Content-Type", "text/html"), "<html>sorry</html>");
  }

  private static String found(int revision) {
    return """
    {"resourceType":"Bundle","type":"searchset","total":1,"entry":[{"resource":
     {"resourceType":"Task","id":"14","status":"requested","intent":"order",
      "input":[{"type":{"text":"x"},"valueReference":{"reference":"ImagingStudy/12",
       "identifier":{"system":"https://farsight.org/fhir/revision","value":"ex-1/%d"}}}]}}]}
    """
        .formatted(revision);
  }
}
