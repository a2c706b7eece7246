package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.farsight.it.CommitmentDevice.references;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.peer.Orthanc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Storage commitment with Orthanc, which reports by an association of its own. */
@Timeout(300)
class OrthancCommitmentIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 3, 16);

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Orthanc orthanc(int enginePort) throws IOException {
    return Orthanc.start(
        Files.createDirectories(folder.resolve("orthanc")),
        List.of(new AeAddress("FARSIGHT", "127.0.0.1", enginePort)));
  }

  @Test
  void asAnArchiveItIsAskedByTheEngineAndItsAnswerIsRelayed() throws Exception {
    Orthanc.require();
    int port = freePort();
    try (Orthanc archive = orthanc(port);
        CommitmentDevice device = new CommitmentDevice(0);
        RunningEngine engine =
            RunningEngine.in(
                folder.resolve("engine"),
                "dicom.port=" + port,
                EngineHome.archive(archive.address().toString()),
                "commitment.wait-seconds=1",
                "sites.lakeside.commitment=archive-committed",
                device.setting())) {
      assertThat(engine.device().push(study)).containsOnly(Status.SUCCESS);
      engine.view().awaitDelivered(study.getFirst().sopInstance(), 3);
      // one that the archive loses after it has accepted it
      String lost = JSON.readTree(archive.get("/instances")).get(0).asText();
      String lostInstance =
          JSON.readTree(archive.get("/instances/" + lost))
              .path("MainDicomTags")
              .path("SOPInstanceUID")
              .asText();
      archive.delete("/instances/" + lost);

      CommitmentDevice.askAndLeave(engine.dicom(), Uid.random(), references(study));

      CommitmentReport report = device.awaitReport();
      assertThat(report.committed()).hasSize(2);
      assertThat(report.failed()).hasSize(1);
      assertThat(report.failed().getFirst().reference())
          .isEqualTo(new SopReference(Uid.CT_IMAGE_STORAGE, lostInstance));
      assertThat(report.failed().getFirst().reason())
          .isEqualTo(CommitmentReport.NO_SUCH_OBJECT_INSTANCE);
      JsonNode exchange = engine.view().find(study.getFirst().sopInstance()).getFirst();
      assertThat(EngineView.story(exchange, "en"))
          .anyMatch(l -> l.contains("2 of 3 objects committed; 1 failed with 0112H"))
          .anyMatch(l -> l.contains("(asked for commitment: ORTHANC)"));
    }
  }

  @Test
  void asADeviceItStoresAsksAndIsToldThatAllIsSafe() throws Exception {
    Orthanc.require();
    int port = freePort();
    try (Orthanc device = orthanc(port);
        RunningEngine engine =
            RunningEngine.in(
                folder.resolve("engine"),
                "dicom.port=" + port,
                "sites.lakeside.calling-aets=ORTHANC",
                "sites.lakeside.addresses=" + device.address())) {
      assertThat(engine.engine().dicomPort()).isEqualTo(port);
      new Device("ANYBODY", device.address()).push(study);
      String id = JSON.readTree(device.get("/studies")).get(0).asText();
      JsonNode stored =
          JSON.readTree(
              device.post(
                  "/modalities/FARSIGHT/store",
                  "{\"Resources\" : [\"" + id + "\"], \"StorageCommitment\" : true}"));
      String transaction = stored.path("StorageCommitmentTransactionUID").asText();
      assertThat(transaction).isNotEmpty();

      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(
              () ->
                  !JSON.readTree(device.get("/storage-commitment/" + transaction))
                      .path("Status")
                      .asText()
                      .equals("Pending"));
      JsonNode report = JSON.readTree(device.get("/storage-commitment/" + transaction));
      assertThat(report.path("Status").asText()).isEqualTo("Success");
      assertThat(report.path("Success")).hasSize(3);
      assertThat(report.path("RemoteAET").asText()).isEqualTo("FARSIGHT");
    }
  }
}
