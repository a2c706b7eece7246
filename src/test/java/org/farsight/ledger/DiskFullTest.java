package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.ContentStore.Syncing;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Priority;
import org.farsight.peer.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk has no byte left in the middle of a write, with no reserve that would have warned. */
@Timeout(120)
class DiskFullTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  private static final int SMALL = 64 << 10;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private final Random random = new Random(7);
  private final List<Content> acknowledged = new ArrayList<>();

  private static SqlLedger.Options ledgerOn(SmallDisk disk) {
    return SqlLedger.Options.in(disk.folder().resolve("data"))
        .withStore(disk.folder().resolve("data/store"))
        .crashing(1 << 20, KillSwitch.OFF);
  }

  private static SegmentStore storeOn(SmallDisk disk, SqlLedger ledger) throws IOException {
    return SegmentStore.open(
        new SegmentStore.Options(disk.folder().resolve("data/store"), SMALL, 8 << 20, 2 << 20, 0),
        ledger.committedEnds());
  }

  /** Keeps one object; true if it was acknowledged. */
  private boolean keep(SqlLedger ledger, SegmentStore store, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    int revision = acknowledged.size() + 1;
    Content kept;
    try (Spooled spooled = store.spool(new ByteArrayInputStream(bytes))) {
      kept =
          ledger.write(
              tx -> {
                try {
                  Syncing syncing = store.begin(List.of(spooled));
                  tx.commitsAfter(syncing);
                  Content content = syncing.contents().getFirst();
                  Arrival like = SqlLedgerTest.arrival("x", revision, T0);
                  tx.append(
                      new Arrival(
                          0, "x", revision, T0, like.way(), "CT", content, like.facts(), 0));
                  return content;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (IOException | RuntimeException e) {
      return false;
    }
    acknowledged.add(kept);
    return true;
  }

  /** Keeps objects, small and large, until the disk refuses several in a row. */
  private void keepUntilFull(SqlLedger ledger, SegmentStore store) {
    int refused = 0;
    for (int i = 0; refused < 5 && i < 5000; i++) {
      refused = keep(ledger, store, i % 7 == 0 ? 3 * SMALL : 20_000) ? 0 : refused + 1;
    }
    assertThat(refused).as("the disk is full").isEqualTo(5);
  }

  private void allIsThere(SqlLedger ledger, SegmentStore store) throws IOException {
    assertThat(ledger.arrivals("x", 0))
        .extracting(Arrival::content)
        .containsExactlyElementsOf(acknowledged);
    for (Content content : acknowledged) {
      store.verify(content);
    }
  }

  @Test
  void nothingIsAcknowledgedThatIsNotKeptAndItGoesOnWhenThereIsRoom() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(dir.resolve("disk"), 24)) {
      try (SqlLedger ledger = SqlLedger.open(ledgerOn(disk));
          SegmentStore store = storeOn(disk, ledger)) {
        ledger.<Void>write(
            tx -> {
              tx.open(SqlLedgerTest.exchange("x", Priority.ROUTINE, T0));
              return null;
            });
        Path filler = disk.fill(4 << 20);
        keepUntilFull(ledger, store);
        int before = acknowledged.size();
        assertThat(before).isPositive();
        allIsThere(ledger, store);
        assertThat(store.fullDisks()).singleElement().asString().contains("0 MB left");

        Files.delete(filler);
        for (int i = 0; i < 20; i++) {
          assertThat(keep(ledger, store, 20_000)).as("there is room again").isTrue();
        }
        allIsThere(ledger, store);

        disk.fill(1 << 20);
        keepUntilFull(ledger, store);
      }
      Files.delete(disk.folder().resolve("filler"));
      try (SqlLedger ledger = SqlLedger.open(ledgerOn(disk));
          SegmentStore store = storeOn(disk, ledger)) {
        allIsThere(ledger, store);
      }
    }
  }

  @Test
  void anEngineThatEndsOnAFullDiskHasAllThatItAcknowledgedAtTheNextStart() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(dir.resolve("disk"), 16)) {
      Path copy = dir.resolve("copy");
      try (SqlLedger ledger = SqlLedger.open(ledgerOn(disk));
          SegmentStore store = storeOn(disk, ledger)) {
        ledger.<Void>write(
            tx -> {
              tx.open(SqlLedgerTest.exchange("x", Priority.ROUTINE, T0));
              return null;
            });
        disk.fill(2 << 20);
        keepUntilFull(ledger, store);
        copy(disk.folder().resolve("data"), copy); // as a kill would leave it
      }
      SqlLedger.Options options =
          SqlLedger.Options.in(copy)
              .withStore(copy.resolve("store"))
              .crashing(1 << 20, KillSwitch.OFF);
      try (SqlLedger ledger = SqlLedger.open(options);
          SegmentStore store =
              SegmentStore.open(
                  new SegmentStore.Options(copy.resolve("store"), SMALL, 8 << 20, 2 << 20, 0),
                  ledger.committedEnds())) {
        List<Content> there = ledger.arrivals("x", 0).stream().map(Arrival::content).toList();
        assertThat(there).containsAll(acknowledged);
        for (Content content : there) {
          store.verify(content);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().endsWith(".lock")) {
          Files.copy(file, target);
        }
      }
    }
  }
}
