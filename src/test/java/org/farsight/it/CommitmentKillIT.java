package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.it.CommitmentDevice.references;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.ul.AeAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine is killed between a device's request and its report. */
@Timeout(300)
class CommitmentKillIT {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 4, 16);

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void theReportComesAfterTheNextStartWithAllThatWasAsked() throws Exception {
    EngineHome home = EngineHome.in(folder.resolve("engine"));
    int archivePort = freePort();
    String transaction = Uid.random();
    try (CommitmentDevice device = new CommitmentDevice(0)) {
      List<String> settings =
          List.of(device.setting(), EngineHome.archive("ARCHIVE@127.0.0.1:" + archivePort));
      // the archive is down, so that nothing can be decided before the kill
      EngineProcess first = EngineProcess.start(home, List.of(), settings);
      try {
        AeAddress address = new AeAddress("FARSIGHT", "127.0.0.1", first.dicomPort());
        assertThat(new Device(EngineHome.CALLER, address).push(study)).containsOnly(Status.SUCCESS);
        assertThat(CommitmentDevice.askAndLeave(address, transaction, references(study)))
            .isEqualTo(Status.SUCCESS);
      } finally {
        first.kill();
      }
      assertThat(device.callers()).isEmpty();

      try (Archive archive =
              Archive.start(
                  new Archive.Configuration(
                      folder.resolve("archive"),
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), archivePort),
                      "ARCHIVE"));
          EngineProcess second = EngineProcess.start(home, List.of(), settings)) {
        assertThat(device.awaitReport())
            .isEqualTo(new CommitmentReport(transaction, references(study), List.of()));
        assertThat(archive.folder().size()).isEqualTo(4);
        second
            .view()
            .awaitExchange(
                study.getFirst().sopInstance(),
                e ->
                    EngineView.story(e, "en").stream()
                        .anyMatch(l -> l.startsWith("storage commitment reported to LAKE_CT")));
        assertThat(device.callers()).containsExactly("FARSIGHT");
      }
    }
  }
}
