package org.farsight.intake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.intake.Bench.EAST;
import static org.farsight.intake.Bench.announced;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Receipt.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many senders at the same time, and ends that nobody planned. */
class GroupCommitTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  /** Holds the writing thread with an object of its own until all others wait behind it. */
  private static List<Receipt> together(Bench bench, List<byte[]> objects, List<String> instances)
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch holding = new CountDownLatch(1);
    bench.watched.afterSync =
        () -> {
          holding.countDown();
          awaitQuietly(go);
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(objects.size() + 1)) {
      Future<Receipt> first = threads.submit(() -> bench.store(EAST, "9.9", "9.9.1", "P9", 10));
      assertThat(holding.await(10, SECONDS)).isTrue();
      List<Future<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < objects.size(); i++) {
        byte[] bytes = objects.get(i);
        Announced as = announced(instances.get(i));
        receipts.add(
            threads.submit(() -> bench.store(EAST, null, as, new ByteArrayInputStream(bytes))));
      }
      Awaitility.await().until(() -> bench.intake.waiting() == objects.size());
      go.countDown();
      assertThat(first.get()).isInstanceOf(Kept.class);
      List<Receipt> all = new ArrayList<>();
      for (Future<Receipt> receipt : receipts) {
        all.add(receipt.get());
      }
      bench.intake.close(); // the writing thread tells after it has answered
      return all;
    } finally {
      go.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(20, SECONDS)) {
        throw new IllegalStateException("nobody let go");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void allThatWaitShareOneSyncAndOneTransaction() throws Exception {
    try (Bench bench = new Bench(dir)) {
      List<byte[]> objects = new ArrayList<>();
      List<String> instances = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        instances.add("1.2.3." + i);
        objects.add(Objects.bytes(Objects.ct("1.2.3", "1.2.3." + i, "P1", 1000)));
      }
      List<Receipt> receipts = together(bench, objects, instances);

      assertThat(receipts).allMatch(r -> r instanceof Kept kept && !kept.repeated());
      assertThat(bench.groups).containsExactly(1, 20);
      assertThat(bench.told.stream().filter("synced"::equals)).hasSize(2);
      assertThat(bench.told.stream().filter("committed"::equals)).hasSize(2);
      Exchange exchange = bench.ledger.find("1.2.3", 2).getFirst();
      assertThat(bench.ledger.arrivals(exchange.id(), 0))
          .extracting(Arrival::revision)
          .hasSize(20)
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void duplicatesInOneGroupAreSeenAndStoredOnce() throws Exception {
    try (Bench bench = new Bench(dir)) {
      byte[] one = Objects.bytes(Objects.ct("1.2.3", "1.2.3.1", "P1", 1000));
      byte[] other = Objects.bytes(Objects.ct("1.2.3", "1.2.3.1", "P1", 1002));
      List<Receipt> receipts =
          together(
              bench, List.of(one, one, one, other, other, one), Collections.nCopies(6, "1.2.3.1"));

      assertThat(bench.ledger.arrivals()).isEqualTo(2);
      assertThat(receipts.stream().filter(r -> r instanceof Kept k && !k.repeated()).count())
          .as("new, or kept back where the other came first")
          .isEqualTo(1);
      assertThat(bench.ledger.quarantine(9)).hasSize(1);
      assertThat(bench.watched.syncedObjects).as("each kind of bytes once").hasValue(3);
      Exchange exchange = bench.ledger.find("1.2.3", 2).getFirst();
      int repeats =
          bench.ledger.totals(exchange.id()).repeats()
              + bench.ledger.quarantine(9).getFirst().repeats();
      assertThat(repeats).isEqualTo(4);
    }
  }

  @Test
  void oneThatCannotBeAdmittedDoesNotKeepTheOthersOut() throws Exception {
    try (Bench bench = new Bench(dir)) {
      List<String> instances = List.of("1.2.3.1", "1.2.3.2", "1.2.3.3");
      List<byte[]> objects =
          instances.stream().map(i -> Objects.bytes(Objects.ct("1.2.3", i, "P1", 10))).toList();
      bench.watched.failFor = bench.digest(objects.get(1));
      List<Receipt> receipts = together(bench, objects, instances);

      assertThat(receipts).extracting(Receipt::dimseStatus).containsExactly(0, 0xA700, 0);
      assertThat(bench.ledger.arrivals()).isEqualTo(3);
    }
  }

  @Test
  void eightThreadsWithTheSameStudyGiveExactCounts() throws Exception {
    try (Bench bench = new Bench(dir);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Receipt>> receipts = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        for (int i = 0; i < 40; i++) {
          String study = "1.2." + i % 4;
          String instance = study + "." + i;
          receipts.add(threads.submit(() -> bench.store(EAST, study, instance, "P1", 3000)));
        }
      }
      int fresh = 0;
      for (Future<Receipt> receipt : receipts) {
        Kept kept = (Kept) receipt.get();
        fresh += kept.repeated() ? 0 : 1;
      }
      assertThat(fresh).isEqualTo(40);
      assertThat(bench.ledger.exchanges()).isEqualTo(4);
      assertThat(bench.ledger.arrivals()).isEqualTo(40);
      assertThat(bench.watched.syncedObjects).hasValue(40);
      List<Ledger.Totals> totals =
          bench.ledger.newest(null, 9).stream().map(e -> bench.ledger.totals(e.id())).toList();
      assertThat(totals).allMatch(t -> t.count() == 10 && t.repeats() == 70);
    }
  }

  @Test
  void aKillBetweenSyncAndCommitLeavesNothingHalfKept() throws Exception {
    Path copy = dir.resolve("copy");
    String kept;
    try (Bench bench = new Bench(dir.resolve("live"))) {
      kept = ((Kept) bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 1000)).exchangeId();
      bench.watched.afterSync = () -> copyAll(dir.resolve("live"), copy);
      bench.store(EAST, "1.2.3", "1.2.3.2", "P1", 2000);
    }
    try (Bench after = new Bench(copy)) {
      assertThat(after.ledger.arrivals()).isEqualTo(1);
      Arrival arrival = after.ledger.arrivals(kept, 0).getFirst();
      assertThat(Files.size(copy.resolve("store").resolve(arrival.content().file())))
          .as("bytes behind the last committed row are cut")
          .isEqualTo(arrival.content().offset() + arrival.content().length());
      assertThat(after.store(EAST, "1.2.3", "1.2.3.2", "P1", 2000))
          .as("the sender was not answered and sends again")
          .isEqualTo(new Kept(kept, false));
      for (Arrival each : after.ledger.arrivals(kept, 0)) {
        byte[] bytes = after.store.read(each.content(), 100_000);
        assertThat(after.digest(bytes)).isEqualTo(each.content().digest());
      }
    }
  }

  private static void copyAll(Path from, Path to) {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.toString().endsWith("-shm")) {
          Files.copy(path, target);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
