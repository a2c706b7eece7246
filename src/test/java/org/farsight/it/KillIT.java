package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine is killed in the middle of its work, as by a power cut, and started again. */
@Timeout(600)
class KillIT {
  private static final int STUDIES = 4;
  private static final int IMAGES = 50;
  private static final int ALL = STUDIES * IMAGES;

  /** Long enough for an engine to start on a machine that is busy with other things. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger again = new AtomicInteger();

  @Test
  void whateverWasAcknowledgedArrivesOnceAndNothingIsLost() throws Exception {
    FhirServer fhir = FhirServer.at(HospitalServer.require().url());
    Map<String, List<PushedObject>> studies = studies();
    List<Integer> ackedAtKill = new ArrayList<>();
    try (Archive archive = archive();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> settings =
          List.of(
              "dicom.port=" + freePort(),
              EngineHome.fhir(HospitalServer.require().url()),
              EngineHome.archive(archive.address().toString()));
      EngineHome home = EngineHome.in(folder.resolve("engine"));
      EngineProcess engine = start(home, settings);
      Device device =
          new Device(EngineHome.CALLER, new AeAddress("FARSIGHT", "127.0.0.1", engine.dicomPort()));
      List<Future<Void>> pushing = new ArrayList<>();
      for (List<PushedObject> study : studies.values()) {
        pushing.add(senders.submit(sender(device, study)));
      }
      for (int moment : List.of(30, 90, 150)) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(2))
            .until(() -> acknowledged.get() >= moment);
        engine.kill();
        ackedAtKill.add(acknowledged.get());
        engine = start(home, settings);
      }
      for (Future<Void> one : pushing) {
        one.get();
      }
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> archive.folder().size() > 20);
      int archivedAtKill = archive.folder().size();
      String recalled = studies.keySet().iterator().next();
      recall(engine.view(), recalled);
      engine.kill();

      try (EngineProcess last = start(home, settings)) {
        List<JsonNode> exchanges = new ArrayList<>();
        for (String study : studies.keySet()) {
          exchanges.add(last.view().awaitDelivered(study, IMAGES));
        }
        assertThat(last.view().all()).hasSize(STUDIES);
        assertThat(exchanges).allMatch(e -> e.path("revision").asInt() == IMAGES);
        assertThat(last.view().quarantine()).isEmpty();
        awaitTold(last.view(), recalled);
      }
      RejectionNotes notes = RejectionNotes.in(archive.folder().study(recalled));
      assertThat(notes.rejected())
          .as("each object of the recalled study once, and no other")
          .containsExactlyInAnyOrderElementsOf(
              studies.get(recalled).stream().map(PushedObject::sopInstance).toList());
      System.out.printf(
          "killed after %s of %d acknowledgements and at %d objects in the archive;"
              + " %d objects were pushed again%n",
          ackedAtKill, ALL, archivedAtKill, again.get());
      assertThat(ackedAtKill).as("in the middle of the pushing").allMatch(n -> n < ALL);
      isWhole(studies, archive, notes.count(), fhir);
    }
  }

  private static void isWhole(
      Map<String, List<PushedObject>> studies, Archive archive, int notes, FhirServer fhir)
      throws IOException {
    assertThat(archive.folder().size()).isEqualTo(ALL + notes);
    assertThat(archive.counts().otherContent()).isZero();
    for (var study : studies.entrySet()) {
      assertThat(fhir.instances(study.getKey()))
          .containsExactlyInAnyOrderElementsOf(
              study.getValue().stream().map(PushedObject::sopInstance).toList());
      assertThat(fhir.imaging(study.getKey()).getNumberOfInstances()).isEqualTo(IMAGES);
      assertThat(fhir.task(study.getKey()).getInput()).isNotEmpty();
      for (PushedObject object : study.getValue()) {
        Path file = archive.folder().file(object.sopInstance()).orElseThrow();
        assertThat(Digest.ofDataSet(file)).as(object.toString()).isEqualTo(object.digest());
      }
    }
  }

  /** A study was sent under the wrong patient; all of it is on its way to the archive. */
  private static void recall(EngineView view, String study) throws Exception {
    JsonNode exchange =
        view.awaitExchange(
            study,
            one ->
                EngineView.story(one, "en").stream()
                    .anyMatch(line -> line.startsWith("revision " + IMAGES + " was turned into")));
    String id = exchange.path("id").asText();
    byte[] decision = "{\"by\": \"Li\", \"why\": \"wrong\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(view.post("/exchange/" + id + "/recall", decision).status()).isEqualTo(202);
  }

  private static void awaitTold(EngineView view, String study) {
    view.awaitExchange(
        study,
        exchange ->
            EngineView.story(exchange, "en").stream()
                .anyMatch(
                    line -> line.startsWith("archive was told that revision " + IMAGES + " is")));
  }

  /** Pushes until each object was acknowledged, as modalities do that keep a queue of their own. */
  private Callable<Void> sender(Device device, List<PushedObject> objects) {
    Deque<PushedObject> queue = new ArrayDeque<>(objects);
    return () -> {
      await()
          .atMost(PATIENCE.multipliedBy(3))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> pushed(device, queue));
      return null;
    };
  }

  /** Pushes what is left over one association; true when nothing is left. */
  private boolean pushed(Device device, Deque<PushedObject> queue) {
    PushedObject underWay = null;
    try (StorageScu association = device.open(queue)) {
      while (!queue.isEmpty()) {
        underWay = queue.peek();
        assertThat(Device.push(association, underWay)).isEqualTo(Status.SUCCESS);
        acknowledged.incrementAndGet();
        queue.remove();
        underWay = null;
      }
    } catch (IOException e) {
      if (underWay != null) {
        again.incrementAndGet();
      }
    }
    return queue.isEmpty();
  }

  /** Small objects, which share segments, and a few large ones, which have files of their own. */
  private static Map<String, List<PushedObject>> studies() {
    Map<String, List<PushedObject>> studies = new HashMap<>();
    for (int s = 0; s < STUDIES; s++) {
      String study = Uid.random();
      PushedObject.Person person = PushedObject.somebody();
      List<PushedObject> objects = new ArrayList<>();
      for (int i = 1; i <= IMAGES; i++) {
        objects.add(PushedObject.image(study, person, i, i % 10 == 5 ? 1600 : 256));
      }
      studies.put(study, objects);
    }
    return studies;
  }

  private static EngineProcess start(EngineHome home, List<String> settings) throws IOException {
    return EngineProcess.start(home, List.of(), settings);
  }

  private Archive archive() throws IOException {
    return Archive.start(
        new Archive.Configuration(
            folder.resolve("archive"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "ARCHIVE"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
