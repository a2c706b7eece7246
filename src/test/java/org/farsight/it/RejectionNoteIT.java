package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.service.InformationModel;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryScu;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.farsight.peer.Orthanc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recall at archives: another one's program holds the rejection note beside what it rejects. */
@Timeout(300)
class RejectionNoteIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ECG = Path.of("test-data/ecg/scp/hewan-normal.scp");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void orthancHoldsANoteOfWhatWasRecalledAlsoOfAnEcgAndGetsNothingMore() throws Exception {
    Orthanc.require();
    Path data = Files.createDirectories(folder.resolve("orthanc"));
    try (Orthanc orthanc = Orthanc.start(data, List.of());
        RunningEngine engine =
            RunningEngine.in(
                folder.resolve("engine"), EngineHome.archive(orthanc.address().toString()))) {
      PushedObject.Person person = PushedObject.somebody();
      String study = Uid.random();
      List<PushedObject> images = new ArrayList<>();
      images.add(PushedObject.image(study, person, 1, 16));
      images.add(PushedObject.image(study, person, 2, 16));
      engine.device().push(images);
      byte[] ecg = Files.readAllBytes(ECG);
      engine.view().post("/ecg?site=" + EngineHome.SITE, ecg);
      String ecgStudy = WaveformIdentity.studyOf(Digest.of(ecg));
      String id = engine.view().awaitDelivered(study, 2).path("id").asText();
      JsonNode ofEcg =
          engine.view().awaitAllDone(Set.of()).stream()
              .filter(one -> one.path("kind").asText().equals("ECG"))
              .findFirst()
              .orElseThrow();

      assertThat(recall(engine, id, Map.of()).path("en").asText())
          .contains("told by a rejection note: archive");
      recall(engine, ofEcg.path("id").asText(), Map.of("reason", "wrong-worklist-entry"));
      awaitTold(engine, id, 1);
      awaitTold(engine, ofEcg.path("id").asText(), 1);
      assertThat(rejected(orthanc, study, "113037"))
          .containsExactlyInAnyOrderElementsOf(instances(images));
      assertThat(rejected(orthanc, ecgStudy, "113038"))
          .containsExactly(WaveformIdentity.instanceOf(Digest.of(ecg)));

      engine.device().push(List.of(PushedObject.image(study, person, 3, 16)));
      JsonNode late =
          engine
              .view()
              .awaitExchange(study, one -> one.path("revision").asInt() == 3 && converted(one, 3));
      assertThat(EngineView.story(late, "en"))
          .filteredOn(line -> line.startsWith("archive accepted"))
          .as("nothing more goes to the archive")
          .hasSize(1);
      assertThat(instancesAt(orthanc, study)).isEqualTo(3);

      assertThat(found(engine, person)).as("hidden from queries").isEmpty();
      assertThat(searched(engine, "/studies?PatientID=" + person.id())).isEqualTo(0);
      assertThat(searched(engine, "/studies/" + study + "/instances"))
          .as("whoever names the study sees what an addendum is due on")
          .isEqualTo(3);
      assertThat(post(engine, "/exchange/" + id + "/recall/undo", Map.of()).path("en").asText())
          .contains("to be restored there by hand");
      assertThat(found(engine, person)).containsExactly(study);
      assertThat(searched(engine, "/studies?PatientID=" + person.id())).isEqualTo(1);
      engine.view().awaitDelivered(study, 3);
      assertThat(instancesAt(orthanc, study)).as("what came late went out then").isEqualTo(4);
    }
  }

  /** Study Instance UIDs that C-FIND gives for a patient. */
  private static List<String> found(RunningEngine engine, PushedObject.Person person)
      throws IOException {
    DataSet keys =
        new DataSet()
            .put(Tag.PATIENT_ID, VR.LO, person.id())
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, "");
    List<String> found = new ArrayList<>();
    try (QueryScu scu =
        QueryScu.open(
            new Connector(Timeouts.standard()),
            EngineHome.CALLER,
            engine.dicom(),
            InformationModel.STUDY_ROOT)) {
      scu.find(
          QueryLevel.STUDY,
          keys,
          match -> found.add(match.string(Tag.STUDY_INSTANCE_UID).orElseThrow()));
    }
    return found;
  }

  /** How many QIDO-RS finds. */
  private static int searched(RunningEngine engine, String path) throws Exception {
    return engine.view().get("/dicom-web" + path).body().size();
  }

  private static boolean converted(JsonNode exchange, int revision) {
    return EngineView.story(exchange, "en").stream()
        .anyMatch(line -> line.startsWith("revision " + revision + " was turned into FHIR"));
  }

  private static int instancesAt(Orthanc orthanc, String study) throws IOException {
    Map<String, Object> query =
        Map.of("Level", "Instance", "Query", Map.of("StudyInstanceUID", study));
    return JSON.readTree(orthanc.post("/tools/find", JSON.writeValueAsString(query))).size();
  }

  private static List<String> instances(List<PushedObject> objects) {
    return objects.stream().map(PushedObject::sopInstance).toList();
  }

  private static JsonNode recall(RunningEngine engine, String id, Map<String, String> more)
      throws Exception {
    return post(engine, "/exchange/" + id + "/recall", more);
  }

  private static JsonNode post(RunningEngine engine, String path, Map<String, String> more)
      throws Exception {
    var body = JSON.createObjectNode().put("by", "Li").put("why", "wrong patient");
    more.forEach(body::put);
    EngineView.Answer answer = engine.view().post(path, JSON.writeValueAsBytes(body));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
    return answer.body();
  }

  private static void awaitTold(RunningEngine engine, String id, int notes) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              JsonNode exchange = engine.view().find(id).getFirst();
              assertThat(EngineView.story(exchange, "en"))
                  .filteredOn(line -> line.startsWith("archive was told that revision"))
                  .hasSize(notes);
              assertThat(EngineView.story(exchange, "zh"))
                  .anyMatch(line -> line.startsWith("已通知存档 archive 停用第"));
            });
  }

  /** SOP Instance UIDs that notes of this title in a study list. */
  private static List<String> rejected(Orthanc orthanc, String study, String title)
      throws IOException {
    JsonNode found =
        JSON.readTree(
            orthanc.post(
                "/tools/find",
                JSON.writeValueAsString(
                    Map.of(
                        "Level",
                        "Instance",
                        "Query",
                        Map.of("StudyInstanceUID", study, "Modality", "KO")))));
    List<String> rejected = new ArrayList<>();
    for (JsonNode instance : found) {
      JsonNode note =
          JSON.readTree(orthanc.get("/instances/" + instance.asText() + "/simplified-tags"));
      assertThat(note.path("SOPClassUID").asText()).isEqualTo(Uid.KEY_OBJECT_SELECTION_STORAGE);
      assertThat(note.path("ConceptNameCodeSequence").path(0).path("CodeValue").asText())
          .isEqualTo(title);
      note.path("CurrentRequestedProcedureEvidenceSequence")
          .findValuesAsText("ReferencedSOPInstanceUID")
          .forEach(rejected::add);
    }
    return rejected;
  }
}
