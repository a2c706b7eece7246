package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.it.CommitmentDevice.ask;
import static org.farsight.it.CommitmentDevice.askAndLeave;
import static org.farsight.it.CommitmentDevice.references;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentReport.Failure;
import org.farsight.dicom.service.SopReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device asks what it may delete: what it is told, by which way, whatever happens between. */
@Timeout(300)
class StorageCommitmentIT {
  private static final String QUIET_FOR_EVER = "study.quiet-seconds=600";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 3, 16);
  private final String transaction = Uid.random();

  private Archive archive() throws IOException {
    return Archive.start(
        new Archive.Configuration(
            folder.resolve("archive"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "ARCHIVE"));
  }

  private static JsonNode view(RunningEngine engine, PushedObject object) throws Exception {
    String id = engine.view().find(object.sopInstance()).getFirst().path("id").asText();
    return engine.view().get("/exchange/" + id).body();
  }

  @Test
  void withoutAnArchiveWhatIsKeptHereIsCommittedOverTheAssociationThatAsked() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder)) {
      assertThat(engine.device().push(study)).containsOnly(Status.SUCCESS);

      CommitmentReport report = ask(engine.dicom(), transaction, references(study)).orElseThrow();

      assertThat(report).isEqualTo(new CommitmentReport(transaction, references(study), List.of()));
      engine
          .view()
          .awaitExchange(
              study.getFirst().sopInstance(),
              e ->
                  EngineView.story(e, "en").stream()
                      .anyMatch(l -> l.contains("reported to LAKE_CT over the association")));
      JsonNode exchange = view(engine, study.getFirst());
      assertThat(EngineView.story(exchange, "en"))
          .anyMatch(l -> l.contains("3 of 3 objects committed (kept durably here)"))
          .anyMatch(l -> l.startsWith("storage commitment requested by LAKE_CT, 3 of its objects"));
      assertThat(EngineView.story(exchange, "zh")).anyMatch(l -> l.startsWith("存储承诺已回报"));
      assertThat(exchange.path("commitments")).hasSize(1);
      assertThat(exchange.path("commitments").get(0).path("stage").asText()).isEqualTo("REPORTED");
    }
  }

  @Test
  void anArchiveThatOffersCommitmentIsAskedAfterTheDelivery() throws Exception {
    try (Archive archive = archive();
        RunningEngine engine =
            RunningEngine.in(
                folder,
                CommitmentDevice.LET_WAIT,
                EngineHome.archive(archive.address().toString()))) {
      assertThat(engine.device().push(study)).containsOnly(Status.SUCCESS);

      CommitmentReport report = ask(engine.dicom(), transaction, references(study)).orElseThrow();

      assertThat(report.committed()).containsExactlyElementsOf(references(study));
      assertThat(report.failed()).isEmpty();
      assertThat(archive.folder().size()).isEqualTo(3);
      assertThat(EngineView.story(view(engine, study.getFirst()), "en"))
          .anyMatch(l -> l.contains("3 of 3 objects committed (asked for commitment: ARCHIVE)"));
    }
  }

  @Test
  void whereTheSiteWantsItTheArchiveIsLookedIntoByQuery() throws Exception {
    try (Archive archive = archive();
        RunningEngine engine =
            RunningEngine.in(
                folder,
                CommitmentDevice.LET_WAIT,
                EngineHome.archive(archive.address().toString()),
                "sites.lakeside.commitment=archive-stored")) {
      assertThat(engine.device().push(study)).containsOnly(Status.SUCCESS);

      CommitmentReport report = ask(engine.dicom(), transaction, references(study)).orElseThrow();

      assertThat(report.committed()).containsExactlyElementsOf(references(study));
      assertThat(EngineView.story(view(engine, study.getFirst()), "en"))
          .anyMatch(l -> l.contains("3 of 3 objects committed (looked for at: ARCHIVE)"));
    }
  }

  @Test
  void aDeviceThatHasLeftIsCalled() throws Exception {
    try (CommitmentDevice device = new CommitmentDevice(0);
        RunningEngine engine = RunningEngine.in(folder, device.setting())) {
      engine.device().push(study);

      assertThat(askAndLeave(engine.dicom(), transaction, references(study)))
          .isEqualTo(Status.SUCCESS);

      assertThat(device.awaitReport())
          .isEqualTo(new CommitmentReport(transaction, references(study), List.of()));
      assertThat(device.callers()).containsExactly("FARSIGHT");
    }
  }

  @Test
  void aDeviceThatIsDownIsToldWhenItIsUpAgain() throws Exception {
    int port;
    String setting;
    try (CommitmentDevice before = new CommitmentDevice(0)) {
      port = before.address().port();
      setting = before.setting();
    }
    try (RunningEngine engine = RunningEngine.in(folder, setting)) {
      engine.device().push(study);
      askAndLeave(engine.dicom(), transaction, references(study));
      engine
          .view()
          .awaitExchange(
              study.getFirst().sopInstance(),
              e ->
                  EngineView.story(e, "en").stream()
                      .anyMatch(l -> l.contains("did not arrive and will be sent again")));

      try (CommitmentDevice device = new CommitmentDevice(port)) {
        assertThat(device.awaitReport().committed()).containsExactlyElementsOf(references(study));
      }
    }
  }

  @Test
  void eachObjectThatCannotBeCommittedHasItsReason() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder, "commitment.wait-seconds=1")) {
      engine.device().push(study.subList(0, 2));
      PushedObject other = study.get(1);
      List<PushedObject> contradiction = List.of(changed(study.getFirst()));
      engine.device().push(contradiction);
      SopReference missing = references(study).get(2);
      SopReference ofOtherClass = new SopReference(Uid.MR_IMAGE_STORAGE, other.sopInstance());
      PushedObject good = PushedObject.study(PushedObject.somebody(), 1, 16).getFirst();
      engine.device().push(List.of(good));
      PushedObject foreign = PushedObject.study(PushedObject.somebody(), 1, 16).getFirst();
      new Device("HILL_CT", engine.dicom()).push(List.of(foreign));
      List<SopReference> asked = new ArrayList<>(references(List.of(study.getFirst(), good)));
      asked.add(missing);
      asked.add(ofOtherClass);
      asked.addAll(references(List.of(foreign)));

      CommitmentReport report = ask(engine.dicom(), transaction, asked).orElseThrow();

      assertThat(report.committed()).isEqualTo(references(List.of(good)));
      assertThat(report.failed())
          .containsExactly(
              // kept back with other bytes: nobody knows which the device means
              new Failure(asked.get(0), CommitmentReport.PROCESSING_FAILURE),
              new Failure(missing, CommitmentReport.NO_SUCH_OBJECT_INSTANCE),
              new Failure(ofOtherClass, CommitmentReport.CLASS_INSTANCE_CONFLICT),
              // another site's object is none of this device's business
              new Failure(asked.get(4), CommitmentReport.NO_SUCH_OBJECT_INSTANCE));
    }
  }

  private static PushedObject changed(PushedObject object) {
    byte[] bytes = object.dataSet().clone();
    bytes[bytes.length - 1] ^= 1;
    return new PushedObject(object.context(), object.sopInstance(), bytes);
  }

  @Test
  void aDeviceThatAsksTheSameAgainIsToldAgain() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder)) {
      engine.device().push(study);
      CommitmentReport first = ask(engine.dicom(), transaction, references(study)).orElseThrow();
      CommitmentReport again = ask(engine.dicom(), transaction, references(study)).orElseThrow();

      assertThat(again).isEqualTo(first);
      assertThat(view(engine, study.getFirst()).path("commitments")).hasSize(1);
      Status other = askAndLeave(engine.dicom(), transaction, references(study.subList(0, 1)));
      assertThat(other.code()).isEqualTo(CommitmentReport.DUPLICATE_TRANSACTION_UID);
    }
  }

  @Test
  void aRequestWaitsForTheLastObjectAndMakesTheStudyComplete() throws Exception {
    try (CommitmentDevice device = new CommitmentDevice(0);
        RunningEngine engine = RunningEngine.in(folder, device.setting(), QUIET_FOR_EVER)) {
      engine.device().push(study.subList(0, 2));
      askAndLeave(engine.dicom(), transaction, references(study));
      engine.device().push(study.subList(2, 3));

      assertThat(device.awaitReport().failed()).isEmpty();
      JsonNode exchange =
          engine
              .view()
              .awaitExchange(
                  study.getFirst().sopInstance(),
                  e -> e.path("conversion").path("done").asInt() == 3);
      assertThat(EngineView.story(exchange, "en"))
          .anyMatch(
              l ->
                  l.equals(
                      "taken as complete at revision 3: all that was announced is here, storage"
                          + " commitment request "
                          + transaction
                          + ", 3 objects"));
    }
  }
}
