package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.farsight.crash.LightFhir;
import org.farsight.dicom.dimse.Status;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Mllp;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A study and its order, in either order, from the sockets to the FHIR server. */
@Timeout(300)
class OrderMatchIT {
  private static final Path ORM = Path.of("test-data/hl7v2/orm-o01-ct-head-utf-8.hl7");
  private static final String PLACER =
      "identifier=https://farsight.org/fhir/site/lakeside/placer/HIS%7C6638";
  private static final PushedObject.Person WANG =
      new PushedObject.Person("QS100137", "Wang^Jianguo=王^建国");

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

  private static String order() throws IOException {
    return Files.readString(ORM);
  }

  private static String cancel() throws IOException {
    return order()
        .replaceFirst("(MSH(?:\\|[^|]*){5}\\|\\d{8})\\d{4}", "$12359")
        .replace("ORC|NW|", "ORC|CA|");
  }

  private static String study() throws IOException {
    return order().replaceAll("(?s).*ZDS\\|([0-9.]+)\\^.*", "$1");
  }

  private void say(String message) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), engine.engine().mllpPort().orElseThrow())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(Mllp.frame(message.getBytes(StandardCharsets.UTF_8)));
      Message answer =
          Message.of(
                  Mllp.read(new BufferedInputStream(socket.getInputStream()), 1 << 20)
                      .orElseThrow())
              .orElseThrow();
      assertThat(String.join("\n", answer.segments())).contains("MSA|AA|");
    }
  }

  private void push() throws IOException {
    assertThat(engine.device().push(List.of(PushedObject.image(study(), WANG, 1, 16))))
        .containsExactly(Status.SUCCESS);
  }

  private <T extends Resource> List<T> found(Class<T> type, String search) {
    return FhirServer.at(fhir.url())
        .client()
        .search()
        .byUrl(type.getSimpleName() + "?" + search)
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(BundleEntryComponent::getResource)
        .map(type::cast)
        .toList();
  }

  private ServiceRequest awaitOrder(ServiceRequestStatus status) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> found(ServiceRequest.class, PLACER),
            all -> all.size() == 1 && all.getFirst().getStatus() == status)
        .getFirst();
  }

  private static String id(Resource resource) {
    return resource.getIdElement().toUnqualifiedVersionless().getValue();
  }

  private String basedOn() throws IOException {
    List<ImagingStudy> studies =
        found(ImagingStudy.class, "identifier=urn:dicom:uid%7Curn:oid:" + study());
    assertThat(studies).hasSize(1);
    return String.valueOf(studies.getFirst().getBasedOnFirstRep().getReference());
  }

  private Task task() throws IOException {
    List<Task> tasks =
        found(Task.class, "identifier=https://farsight.org/fhir/reading-task%7C" + study());
    assertThat(tasks).hasSize(1);
    return tasks.getFirst();
  }

  private JsonNode matched(String verdict) throws IOException {
    return engine
        .view()
        .awaitExchange(
            study(),
            one ->
                one.path("kind").asText().equals("STUDY")
                    && one.path("order").path("verdict").asText().equals(verdict)
                    && one.path("state").asText().equals("DELIVERED"));
  }

  @Test
  void aStudyHangsOnTheOrderThatWasThereBeforeIt() throws Exception {
    say(order());
    ServiceRequest order = awaitOrder(ServiceRequestStatus.ACTIVE);

    push();

    JsonNode study = matched("MATCHED");
    assertThat(study.path("order").path("rule").asText()).isEqualTo("STUDY_UID");
    assertThat(study.path("story").toString()).contains("its order was found", "已匹配到医嘱");
    assertThat(basedOn()).isEqualTo(id(order));
    assertThat(task().getFocus().getReference()).isEqualTo(id(order));
    JsonNode shown =
        engine.view().get("/orders/" + study.path("order").path("order").asText()).body();
    assertThat(shown.path("examinations")).hasSize(1);
  }

  @Test
  void anOrderAfterItsStudyAdoptsAndOneCancelledEndsTheTask() throws Exception {
    push();
    matched("UNORDERED");
    String made = basedOn();

    say(order());
    ServiceRequest adopted = awaitOrder(ServiceRequestStatus.ACTIVE);
    matched("MATCHED");
    assertThat(id(adopted)).isEqualTo(made);
    assertThat(basedOn()).isEqualTo(made);
    assertThat(task().getBasedOnFirstRep().getReference()).isEqualTo(made);

    say(cancel());
    awaitOrder(ServiceRequestStatus.REVOKED);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(task().getStatus()).isEqualTo(TaskStatus.CANCELLED));
    assertThat(basedOn()).as("the study stays").isEqualTo(made);
    assertThat(matched("MATCHED").path("story").toString()).contains("was taken back after");
  }
}
