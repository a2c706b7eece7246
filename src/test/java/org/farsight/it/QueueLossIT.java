package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker loses messages; the ledger knows what is to be done all the same. */
@Timeout(300)
class QueueLossIT {
  private static final int STUDIES = 12;
  private static final int IMAGES = 4;

  @TempDir Path folder;

  @Test
  void eachMessageIsDroppedWhileWorkComesInAndAllIsDelivered() throws Exception {
    FhirServer fhir = FhirServer.at(HospitalServer.require().url());
    Path ecg = Path.of("test-data/ecg/aecg/qingshan-normal.xml");
    AtomicLong dropped = new AtomicLong();
    AtomicBoolean losing = new AtomicBoolean(true);
    try (Archive archive =
            Archive.start(
                new Archive.Configuration(
                    folder.resolve("archive"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    "ARCHIVE"));
        RunningEngine engine =
            RunningEngine.in(
                folder.resolve("engine"),
                "study.quiet-seconds=0",
                EngineHome.fhir(HospitalServer.require().url()),
                EngineHome.archive(archive.address().toString()));
        ScheduledExecutorService loser = Executors.newSingleThreadScheduledExecutor()) {
      var losses =
          loser.scheduleWithFixedDelay(
              () -> {
                if (losing.get()) {
                  dropped.addAndGet(drop(engine));
                }
              },
              0,
              1,
              TimeUnit.MILLISECONDS);
      Map<String, List<PushedObject>> studies = push(engine);
      var answer = engine.view().post("/ecg?site=" + EngineHome.SITE, Files.readAllBytes(ecg));
      assertThat(answer.status()).isEqualTo(202);
      losing.set(dropped.get() == 0);

      for (String study : studies.keySet()) {
        engine.view().awaitDelivered(study, IMAGES);
      }
      engine.view().awaitDelivered(answer.body().path("id").asText(), 1);
      losses.cancel(false);
      System.out.printf("%d messages were dropped%n", dropped.get());
      assertThat(dropped.get()).isPositive();
      assertThat(archive.folder().size())
          .as("the images and the ECG")
          .isEqualTo(STUDIES * IMAGES + 1);
      for (var study : studies.entrySet()) {
        assertThat(fhir.instances(study.getKey()))
            .containsExactlyInAnyOrderElementsOf(
                study.getValue().stream().map(PushedObject::sopInstance).toList());
      }
    }
  }

  private static Map<String, List<PushedObject>> push(RunningEngine engine) throws IOException {
    Map<String, List<PushedObject>> studies = new HashMap<>();
    for (int i = 0; i < STUDIES; i++) {
      String study = Uid.random();
      PushedObject.Person person = PushedObject.somebody();
      List<PushedObject> objects =
          java.util.stream.IntStream.rangeClosed(1, IMAGES)
              .mapToObj(number -> PushedObject.image(study, person, number, 64))
              .toList();
      assertThat(engine.device().push(objects)).containsOnly(Status.SUCCESS);
      studies.put(study, objects);
    }
    return studies;
  }

  private static long drop(RunningEngine engine) {
    try {
      return engine.engine().broker().dropAll();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
