package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.it.EngineView.Answer;
import org.farsight.it.PushedObject.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration changes while devices push. */
@Timeout(300)
class ReloadIT {
  private static final String NEW_SITE =
      """
        seaside:
          name: 海边卫生院
          calling-aets: [SEA_CT]
      """;

  @TempDir Path folder;

  @Test
  void aNewSiteIsWelcomeAtOnceAndAnOpenAssociationGoesOn() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder.resolve("engine"))) {
      Device newcomer = new Device("SEA_CT", engine.dicom());
      List<PushedObject> theirs = PushedObject.study(PushedObject.somebody(), 1, 16);
      assertThatThrownBy(() -> newcomer.push(theirs))
          .isInstanceOf(AssociationException.Rejected.class);
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 2, 16);
      try (StorageScu open = engine.device().open(study)) {
        assertThat(Device.push(open, study.getFirst())).isEqualTo(Status.SUCCESS);
        append(engine, NEW_SITE);
        assertThat(reload(engine, 200).path("changes").toString()).contains("seaside");

        assertThat(newcomer.push(theirs)).containsExactly(Status.SUCCESS);
        assertThat(Device.push(open, study.getLast())).isEqualTo(Status.SUCCESS);
      }
      assertThat(engine.view().all())
          .extracting(exchange -> exchange.path("site").asText())
          .containsExactlyInAnyOrder("seaside", EngineHome.SITE);
      assertThat(Files.isDirectory(engine.home().data().resolve("inbox/seaside"))).isTrue();
    }
  }

  @Test
  void aSiteIsKnownByAPortOfItsOwnUntilItIsTakenAway() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder.resolve("engine"))) {
      String before = Files.readString(engine.home().configuration());
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      append(engine, "  hills:\n    port: " + port + "\n");
      assertThat(reload(engine, 200).path("changes").toString()).contains("port " + port);
      AeAddress at = new AeAddress("ANY-SCP", engine.dicom().host(), port);
      Device nameless = new Device("ANY-SCU", at);
      assertThat(nameless.push(PushedObject.study(PushedObject.somebody(), 1, 16)))
          .containsExactly(Status.SUCCESS);
      assertThat(engine.view().all())
          .extracting(exchange -> exchange.path("site").asText())
          .containsExactly("hills");

      Files.writeString(engine.home().configuration(), before);
      assertThat(reload(engine, 200).path("changes").toString())
          .contains("port " + port + " of hills closed");
      assertThatThrownBy(() -> nameless.push(PushedObject.study(PushedObject.somebody(), 1, 16)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aMistakeIsRefusedWithFileAndLineAndNothingChanges() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder.resolve("engine"))) {
      append(engine, NEW_SITE);
      append(engine, "  Bad Name:\n    calling-aets: [OTHER_CT]\nno-such-key: 1\n");
      long line = Files.readAllLines(engine.home().configuration()).size();
      JsonNode problem = reload(engine, 422);
      assertThat(problem.path("detail").asText())
          .contains(engine.home().configuration() + ":" + line)
          .contains("no-such-key")
          .contains("Bad Name");
      List<PushedObject> theirs = PushedObject.study(PushedObject.somebody(), 1, 16);
      assertThatThrownBy(() -> new Device("SEA_CT", engine.dicom()).push(theirs))
          .as("the good half of the file is not in force either")
          .isInstanceOf(AssociationException.Rejected.class);
      assertThat(engine.device().push(theirs)).containsExactly(Status.SUCCESS);
    }
  }

  @Test
  void aTargetThatIsAddedGetsWhatComesFromThenOn() throws Exception {
    try (Archive archive =
            Archive.start(
                new Archive.Configuration(
                    folder.resolve("archive"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    "ARCHIVE"));
        RunningEngine engine = RunningEngine.in(folder.resolve("engine"))) {
      append(engine, "targets:\n  second:\n    archive: " + archive.address() + "\n");
      assertThat(reload(engine, 200).path("changes").toString()).contains("target second added");
      String study = Uid.random();
      Person person = PushedObject.somebody();
      PushedObject image = PushedObject.image(study, person, 1, 16);
      assertThat(engine.device().push(List.of(image))).containsExactly(Status.SUCCESS);
      engine.view().awaitDelivered(study, 1);
      assertThat(archive.folder().file(image.sopInstance())).isPresent();
    }
  }

  private static void append(RunningEngine engine, String yaml) throws IOException {
    Path file = engine.home().configuration();
    Files.writeString(file, Files.readString(file) + yaml);
  }

  private static JsonNode reload(RunningEngine engine, int status) throws Exception {
    Answer answer = engine.view().post("/reload", new byte[0]);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
    return answer.body();
  }
}
