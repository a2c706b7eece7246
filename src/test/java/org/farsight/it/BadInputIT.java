package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.farsight.cli.Main;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.RequestFailedException;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.it.EngineView.Answer;
import org.farsight.it.PushedObject.Person;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes in broken, contradicting or uninvited has its documented answer and a story. */
@Timeout(300)
class BadInputIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] TEXT =
      "心电图: this is a note, no recording\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private RunningEngine engine;

  @BeforeEach
  void start() throws IOException {
    engine = RunningEngine.in(folder.resolve("engine"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void aTextFilePostedAsEcgIs415AndKept() throws Exception {
    Answer answer = engine.view().post("/ecg?site=" + EngineHome.SITE, TEXT);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.body().path("title").asText()).isEqualTo("UNKNOWN_FORMAT");
    isKeptBack(answer.body().path("quarantine").asLong(), "UNKNOWN_FORMAT", TEXT);
    assertThat(engine.view().all()).isEmpty();

    Answer astray = engine.view().post("/fhir/Patient?site=" + EngineHome.SITE, TEXT);
    assertThat(astray.status()).as("no address for it, told as FHIR tells").isEqualTo(404);
    assertThat(astray.body().path("resourceType").asText()).isEqualTo("OperationOutcome");
    Answer unknown = engine.view().get("/exchange?state=LOST");
    assertThat(unknown.status()).as("a state that there is not finds not nothing").isEqualTo(400);
    assertThat(unknown.body().path("detail").asText()).contains("RECEIVED", "RETURNED");
    assertThat(engine.view().get("/exchange?state=received").status()).isEqualTo(200);
  }

  @Test
  void aTextFileInTheInboxIsSetAsideWithItsReason() throws Exception {
    Path inbox = engine.home().data().resolve("inbox").resolve(EngineHome.SITE);
    Files.write(inbox.resolve("note.txt"), TEXT);
    Path reason = inbox.resolve("quarantine/note.txt.reason.txt");
    await().atMost(PATIENCE).until(() -> Files.exists(inbox.resolve("quarantine/note.txt")));
    assertThat(Files.readString(reason)).startsWith("UNKNOWN_FORMAT: neither DICOM nor an ECG");
    assertThat(Files.readAllBytes(inbox.resolve("quarantine/note.txt"))).isEqualTo(TEXT);
    assertThat(inbox.resolve("note.txt")).doesNotExist();
    List<JsonNode> kept = engine.view().quarantine();
    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst().path("way").asText()).isEqualTo("FOLDER");
    assertThat(kept.getFirst().path("site").asText()).isEqualTo(EngineHome.SITE);

    Path ecg = Path.of("test-data/ecg/aecg/qingshan-normal.xml");
    Files.copy(ecg, inbox.resolve("ecg.xml"));
    await().atMost(PATIENCE).until(() -> Files.exists(inbox.resolve("done/ecg.xml")));
    assertThat(engine.view().all()).hasSize(1);
  }

  @Test
  void sendSkipsATextFileAndSaysSo() throws Exception {
    Path note = Files.write(folder.resolve("note.txt"), TEXT);
    Path image = Path.of("test-data/dicom/ct");
    Command.Run run =
        Command.farsight(
            "send", note.toString(), image.toString(), "--to", node(), "--from", EngineHome.CALLER);
    assertThat(run.status()).isEqualTo(Main.DONE);
    assertThat(run.err()).contains("skipped " + note + ": no DICOM file");
    assertThat(run.out()).contains("0 failed, 1 skipped");

    String http = engine.view().base();
    Command.Run posted =
        Command.farsight("send", note.toString(), "--to", http, "--site", EngineHome.SITE);
    assertThat(posted.status()).isEqualTo(Main.FAILED);
    assertThat(posted.err())
        .contains("failed " + note + ": HTTP 415")
        .contains("kept in quarantine as " + theOnlyEntry().path("id").asLong());
  }

  @Test
  void aTruncatedObjectIsKeptInQuarantineAndTheDeviceMayForgetIt() throws Exception {
    PushedObject whole = PushedObject.study(PushedObject.somebody(), 1, 64).getFirst();
    PushedObject cut = whole.cutTo(whole.dataSet().length - 1000);
    assertThat(engine.device().push(List.of(cut))).containsExactly(Status.SUCCESS);
    JsonNode entry = theOnlyEntry();
    assertThat(entry.path("reason").asText()).isEqualTo("BROKEN_OBJECT");
    assertThat(entry.path("sha256").asText()).isEqualTo(cut.digest());
    assertThat(entry.path("why").asText()).contains("(7FE0,0010)").containsPattern("\\d+");
    assertThat(engine.view().all()).isEmpty();

    assertThat(engine.device().push(List.of(whole)))
        .as("the whole object is as welcome as ever")
        .containsExactly(Status.SUCCESS);
    assertThat(engine.view().all()).hasSize(1);
  }

  @Test
  void aConnectionCutInTheMiddleLeavesNothing() throws Exception {
    PushedObject object = PushedObject.study(PushedObject.somebody(), 1, 512).getFirst();
    InputStream breaks =
        new SequenceInputStream(
            new ByteArrayInputStream(object.dataSet(), 0, 300_000),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the device lost its power");
              }
            });
    try (StorageScu association = engine.device().open(List.of(object))) {
      assertThatThrownBy(
              () ->
                  association.store(
                      object.context().sopClass(),
                      object.sopInstance(),
                      object.context().transferSyntax(),
                      breaks,
                      -1))
          .isInstanceOf(RequestFailedException.class);
    }
    assertThat(engine.device().push(List.of(object))).containsExactly(Status.SUCCESS);
    List<JsonNode> all = engine.view().all();
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().path("arrivals").path("count").asInt()).isEqualTo(1);
    assertThat(all.getFirst().path("arrivals").path("repeats").asInt()).isZero();
    assertThat(engine.view().quarantine()).isEmpty();
  }

  @Test
  void anEcgCutInHalfIs422WithItsPlaceAndKept() throws Exception {
    byte[] whole = Files.readAllBytes(Path.of("test-data/ecg/aecg/qingshan-normal.xml"));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    Answer answer = engine.view().post("/ecg?site=" + EngineHome.SITE, half);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("title").asText()).isEqualTo("BROKEN_FILE");
    assertThat(answer.body().path("detail").asText())
        .as("says where")
        .containsPattern("(?i)line \\d+|byte \\d+|offset \\d+|/AnnotatedECG");
    isKeptBack(answer.body().path("quarantine").asLong(), "BROKEN_FILE", half);
  }

  @Test
  void anUnknownCallerIsRejectedWithTheReasonOfTheStandard() {
    PushedObject object = PushedObject.study(PushedObject.somebody(), 1, 16).getFirst();
    assertThatThrownBy(() -> new Device("NOBODY", engine.dicom()).open(List.of(object)))
        .isInstanceOfSatisfying(
            AssociationException.Rejected.class,
            e ->
                assertThat(e.rejection())
                    .isEqualTo(
                        AssociateRj.permanent(AssociateRj.Reason.CALLING_AE_TITLE_NOT_RECOGNIZED)));
  }

  @Test
  void anObjectThatIsNotTheAnnouncedOneIsRefused() throws Exception {
    PushedObject object = PushedObject.study(PushedObject.somebody(), 1, 16).getFirst();
    List<Status> answers = engine.device().push(List.of(object.announcedAs(Uid.random())));
    assertThat(answers).extracting(Status::code).containsExactly(0xA900);
    assertThat(engine.view().all()).isEmpty();
    assertThat(engine.view().quarantine()).isEmpty();
  }

  @Test
  void aStudyUnderTwoPatientsLeavesTheFirstAsItIsAndTraceSaysSo() throws Exception {
    String study = Uid.random();
    Person first = PushedObject.somebody();
    Person second = PushedObject.somebody();
    engine.device().push(List.of(PushedObject.image(study, first, 1, 16)));
    PushedObject other = PushedObject.image(study, second, 2, 16);
    assertThat(engine.device().push(List.of(other))).containsExactly(Status.SUCCESS);
    JsonNode entry = theOnlyEntry();
    assertThat(entry.path("reason").asText()).isEqualTo("STUDY_OF_ANOTHER_PATIENT");
    assertThat(entry.path("sha256").asText()).isEqualTo(other.digest());
    JsonNode exchange = engine.view().find(study).getFirst();
    assertThat(exchange.path("arrivals").path("count").asInt()).isEqualTo(1);
    assertThat(exchange.path("revision").asInt()).isEqualTo(1);

    String english = trace(study, "en");
    assertThat(english).contains("a contradicting object was kept back in quarantine");
    assertThat(trace(study, "zh")).contains("有矛盾的对象已隔离保存");
    assertThat(english).doesNotContain(first.id()).doesNotContain(second.id());
  }

  private JsonNode theOnlyEntry() throws IOException, InterruptedException {
    List<JsonNode> kept = engine.view().quarantine();
    assertThat(kept).hasSize(1);
    return kept.getFirst();
  }

  private void isKeptBack(long id, String reason, byte[] bytes) throws Exception {
    JsonNode entry = theOnlyEntry();
    assertThat(entry.path("id").asLong()).isEqualTo(id);
    assertThat(entry.path("reason").asText()).isEqualTo(reason);
    assertThat(entry.path("sha256").asText()).isEqualTo(Digest.of(bytes));
    assertThat(entry.path("bytes").asLong()).isEqualTo(bytes.length);
    assertThat(
            Command.farsight("quarantine", "list", "--data", engine.home().data().toString()).out())
        .contains(reason);
  }

  private String trace(String id, String language) {
    return Command.trace(engine.home(), id, language);
  }

  private String node() {
    return "127.0.0.1:" + engine.engine().dicomPort() + "/FARSIGHT";
  }
}
