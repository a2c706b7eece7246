package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.ledger.PostgresCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the ledger on PostgreSQL the engine is killed, and the server, and both. */
@Timeout(600)
class PostgresKillIT {
  private static final int STUDIES = 3;
  private static final int IMAGES = 80;
  private static final int ALL = STUDIES * IMAGES;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger brokenOff = new AtomicInteger();

  @Test
  void whateverWasAcknowledgedArrivesOnceWhicheverOfTheTwoDies() throws Exception {
    PostgresCluster server = PostgresCluster.shared();
    List<List<PushedObject>> studies = studies();
    List<Integer> atKill = new ArrayList<>();
    try (Archive archive = archive();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      EngineHome home = EngineHome.in(folder.resolve("engine"));
      List<String> settings =
          List.of(
              "dicom.port=" + freePort(),
              EngineHome.archive(archive.address().toString()),
              "database.url=" + server.database(),
              "database.user=" + server.user(),
              "database.password-file=" + server.passwordFile(folder));
      EngineProcess engine = EngineProcess.start(home, List.of(), settings);
      Device device =
          new Device(EngineHome.CALLER, new AeAddress("FARSIGHT", "127.0.0.1", engine.dicomPort()));
      List<Future<?>> pushing = new ArrayList<>();
      for (List<PushedObject> study : studies) {
        pushing.add(senders.submit(() -> pushAll(device, study)));
      }

      atKill.add(awaitAcknowledged(30));
      engine.kill();
      engine = EngineProcess.start(home, List.of(), settings);

      atKill.add(awaitAcknowledged(90));
      server.stop(false);
      refused.set(0);
      await().atMost(PATIENCE).until(() -> refused.get() > 3);
      assertThat(engine.view().get("/observe/health").status()).isEqualTo(503);
      server.start();

      atKill.add(awaitAcknowledged(150));
      server.stop(false);
      engine.kill();
      server.start();
      engine = EngineProcess.start(home, List.of(), settings);
      for (Future<?> one : pushing) {
        one.get();
      }
      try (EngineProcess last = engine) {
        isWhole(last.view(), studies, archive);
      }
    }
    System.out.printf(
        "killed after %s of %d acknowledgements; %d refusals, %d pushes broken off%n",
        atKill, ALL, refused.get(), brokenOff.get());
    assertThat(atKill).as("in the middle of the pushing").allMatch(n -> n < ALL);
    assertThat(brokenOff).hasPositiveValue();
  }

  private static void isWhole(EngineView view, List<List<PushedObject>> studies, Archive archive)
      throws Exception {
    for (List<PushedObject> study : studies) {
      JsonNode exchange = view.awaitDelivered(study.getFirst().sopInstance(), IMAGES);
      assertThat(exchange.path("revision").asInt()).isEqualTo(IMAGES);
      for (PushedObject object : study) {
        Path file = archive.folder().file(object.sopInstance()).orElseThrow();
        assertThat(Digest.ofDataSet(file)).as(object.toString()).isEqualTo(object.digest());
      }
    }
    assertThat(view.all()).hasSize(STUDIES);
    assertThat(view.quarantine()).isEmpty();
    assertThat(archive.folder().size()).isEqualTo(ALL);
    assertThat(archive.counts().otherContent()).isZero();
  }

  private int awaitAcknowledged(int least) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> acknowledged.get() >= least);
    return acknowledged.get();
  }

  /** Pushes until each object was acknowledged, as modalities do that keep a queue of their own. */
  private void pushAll(Device device, List<PushedObject> objects) {
    Deque<PushedObject> queue = new ArrayDeque<>(objects);
    await()
        .atMost(PATIENCE.multipliedBy(3))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> pushed(device, queue));
  }

  /** Pushes what is left over one association until something fails; true when nothing is left. */
  private boolean pushed(Device device, Deque<PushedObject> queue) {
    try (StorageScu association = device.open(queue)) {
      while (!queue.isEmpty()) {
        Status status = Device.push(association, queue.peek());
        if (!status.equals(Status.SUCCESS)) {
          assertThat(status.code()).as(status.describe()).isEqualTo(0xA700);
          refused.incrementAndGet();
          return false;
        }
        acknowledged.incrementAndGet();
        queue.remove();
      }
      return true;
    } catch (IOException e) {
      brokenOff.incrementAndGet();
      return false;
    }
  }

  /** Small objects, which share segments, and a few large ones, which have files of their own. */
  private static List<List<PushedObject>> studies() {
    List<List<PushedObject>> studies = new ArrayList<>();
    for (int s = 0; s < STUDIES; s++) {
      String study = Uid.random();
      PushedObject.Person person = PushedObject.somebody();
      List<PushedObject> objects = new ArrayList<>();
      for (int i = 1; i <= IMAGES; i++) {
        objects.add(PushedObject.image(study, person, i, i % 20 == 5 ? 1600 : 64));
      }
      studies.add(objects);
    }
    return studies;
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
