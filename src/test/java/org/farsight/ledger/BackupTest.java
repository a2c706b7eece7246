package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.ContentStore.Syncing;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  private static final int LARGE = 200 << 10;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private SegmentStore store;

  private final AtomicInteger kept = new AtomicInteger();

  @BeforeEach
  void open() throws IOException {
    ledger = ledgerIn(dir.resolve("data"));
    store = storeIn(dir.resolve("data"), ledger);
    ledger.<Void>write(
        tx -> {
          tx.open(SqlLedgerTest.exchange("x", Priority.ROUTINE, T0));
          return null;
        });
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    ledger.close();
  }

  private static SqlLedger ledgerIn(Path data) throws IOException {
    return SqlLedger.open(SqlLedger.Options.in(data).withStore(data.resolve("store")));
  }

  private static SegmentStore storeIn(Path data, SqlLedger ledger) throws IOException {
    return SegmentStore.open(
        new SegmentStore.Options(data.resolve("store"), 100 << 10, 8 << 20, 1 << 20, 0),
        ledger.committedEnds());
  }

  @Test
  void whatWasAcknowledgedBeforeItBeganIsInItWhileOthersStore() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      Future<Integer> storing = load.submit(() -> storeUntil(over));
      for (int round = 1; round <= 3; round++) {
        int target = round * 60;
        org.awaitility.Awaitility.await().until(() -> kept.get() >= target);
        int before = kept.get();
        Backup.Result result = backup();
        assertThat(result.ledger()).isTrue();
        assertThat(restored("restored" + round)).isGreaterThanOrEqualTo(before);
      }
      over.set(true);
      int all = storing.get();
      backup();
      assertThat(restored("last")).isEqualTo(all);
    }
  }

  private int storeUntil(AtomicBoolean over) throws IOException {
    Random random = new Random(7);
    while (!over.get()) {
      keep(random, kept.get() % 20 == 19 ? LARGE : 1 + random.nextInt(20_000));
    }
    return kept.get();
  }

  @Test
  void theSecondOneCopiesWhatIsNewOnly() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      keep(random, 60_000);
    }
    keep(random, LARGE);
    long first = backup().copied();
    keep(random, 5000);
    Backup.Result second = backup();
    long ledgerBytes = Files.size(ledgerFile());
    assertThat(first).isGreaterThan(30 * 60_000 + LARGE);
    assertThat(second.copied()).isLessThan(2 * ledgerBytes + 20_000);
    assertThat(second.bytes()).isGreaterThan(30 * 60_000 + LARGE);
    assertThat(restored("restored")).isEqualTo(32);
    try (Stream<Path> files = Files.list(dir.resolve("backup"))) {
      assertThat(files.filter(path -> path.getFileName().toString().startsWith("ledger-")))
          .hasSize(1);
    }
  }

  private Path ledgerFile() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("backup"))) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("ledger-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void oneThatIsCutIsRefusedAndTheOneBeforeItStillCounts() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 10; i++) {
      keep(random, i == 3 ? LARGE : 30_000);
    }
    assertThatThrownBy(() -> backup(new CutAfter(50_000))).hasMessage("cut");
    assertThatThrownBy(() -> restored("none"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no whole backup");
    backup();
    for (int cut = 0; cut < 200_000; cut += 40_000) {
      keep(random, 30_000);
      keep(random, LARGE);
      long after = cut;
      assertThatThrownBy(() -> backup(new CutAfter(after))).hasMessage("cut");
      assertThat(restored("after" + cut)).isEqualTo(10);
    }
    backup();
    assertThat(restored("whole")).isEqualTo(20);
  }

  @Test
  void aChangedByteIsFoundWhereverItIs() throws IOException {
    Random random = new Random(3);
    keep(random, 30_000);
    keep(random, LARGE);
    backup();
    Path segment = dir.resolve("backup/store/segments/00000001");
    for (Path file : List.of(segment, ledgerFile())) {
      flip(file, 4000);
      assertThatThrownBy(() -> restored("changed"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.getFileName() + " was changed after it was backed up");
      assertThatThrownBy(() -> ledgerIn(dir.resolve("changed")))
          .as("no engine starts on half of it")
          .hasMessageContaining("restored in part only");
      flip(file, 4000);
    }
    assertThat(restored("changed")).as("to its end").isEqualTo(2);
  }

  @Test
  void nothingIsRestoredOverWhatIsThere() throws IOException {
    keep(new Random(4), 100);
    backup();
    assertThatThrownBy(
            () ->
                new Restore(
                        dir.resolve("backup"),
                        dir.resolve("data/store"),
                        dir.resolve("data"),
                        Backup.Progress.NONE)
                    .run())
        .hasMessageContaining("is in use: there are ledger.db");
  }

  @Test
  void aBackupOfAnotherLedgerIsLeftAlone() throws IOException {
    keep(new Random(5), 100);
    backup();
    try (SqlLedger other = ledgerIn(dir.resolve("other"))) {
      Backup backup =
          new Backup(
              other, dir.resolve("other/store"), dir.resolve("backup"), Backup.Progress.NONE);
      assertThatThrownBy(backup::run).hasMessageContaining("holds a backup of another ledger");
    }
    assertThat(restored("restored")).isEqualTo(1);
  }

  @Test
  void oneOfANewerProgramIsRefusedNamingBothVersions() throws IOException {
    keep(new Random(6), 100);
    backup();
    Path manifest = dir.resolve("backup/backup.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replaceFirst("\"schema\" : \\d+", "\"schema\" : 999"));
    assertThatThrownBy(() -> restored("newer"))
        .hasMessageContaining("tables of version 999")
        .hasMessageContaining("knows up to " + Migrations.newest());
    Files.writeString(manifest, text.replaceFirst("\"format\" : 1", "\"format\" : 2"));
    assertThatThrownBy(() -> restored("newer")).hasMessageContaining("is of format 2");
  }

  private Backup.Result backup() throws IOException {
    return backup(Backup.Progress.NONE);
  }

  private Backup.Result backup(Backup.Progress progress) throws IOException {
    return new Backup(ledger, dir.resolve("data/store"), dir.resolve("backup"), progress).run();
  }

  /** Restores, reads every object by its digest, and gives their number. */
  private int restored(String name) throws IOException {
    Path data = dir.resolve(name);
    new Restore(dir.resolve("backup"), data.resolve("store"), data, Backup.Progress.NONE).run();
    try (SqlLedger again = ledgerIn(data);
        SegmentStore bytes = storeIn(data, again)) {
      List<Arrival> all = again.arrivals("x", 0);
      for (Arrival arrival : all) {
        // the store holds what it reads to its digest
        assertThat(bytes.read(arrival.content(), 1 << 20))
            .hasSize((int) arrival.content().length());
      }
      return all.size();
    }
  }

  private void keep(Random random, int length) throws IOException {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    try (Spooled spooled = store.spool(new ByteArrayInputStream(bytes))) {
      int number = kept.get() + 1;
      ledger.<Void>write(
          tx -> {
            tx.append(arrival(number, begin(tx, spooled)));
            return null;
          });
      kept.set(number);
    }
  }

  private Content begin(Ledger.Transaction tx, Spooled spooled) {
    try {
      Syncing syncing = store.begin(List.of(spooled));
      tx.commitsAfter(syncing);
      return syncing.contents().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arrival arrival(int number, Content content) {
    Arrival like = SqlLedgerTest.arrival("x", number, T0);
    return new Arrival(0, "x", number, T0, like.way(), like.caller(), content, like.facts(), 0);
  }

  private static void flip(Path path, long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int before = file.read();
      file.seek(at);
      file.write(before ^ 0x40);
    }
  }

  /** Ends a backup as a full disk or a kill does, after so many bytes. */
  private static final class CutAfter implements Backup.Progress {
    private long left;

    CutAfter(long bytes) {
      this.left = bytes;
    }

    @Override
    public void begins(int files, long bytes) {
      assertThat(files).isPositive();
    }

    @Override
    public void copied(long bytes) {
      left -= bytes;
      if (left < 0) {
        throw new IllegalStateException("cut");
      }
    }
  }
}
