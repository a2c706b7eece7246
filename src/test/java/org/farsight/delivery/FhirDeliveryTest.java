package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.farsight.exchange.Content;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.farsight.fhir.KeptFiles;
import org.farsight.peer.ScriptedHttpPeer;
import org.farsight.peer.ScriptedHttpPeer.Act;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delivery to a FHIR server that misbehaves. The right server is met in the scenario tests. */
class FhirDeliveryTest {

  private static final String BUNDLE =
      """
      {"resourceType":"Bundle","type":"transaction","entry":[
       {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient",
         "identifier":[{"system":"s","value":"P-4711"}],
         "name":[{"text":"欧阳晓雯","family":"欧阳","given":["晓雯"]}],"birthDate":"1982-01-30"},
        "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=s%7CP-4711"}},
       {"fullUrl":"urn:uuid:2","resource":{"resourceType":"ImagingStudy"},
        "request":{"method":"PUT","url":"ImagingStudy?identifier=a"}},
       {"fullUrl":"urn:uuid:3","resource":{"resourceType":"Task",
         "input":[{"valueReference":{"reference":"urn:uuid:2"}}]},
        "request":{"method":"POST","url":"Task","ifNoneExist":"identifier=b"}}]}
      """;

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

  @Test
  void theBundleIsSentAsItIsAndTheAnswerIsTheProof() {
    peer.then(200, answer("201 Created"));
    assertThat(deliver(1)).isEqualTo(new Accepted("ImagingStudy/12/_history/3, Task/14"));
    assertThat(peer.requests()).hasSize(1);
    assertThat(peer.requests().getFirst().method()).isEqualTo("POST");
    assertThat(peer.requests().getFirst().body()).isEqualTo(BUNDLE);
  }

  @Test
  void aServerThatIsBusyIsTriedAgainWhenItSays() {
    peer.then(new Act.Answer(503, Map.of("Retry-After", "7"), "busy"));
    DeliveryOutcome outcome = deliver(1);
    assertThat(outcome).isInstanceOf(Retry.class);
    assertThat(((Retry) outcome).after()).isEqualTo(Duration.ofSeconds(7));
    assertThat(((Retry) outcome).why()).contains("503");
  }

  @Test
  void conflictsAndFaultsOfTheServerAreTriedAgain() {
    for (int status : List.of(408, 409, 412, 429, 500, 502, 504)) {
      peer.then(status, "{\"resourceType\":\"OperationOutcome\"}");
      assertThat(deliver(1)).as("HTTP %d", status).isInstanceOf(Retry.class);
    }
  }

