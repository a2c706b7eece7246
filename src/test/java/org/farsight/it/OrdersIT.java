package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
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
import java.util.List;
import java.util.Optional;
import org.farsight.crash.LightFhir;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Mllp;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders from MLLP and HTTP to the modality's worklist and the core hospital's FHIR server. */
@Timeout(300)
class OrdersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ORM = Path.of("test-data/hl7v2/orm-o01-ct-head-utf-8.hl7");
  private static final String PLACER = "https://farsight.org/fhir/site/lakeside/placer/HIS";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private LightFhir fhir;

  @SuppressWarnings("NullAway.Init")
  private RunningEngine engine;

  @BeforeEach
  void start() throws IOException {
    fhir = LightFhir.start(folder.resolve("fhir"), 0);
    engine =
        RunningEngine.in(folder, "sites.lakeside.facilities=QINGSHAN", "fhir.url=" + fhir.url());
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    fhir.close();
  }

  private String acknowledged(String message) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), engine.engine().mllpPort().orElseThrow())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(Mllp.frame(message.getBytes(StandardCharsets.UTF_8)));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Message answer = Message.of(Mllp.read(in, 1 << 20).orElseThrow()).orElseThrow();
      return String.join("\n", answer.segments());
    }
  }

  private static String order() throws IOException {
    return Files.readString(ORM);
  }

  /** The same order, told of an hour later. */
  private static String later(String control) throws IOException {
    return order()
        .replaceFirst("(MSH(?:\\|[^|]*){5}\\|\\d{8})\\d{4}", "$12359")
        .replace("ORC|NW|", "ORC|" + control + "|");
  }

  private Optional<ServiceRequest> request(String number) {
    Bundle found =
        FhirServer.at(fhir.url())
            .client()
            .search()
            .byUrl("ServiceRequest?identifier=" + PLACER + "%7C" + number)
            .returnBundle(Bundle.class)
            .execute();
    assertThat(found.getEntry()).hasSizeLessThan(2);
    return found.getEntry().stream().map(one -> (ServiceRequest) one.getResource()).findFirst();
  }

  private ServiceRequest awaitRequest(String number, ServiceRequestStatus status) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> request(number),
            one -> one.filter(found -> found.getStatus() == status).isPresent())
        .orElseThrow();
  }

  private String worklist(String aet) throws Exception {
    return Dcmtk.run(
            "findscu",
            "-W",
            "-aet",
            aet,
            "-aec",
            "FARSIGHT",
            "-k",
            "0008,0050",
            "-k",
            "0010,0020",
            "-k",
            "0020,000D",
            "-k",
            "0040,0100[0].0008,0060=CT",
            "-k",
            "0040,0100[0].0040,0001=" + aet,
            "127.0.0.1",
            Integer.toString(engine.engine().dicomPort()))
        .output();
  }

  @Test
  void anOrderFromMllpIsSeenByTheSitesModalityAndIsAtTheFhirServer() throws Exception {
    Dcmtk.require("findscu");
    String number = order().replaceAll("(?s).*ORC\\|NW\\|(\\d+)\\^.*", "$1");

    assertThat(acknowledged(order())).contains("MSA|AA|");
    ServiceRequest made = awaitRequest(number, ServiceRequestStatus.ACTIVE);

    assertThat(made.getIdentifier()).extracting(Identifier::getValue).hasSize(2).contains(number);
    assertThat(made.getCode().getText()).isNotBlank();
    assertThat(made.getOccurrenceDateTimeType().getValueAsString()).startsWith("2026-03-");
    String study = order().replaceAll("(?s).*ZDS\\|([0-9.]+)\\^.*", "$1");
    assertThat(worklist(EngineHome.CALLER)).contains(study);
    assertThat(worklist("HILL_CT")).as("another site").doesNotContain(study);
    assertThat(
            FhirServer.at(fhir.url())
                .client()
                .search()
                .byUrl("Task?identifier=https://farsight.org/fhir/reading-task%7Cx")
                .returnBundle(Bundle.class)
                .execute()
                .getEntry())
        .isEmpty();

    // a change, then the order as it was again: the newest word has been said
    assertThat(acknowledged(later("XO").replace("^^R", "^^S"))).contains("MSA|AA|");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(request(number).orElseThrow().getPriority())
                    .isEqualTo(ServiceRequestPriority.STAT));
    assertThat(acknowledged(order())).contains("MSA|AA|");
    assertThat(acknowledged(later("CA"))).contains("MSA|AA|");
    ServiceRequest revoked = awaitRequest(number, ServiceRequestStatus.REVOKED);
    assertThat(revoked.getIdElement().getIdPart()).isEqualTo(made.getIdElement().getIdPart());
    assertThat(worklist(EngineHome.CALLER)).as("taken back").doesNotContain(study);
    List<JsonNode> exchanges = engine.view().all();
    assertThat(exchanges).hasSize(1);
    assertThat(exchanges.getFirst().path("kind").asText()).isEqualTo("ORDER");
    assertThat(exchanges.getFirst().path("arrivals").path("count").asInt()).isEqualTo(3);
    assertThat(exchanges.getFirst().path("arrivals").path("repeats").asInt()).isEqualTo(1);
  }

  @Test
  void aFaultyOrderIsAnsweredWithItsPlaceAndKept() throws Exception {
    String answer = acknowledged(order().replaceFirst("ORC\\|NW", "ORC|QQ"));

    assertThat(answer).contains("MSA|AE|").contains("ERR||ORC^1^1|").contains("quarantine as ");
    assertThat(engine.view().quarantine()).hasSize(1);
    assertThat(engine.view().all()).isEmpty();
  }

  private HttpResponse<String> posted(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(engine.engine().httpAddress() + path))
            .header("Content-Type", "application/fhir+json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
  }

  private static String resource(String number, String status) {
    return """
    {"resourceType": "ServiceRequest", "status": "%s", "intent": "order", "priority": "asap",
     "identifier": [{"type": {"coding": [{"code": "PLAC"}]}, "system": "%s", "value": "%s"}],
     "code": {"text": "胸部CT平扫"}, "authoredOn": "2026-03-16T09:00:00+08:00",
     "subject": {"reference": "urn:uuid:p"}}\
    """
        .formatted(status, PLACER, number);
  }

  private static String bundle(String... resources) {
    StringBuilder entries = new StringBuilder();
    for (String one : resources) {
      entries.append(",{\"resource\": ").append(one);
      entries.append(", \"request\": {\"method\": \"POST\", \"url\": \"ServiceRequest\"}}");
    }
    return """
    {"resourceType": "Bundle", "type": "transaction", "entry": [{"fullUrl": "urn:uuid:p",
      "resource": {"resourceType": "Patient", "identifier": [{"value": "QS5"}],
        "name": [{"text": "赵德山"}], "gender": "male", "birthDate": "1928-02-29"},
      "request": {"method": "POST", "url": "Patient"}}\
    """
        + entries
        + "]}";
  }

  @Test
  void aTransactionOfAGatewayIsAnsweredEntryByEntryAndArrives() throws Exception {
    HttpResponse<String> answer =
        posted("/fhir?site=lakeside", bundle(resource("81", "active"), resource("82", "draft")));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode bundle = JSON.readTree(answer.body());
    assertThat(bundle.path("type").asText()).isEqualTo("transaction-response");
    assertThat(bundle.path("entry")).hasSize(3);
    assertThat(bundle.path("entry").path(1).path("response").path("status").asText())
        .startsWith("202");
    awaitRequest("82", ServiceRequestStatus.ONHOLD);
    ServiceRequest order = awaitRequest("81", ServiceRequestStatus.ACTIVE);
    assertThat(order.getPriority()).isEqualTo(ServiceRequestPriority.ASAP);
    assertThat(order.getAuthoredOnElement().getValueAsString()).startsWith("2026-03-16T09:00");

    posted("/fhir?site=lakeside", bundle(resource("81", "revoked")));
    awaitRequest("81", ServiceRequestStatus.REVOKED);
  }

  @Test
  void whatIsNotTakenByHttpIsToldAsAnOperationOutcomeAndWhatIsByACapabilityStatement()
      throws Exception {
    assertThat(outcome(403, "/fhir?site=nobody", bundle(resource("1", "active"))))
        .isEqualTo("forbidden");
    assertThat(outcome(422, "/fhir?site=lakeside", "{\"resourceType\": \"Observation\"}"))
        .isEqualTo("not-supported resourceType");
    assertThat(outcome(422, "/fhir?site=lakeside", bundle(resource("1", "nonsense"))))
        .isEqualTo("invalid Bundle.entry[1].resource.status");
    assertThat(outcome(422, "/fhir/ServiceRequest?site=lakeside", resource("1", "active")))
        .isEqualTo("invalid ServiceRequest.subject");
    assertThat(engine.view().quarantine()).hasSize(2);
    assertThat(engine.view().all()).isEmpty();
    CapabilityStatement statement =
        FhirContext.forR4Cached()
            .newRestfulGenericClient(engine.engine().httpAddress() + "/fhir")
            .capabilities()
            .ofType(CapabilityStatement.class)
            .execute();
    assertThat(statement.getRestFirstRep().getInteraction())
        .extracting(one -> one.getCode().toCode())
        .contains("transaction", "batch");
    assertThat(posted("/fhir/Patient?site=lakeside", "{}").statusCode())
        .as("what it does not state")
        .isIn(404, 405);
    assertThat(engine.view().get("/fhir/metadata?_format=xml").status()).isEqualTo(406);
  }

  private String outcome(int status, String path, String body) throws Exception {
    HttpResponse<String> answer = posted(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    FhirContext.forR4Cached().newJsonParser().parseResource(answer.body());
    JsonNode issue = JSON.readTree(answer.body()).path("issue").path(0);
    String place = issue.path("expression").path(0).asText();
    return (issue.path("code").asText() + " " + place).strip();
  }
}
