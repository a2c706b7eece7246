package org.farsight.ledger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.ContentStore.Syncing;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;

/**
 * A process that keeps objects in a ledger and a content store and writes down what is kept, and at
 * which place of the recording that was known. What is there already it calls kept, as the intake
 * does: a sender that was not answered comes again.
 */
final class RecordedLife {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  private static final int THREADS = 3;
  private static final int SMALL = 32 << 10;
  static final int REDO = 48 << 10;
  static final int NEVER = 1_000_000;

  private final SqlLedger ledger;
  private final SegmentStore store;
  private final Path told;
  private final Path recording;
  private final int objects;

  private RecordedLife(
      SqlLedger ledger, SegmentStore store, Path told, Path recording, int objects) {
    this.ledger = ledger;
    this.store = store;
    this.told = told;
    this.recording = recording;
    this.objects = objects;
  }

  static SqlLedger ledger(Path data, KillSwitch killSwitch) throws IOException {
    return SqlLedger.open(
        SqlLedger.Options.in(data).withStore(data.resolve("store")).crashing(REDO, killSwitch));
  }

  static SegmentStore store(Path data, SqlLedger ledger, KillSwitch killSwitch) throws IOException {
    return SegmentStore.open(
        new SegmentStore.Options(data.resolve("store"), SMALL, 8 << 20, 200_000, 0),
        ledger.committedEnds(),
        killSwitch);
  }

  /**
   * Lives.
   *
   * @param args data folder; file for what is kept; recording; objects of each thread; kill point;
   *     its passage
   */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    KillPoint at = KillPoint.valueOf(args[4]);
    AtomicInteger left = new AtomicInteger(Integer.parseInt(args[5]));
    KillSwitch killSwitch =
        point -> {
          if (point == at && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KillSwitch.EXIT);
          }
        };
    try (SqlLedger ledger = ledger(data, killSwitch);
        SegmentStore store = store(data, ledger, killSwitch)) {
      new RecordedLife(ledger, store, Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]))
          .live();
    }
  }

  private void live() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String exchange = "x" + i;
      threads.add(Thread.ofPlatform().start(() -> keepAll(exchange)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void keepAll(String exchange) {
    try {
      if (ledger.exchange(exchange).isEmpty()) {
        ledger.<Void>write(
            tx -> {
              tx.open(SqlLedgerTest.exchange(exchange, Priority.ROUTINE, T0));
              return null;
            });
      }
      for (int i = 1; i <= objects; i++) {
        keep(exchange, i);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of an object: each fifth one has a file of its own. */
  static byte[] object(String exchange, int revision) {
    Random random = new Random((exchange + revision).hashCode());
    byte[] bytes = new byte[revision % 5 == 0 ? 2 * SMALL : 200 + random.nextInt(12_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private void keep(String exchange, int revision) throws IOException {
    try (Spooled spooled = store.spool(new ByteArrayInputStream(object(exchange, revision)))) {
      ObjectFacts facts = SqlLedgerTest.arrival(exchange, revision, T0).facts();
      ledger.<Void>write(
          tx -> {
            if (tx.arrivalOfInstance(facts.sopInstance()).isPresent()) {
              return null;
            }
            try {
              Syncing syncing = store.begin(List.of(spooled));
              tx.commitsAfter(syncing);
              Arrival like = SqlLedgerTest.arrival(exchange, revision, T0);
              tx.append(
                  new Arrival(
                      0,
                      exchange,
                      revision,
                      T0,
                      like.way(),
                      like.caller(),
                      syncing.contents().getFirst(),
                      facts,
                      0));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return null;
          });
      told(exchange + " " + revision + " " + spooled.digest());
    }
  }

  private synchronized void told(String words) throws IOException {
    Files.writeString(
        told,
        Files.size(recording) + " " + words + "\n",
        StandardCharsets.US_ASCII,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