  @Test
  void whatTheServerWillNeverTakeIsRefusedWithItsWordsButWithoutThePatient() {
    peer.then(
        422,
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invariant",
         "diagnostics":"bad name 欧阳晓雯 (欧阳) of p-4711, born 1982-01-30",
         "expression":["Patient.name[0]"]}]}
        """);
    DeliveryOutcome outcome = deliver(1);
    assertThat(outcome).isInstanceOf(Refused.class);
    String why = ((Refused) outcome).why();
    assertThat(why).contains("422", "invariant", "Patient.name[0]", "bad name");
    assertThat(why).doesNotContain("欧阳", "晓雯", "4711", "1982");
  }

  @Test
  void wrongAddressesAndMissingRightsNeedAPerson() {
    for (int status : List.of(400, 403, 404)) {
      peer.then(new Act.Answer(status, Map.of("Content-Type", "text/html"), "<html>no</html>"));
      assertThat(deliver(1)).as("HTTP %d", status).isInstanceOf(Refused.class);
    }
  }

  @Test
  void anAnswerThatBreaksOffIsTriedAgain() {
    peer.then(new Act.Half(answer("201 Created")));
    assertThat(deliver(1)).isInstanceOf(Retry.class);
  }

  @Test
  void aServerThatStallsIsNotWaitedForEver() {
    peer.then(new Act.Stall());
    DeliveryOutcome outcome = deliver(1);
    assertThat(outcome).isInstanceOf(Retry.class);
    assertThat(((Retry) outcome).why()).containsIgnoringCase("timed out");
  }

  @Test
  void aPortWhereNobodyListensIsTriedAgain() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    FhirDelivery delivery = delivery("http://127.0.0.1:" + port + "/fhir");
    DeliveryOutcome outcome = delivery.deliver(work(1));
    assertThat(outcome).isInstanceOf(Retry.class);
    assertThat(((Retry) outcome).why()).containsIgnoringCase("refused");
  }

  @Test
  void anAnswerWithTooFewEntriesProvesNothing() {
    peer.then(200, "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\",\"entry\":[]}");
    assertThat(deliver(1)).isInstanceOf(Retry.class);
  }

  @Test
  void aTaskThatIsClaimedAlreadyIsToldWhatCameLaterAndNothingElseChanges() {
    peer.then(200, answer("200 OK")).then(200, task("5", 1)).then(200, task("6", 3));
    assertThat(deliver(3)).isInstanceOf(Accepted.class);
    var put = peer.requests().get(2);
    assertThat(put.method()).isEqualTo("PUT");
    assertThat(put.headers().get("if-match")).isEqualTo("W/\"5\"");
    assertThat(put.body())
        .contains("\"status\":\"in-progress\"", "claimed", "Practitioner/7", "ex-1/1", "ex-1/3")
        .contains("2 objects came later (revision 3)", "ImagingStudy/12", "late-objects")
        .doesNotContain("#request");
  }

  @Test
  void aTaskThatKnowsTheRevisionIsNotWrittenAgain() {
    peer.then(200, answer("200 OK")).then(200, task("6", 3));
    assertThat(deliver(3)).isInstanceOf(Accepted.class);
    assertThat(peer.requests()).hasSize(2);
  }

  @Test
  void aTaskWrittenByAnotherBetweenReadingAndWritingIsReadAgain() {
    peer.then(200, answer("200 OK"))
        .then(200, task("5", 1))
        .then(412, "{\"resourceType\":\"OperationOutcome\"}")
        .then(200, task("6", 1))
        .then(409, "{\"resourceType\":\"OperationOutcome\"}")
        .then(200, task("7", 1))
        .then(200, task("8", 3));
    assertThat(deliver(3)).isInstanceOf(Accepted.class);
    assertThat(peer.requests().get(6).headers().get("if-match")).isEqualTo("W/\"7\"");
  }

  @Test
  void aPatientThatIsThereInPinyinOnlyGetsTheCharactersAndWhatElseIsMissing() {
    peer.then(200, patientWasThere())
        .then(200, found("3", "\"name\":[{\"family\":\"Ouyang\",\"given\":[\"Xiaowen\"]}]"))
        .then(412, "{\"resourceType\":\"OperationOutcome\"}")
        .then(200, found("4", "\"name\":[{\"family\":\"Ouyang\",\"given\":[\"Xiaowen\"]}]"))
        .then(200, "{\"resourceType\":\"Patient\",\"id\":\"11\"}");
    assertThat(deliver(1)).isEqualTo(new Accepted("ImagingStudy/12/_history/3, Task/14"));
    assertThat(peer.requests()).hasSize(5);
    assertThat(peer.requests().get(1).path()).contains("Patient?identifier=s%7CP-4711");
    var put = peer.requests().get(4);
    assertThat(put.method() + " " + put.headers().get("if-match")).isEqualTo("PUT W/\"4\"");
    assertThat(put.body())
        .contains("Ouyang", "欧阳晓雯", "\"birthDate\":\"1982-01-30\"", "\"active\":true")
        .doesNotContain("#request");
  }

  @Test
  void aPatientThatIsWholeIsNotWritten() {
    peer.then(200, patientWasThere())
        .then(
            200,
            found(
                "3",
                "\"name\":[{\"text\":\"欧阳"
                    + " 晓雯\"}],\"birthDate\":\"1982-01-30\",\"gender\":\"female\""));
    assertThat(deliver(1)).isEqualTo(new Accepted("ImagingStudy/12/_history/3, Task/14"));
    assertThat(peer.requests()).hasSize(2);
  }

  @Test
  void whatThePatientThereSaysOtherwiseStaysAndIsToldWithoutThePerson() {
    peer.then(200, patientWasThere())
        .then(200, found("3", "\"name\":[{\"text\":\"张伟\"}],\"birthDate\":\"1982-01-31\""));
    assertThat(deliver(1))
        .isEqualTo(
            new Accepted(
                "ImagingStudy/12/_history/3, Task/14; the patient there differs and was left as it"
                    + " is: name (IDE), birth date"));
    assertThat(peer.requests()).hasSize(2);
  }

  private static String patientWasThere() {
    return answer("201 Created").replaceFirst("201 Created", "200 OK");
  }

  private static String found(String version, String what) {
    return """
    {"resourceType":"Bundle","type":"searchset","entry":[{"resource":
     {"resourceType":"Patient","id":"11","meta":{"versionId":"%s","source":"ex-0#requestid"},
      "identifier":[{"system":"s","value":"P-4711"}],"active":true,%s}}]}
    """
        .formatted(version, what);
  }

  private DeliveryOutcome deliver(int toRevision) {
    return delivery(peer.url()).deliver(work(toRevision));
  }

  private FhirDelivery delivery(String url) {
    return new FhirDelivery(
        new Target.FhirServer("fhir", url),
        store,
        new FhirOptions(Duration.ofSeconds(2), Duration.ofMillis(700), 1 << 20));
  }

  private Work work(int toRevision) {
    Site site =
        new Site(
            "a",
            "a",
            "https://a.example",
            ZoneId.of("+08:00"),
            Set.of(),
            Set.of(),
            Set.of(),
            false,
            List.of());
    Exchange exchange =
        new Exchange(
            "ex-1",
            "a",
            Kind.STUDY,
            "1.2.3",
            "P-4711",
            "",
            "",
            "CT",
            Priority.ROUTINE,
            toRevision,
            KeptFiles.NOON,
            KeptFiles.NOON);
    return new Work(exchange, site, 0, toRevision, List.of(), bundle, revision -> {});
  }

  private static String answer(String taskStatus) {
    return """
    {"resourceType":"Bundle","type":"transaction-response","entry":[
     {"response":{"status":"201 Created","location":"Patient/11/_history/1"}},
     {"response":{"status":"200 OK","location":"ImagingStudy/12/_history/3"}},
     {"response":{"status":"%s","location":"Task/14/_history/1"}}]}
    """
        .formatted(taskStatus);
  }

  private static String task(String version, int known) {
    return """
    {"resourceType":"Task","id":"14","meta":{"versionId":"%s","source":"ex-1#requestid"},
     "status":"in-progress","intent":"order","businessStatus":{"coding":[{"code":"claimed"}]},
     "owner":{"reference":"Practitioner/7"},
     "input":[{"type":{"text":"x"},"valueReference":{"reference":"ImagingStudy/12",
      "identifier":{"system":"https://farsight.org/fhir/revision","value":"ex-1/%d"}}}]}
    """
        .formatted(version, known);
  }
}
