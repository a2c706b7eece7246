package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.farsight.dicom.data.Uid;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Mllp;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Patients of two sites at the stand-in core hospital: links, merges, corrections, recalls. */
@Timeout(300)
class IdentityIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CARD = "110101199208180046";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private FhirServer fhir;

  @SuppressWarnings("NullAway.Init")
  private RunningEngine engine;

  @BeforeEach
  void start() throws IOException {
    fhir = FhirServer.at(HospitalServer.require().url());
    engine =
        RunningEngine.in(
            folder,
            EngineHome.fhir(HospitalServer.require().url()),
            "sites.lakeside.facilities=LAKE",
            "sites.hillside.facilities=HILL");
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void aMergeMovesWhatWasWrittenAndWhatComesLaterAndUnmergeMovesExactlyThatBack() throws Exception {
    String emergency = somebody();
    String registered = somebody();
    String before = push(emergency);
    String own = push(registered);

    assertThat(adt("A40", "LAKE", registered, "Qian Xiaohong^钱小红", "", "MRG|" + emergency))
        .startsWith("MSA|AA|");
    awaitSubject(before, registered);
    Patient merged = patient("lakeside", emergency);
    assertThat(merged.getActive()).isFalse();
    assertThat(merged.getLink())
        .singleElement()
        .satisfies(link -> assertThat(link.getType()).isEqualTo(LinkType.REPLACEDBY));
    assertThat(patient("lakeside", registered).getLinkFirstRep().getType())
        .isEqualTo(LinkType.REPLACES);
    String later = push(emergency);
    awaitSubject(later, registered);

    EngineView.Answer answer =
        post("/patients/unmerge", "patient", emergency, "by", "Li", "why", "two persons");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
    awaitSubject(before, emergency);
    awaitSubject(later, emergency);
    assertThat(fhir.imaging(own).getSubject().getReference()).isEqualTo(place(registered));
    assertThat(patient("lakeside", emergency).getActive()).isTrue();
    assertThat(patient("lakeside", emergency).getLink()).isEmpty();
    assertThat(patient("lakeside", registered).getLink()).isEmpty();
    assertThat(post("/patients/unmerge", "patient", emergency, "by", "Li", "why", "?").status())
        .isEqualTo(409);
  }

  @Test
  void aCardAtTwoSitesLinksAndNoOlderWordOverwritesANewerOne() throws Exception {
    String id = somebody();
    String other = somebody();
    adt("A04", "LAKE", id, "Qian Xiaohong^钱小洪", "20261101080000", CARD + "^^^^NI");
    adt("A04", "HILL", other, "^钱小红", "20261101080000", CARD + "^^^^NI");
    awaitPatient("hillside", other);
    assertThat(patient("hillside", other).getLink()).as("the characters differ").isEmpty();

    adt("A08", "LAKE", id, "Qian Xiaohong^钱小红", "20261101100000", CARD + "^^^^NI");
    adt("A08", "LAKE", id, "Qian Xiaohong^钱晓红", "20261101090000", "");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(patient("lakeside", id).getLinkFirstRep().getType())
                  .isEqualTo(LinkType.SEEALSO);
              assertThat(patient("hillside", other).getLinkFirstRep().getType())
                  .isEqualTo(LinkType.SEEALSO);
            });
    String study = Uid.random();
    PushedObject.Person older = new PushedObject.Person(id, "Qian^Xiaohong=钱^小洪");
    engine.device().push(List.of(PushedObject.image(study, older, 1, 16)));
    JsonNode exchange = engine.view().awaitDelivered(study, 1);
    assertThat(patient("lakeside", id).getName())
        .extracting(name -> name.getFamily())
        .contains("钱小红")
        .doesNotContain("钱小洪", "钱晓红", "钱");
    assertThat(EngineView.story(exchange, "en"))
        .anyMatch(line -> line.contains("written with other characters"))
        .anyMatch(line -> line.contains("the same person as a patient of"));
    JsonNode shown = engine.view().get("/patients?id=" + id).body().path("patients").path(0);
    assertThat(shown.path("card").asText()).isEqualTo("RESIDENT");
    assertThat(shown.path("same").path(0).path("id").asText()).isEqualTo(other);
    assertThat(shown.toString()).doesNotContain(CARD, "钱");
  }

  @Test
  void aRecallMarksWhatWasWrittenAndCanBeTakenBack() throws Exception {
    String study = push(somebody());
    String id = engine.view().find(study).getFirst().path("id").asText();
    assertThat(post("/exchange/" + id + "/recall/undo", "by", "Li", "why", "x").status())
        .isEqualTo(409);
    assertThat(post("/exchange/" + id + "/recall", "by", "Li", "why", "wrong patient").status())
        .isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(fhir.imaging(study).getStatus())
                  .isEqualTo(ImagingStudyStatus.ENTEREDINERROR);
              assertThat(fhir.task(study).getStatus()).isEqualTo(TaskStatus.CANCELLED);
            });
    assertThat(fhir.task(study).getStatusReason().getCodingFirstRep().getCode())
        .isEqualTo("wrong-patient");
    assertThat(post("/exchange/" + id + "/recall/undo", "by", "Li", "why", "right").status())
        .isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(fhir.imaging(study).getStatus()).isEqualTo(ImagingStudyStatus.AVAILABLE);
              assertThat(fhir.task(study).getStatus()).isEqualTo(TaskStatus.REQUESTED);
            });
    assertThat(EngineView.story(engine.view().find(study).getFirst(), "zh"))
        .anyMatch(line -> line.contains("已召回"))
        .anyMatch(line -> line.contains("召回已撤销"));
  }

  @Test
  void aMessageWithoutWhatItNeedsIsAnsweredWithThePlace() throws Exception {
    assertThat(adt("A08", "LAKE", "", "Qian^X", "", "")).startsWith("MSA|AE|").contains("PID[1]-3");
    assertThat(adt("A40", "LAKE", somebody(), "Qian^X", "", ""))
        .startsWith("MSA|AE|")
        .contains("MRG[1]");
    assertThat(adt("A99", "LAKE", somebody(), "Qian^X", "", "")).startsWith("MSA|AR|");
  }

  @Test
  void aMessageOfSeveralPairsMergesAllOrNone() throws Exception {
    String first = somebody();
    String second = somebody();
    String third = somebody();
    String study = push(first);

    assertThat(merge(first + ">" + second, ">" + third)).startsWith("MSA|AE|").contains("MRG[2]-1");
    assertThat(engine.view().find(second)).as("nothing of the message is done").isEmpty();

    assertThat(merge(first + ">" + second, second + ">" + third)).startsWith("MSA|AA|");
    awaitSubject(study, third);
    assertThat(patient("lakeside", second).getActive()).isFalse();
  }

  private static String somebody() {
    return PushedObject.somebody().id();
  }

  private String push(String id) throws Exception {
    String study = Uid.random();
    PushedObject.Person person = new PushedObject.Person(id, "Qian^Xiaohong=钱^小红");
    engine.device().push(List.of(PushedObject.image(study, person, 1, 16)));
    engine.view().awaitDelivered(study, 1);
    return study;
  }

  private EngineView.Answer post(String path, String... members) throws Exception {
    var body = JSON.createObjectNode();
    for (int i = 0; i < members.length; i += 2) {
      body.put(members[i], members[i + 1]);
    }
    return engine.view().post(path, JSON.writeValueAsBytes(body));
  }

  /** The system of patient ids is the site's own. */
  private Patient patient(String site, String id) {
    return fhir.one(Patient.class, system(site), id);
  }

  private static String system(String site) {
    return "https://farsight.org/fhir/site/" + site + "/patient";
  }

  private String place(String id) {
    return patient("lakeside", id).getIdElement().toUnqualifiedVersionless().getValue();
  }

  private void awaitSubject(String study, String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(fhir.imaging(study).getSubject().getReference()).isEqualTo(place(id)));
  }

  private void awaitPatient(String site, String id) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> patient(site, id));
  }

  /** Sends a message in GB 18030 and gives the MSA segment of its answer. */
  private String adt(
      String trigger, String facility, String id, String name, String recorded, String more)
      throws IOException {
    boolean merge = more.startsWith("MRG");
    String message =
        "MSH|^~\\&|HIS|%s|||20261101120000||ADT^%s|%s|P|2.5||||||GB 18030-2000\rEVN|%s|%s\r"
                .formatted(facility, trigger, Uid.random().substring(6, 24), trigger, recorded)
            + "PID|1||%s^^^%s^MR%s||%s||19920818|F\r"
                .formatted(id, facility, merge || more.isEmpty() ? "" : "~" + more, name)
            + (merge ? more + "^^^" + facility + "^MR\r" : "");
    return say(message);
  }

  /** Sends a merge of these pairs, {@code FROM>INTO}. */
  private String merge(String... pairs) throws IOException {
    StringBuilder message =
        new StringBuilder(
            "MSH|^~\\&|HIS|LAKE|||20261101120000||ADT^A40^ADT_A39|%s|P|2.5||||||GB 18030-2000\r"
                    .formatted(Uid.random().substring(6, 24))
                + "EVN|A40|20261101120000\r");
    for (String pair : pairs) {
      String[] ids = pair.split(">");
      message.append("PID|1||" + ids[1] + "^^^LAKE^MR||Qian Xiaohong^钱小红||19920818|F\r");
      message.append("MRG|" + ids[0] + "^^^LAKE^MR\r");
    }
    return say(message.toString());
  }

  private String say(String message) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), engine.engine().mllpPort().orElseThrow())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(Mllp.frame(message.getBytes(Charset.forName("GB18030"))));
      byte[] answer =
          Mllp.read(new BufferedInputStream(socket.getInputStream()), 1 << 20).orElseThrow();
      List<String> segments = Message.of(answer).orElseThrow().segments();
      assertThat(new String(answer, StandardCharsets.US_ASCII)).contains("ACK");
      return segments.size() > 2 ? segments.get(1) + segments.get(2) : segments.get(1);
    }
  }
}
