package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.farsight.dicom.dimse.Status;
import org.farsight.peer.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk fills up to the reserve while the engine runs, and is cleared again. */
@Timeout(300)
class DiskFullIT {
  private static final Path ECG = Path.of("test-data/ecg/aecg/qingshan-normal.xml");

  @TempDir Path folder;

  @Test
  void newWorkIsRefusedWhatIsKeptIsDeliveredAndThenAllGoesOn() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 128);
        SmallArchive archive = new SmallArchive();
        RunningEngine engine =
            RunningEngine.in(
                disk.folder().resolve("engine"),
                "study.quiet-seconds=3",
                EngineHome.archive("FARSIGHT@127.0.0.1:" + archive.port()))) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 3, 64);
      assertThat(engine.device().push(study)).containsOnly(Status.SUCCESS);
      Path filler = disk.fill(8 << 20);

      PushedObject late = PushedObject.study(PushedObject.somebody(), 1, 64).getFirst();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(engine.device().push(List.of(late)))
                      .extracting(Status::code)
                      .containsExactly(0xA700));
      EngineView.Answer posted =
          engine.view().post("/ecg?site=" + EngineHome.SITE, Files.readAllBytes(ECG));
      assertThat(posted.status()).isEqualTo(507);
      EngineView.Answer health = engine.view().get("/observe/health");
      assertThat(health.status()).isEqualTo(503);
      JsonNode wrong = health.body().path("checks").path("disk");
      assertThat(wrong.path("status").asText()).isEqualTo("DOWN");
      assertThat(wrong.path("why").asText()).contains("MB left").contains("reserve of 16 MB");
      engine.view().awaitDelivered(study.getFirst().sopInstance(), 3);
      assertThat(archive.objects).hasSize(3);

      Files.delete(filler);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> engine.device().push(List.of(late)).equals(List.of(Status.SUCCESS)));
      posted = engine.view().post("/ecg?site=" + EngineHome.SITE, Files.readAllBytes(ECG));
      assertThat(posted.status()).isEqualTo(202);
      assertThat(engine.view().get("/observe/health").body().path("checks").path("disk"))
          .isEqualTo(health.body().path("checks").path("ledger"));
      engine.view().awaitDelivered(late.sopInstance(), 1);
    }
  }
}
