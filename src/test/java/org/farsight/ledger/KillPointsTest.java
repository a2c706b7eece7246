package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.ContentStore.Syncing;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The places of the ledger and the content store, in the order in which work comes to them. */
class KillPointsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  private static final int SMALL = 4096;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private final List<KillPoint> passed = Collections.synchronizedList(new ArrayList<>());
  private int revision;

  @Test
  void anObjectComesByEachPlaceOnItsWayAndTheCommitIsTheLast() throws IOException {
    try (SqlLedger ledger = ledger(RedoLog.SIZE);
        SegmentStore store = store(ledger)) {
      assertThat(passed).containsExactly(KillPoint.START_MIGRATED, KillPoint.START_REDO_RENEWED);
      open(ledger);
      passed.clear();
      keep(ledger, store, 100);
      assertThat(passed)
          .containsExactlyInAnyOrder(
              KillPoint.OBJECT_SPOOLED,
              KillPoint.SEGMENT_OPENED,
              KillPoint.SEGMENT_WRITTEN,
              KillPoint.SEGMENT_SYNCED,
              KillPoint.ROWS_WRITTEN,
              KillPoint.REDO_SYNCED,
              KillPoint.COMMIT_DUE,
              KillPoint.COMMITTED)
          .containsSubsequence(
              KillPoint.OBJECT_SPOOLED,
              KillPoint.SEGMENT_OPENED,
              KillPoint.SEGMENT_WRITTEN,
              KillPoint.SEGMENT_SYNCED,
              KillPoint.COMMIT_DUE)
          .containsSubsequence(
              KillPoint.ROWS_WRITTEN,
              KillPoint.REDO_SYNCED,
              KillPoint.COMMIT_DUE,
              KillPoint.COMMITTED);
      passed.clear();
      keep(ledger, store, 1_000_000);
      assertThat(passed)
          .startsWith(KillPoint.LARGE_OBJECT_SYNCED, KillPoint.LARGE_OBJECT_NAMED)
          .endsWith(KillPoint.COMMITTED);
    }
  }

  @Test
  void aFullRedoLogHasPlacesOfItsOwn() throws IOException {
    try (SqlLedger ledger = ledger(16 * 1024);
        SegmentStore store = store(ledger)) {
      open(ledger);
      for (int i = 0; i < 20; i++) {
        keep(ledger, store, 100);
      }
      assertThat(passed)
          .containsSubsequence(
              KillPoint.COMMIT_DUE,
              KillPoint.REDO_FULL,
              KillPoint.DATABASE_SYNCED,
              KillPoint.COMMITTED);
      assertThat(Files.size(dir.resolve("ledger/redo"))).isEqualTo(16 * 1024);
    }
  }

  @Test
  void atTheStartItComesByWhatWasLeftBehind() throws IOException {
    try (SqlLedger ledger = ledger(RedoLog.SIZE);
        SegmentStore store = store(ledger)) {
      open(ledger);
      keep(ledger, store, 100);
      var unused = store.sync(List.of(store.spool(bytes(100))));
      var nobodys = store.spool(bytes(1_000_000));
      assertThat(nobodys.length()).isEqualTo(1_000_000);
    }
    passed.clear();
    try (SqlLedger ledger = ledger(RedoLog.SIZE);
        SegmentStore store = store(ledger)) {
      assertThat(passed)
          .containsExactly(
              KillPoint.START_MIGRATED,
              KillPoint.START_REDO_RENEWED,
              KillPoint.START_SEGMENT_CUT,
              KillPoint.START_FILE_DELETED);
      assertThat(ledger.arrivals()).isEqualTo(1);
      assertThat(store.free()).isPositive();
    }
  }

  private SqlLedger ledger(int redo) throws IOException {
    return SqlLedger.open(
        SqlLedger.Options.in(dir.resolve("ledger"))
            .withStore(dir.resolve("store"))
            .crashing(redo, passed::add));
  }

  private SegmentStore store(SqlLedger ledger) throws IOException {
    return SegmentStore.open(
        new SegmentStore.Options(dir.resolve("store"), SMALL, 8 << 20, 1 << 20, 0),
        ledger.committedEnds(),
        passed::add);
  }

  private static void open(SqlLedger ledger) {
    ledger.<Void>write(
        tx -> {
          tx.open(SqlLedgerTest.exchange("x", Priority.ROUTINE, T0));
          return null;
        });
  }

  private void keep(SqlLedger ledger, SegmentStore store, int length) throws IOException {
    try (Spooled spooled = store.spool(bytes(length))) {
      ledger.<Void>write(
          tx -> {
            Syncing syncing;
            try {
              syncing = store.begin(List.of(spooled));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            tx.commitsAfter(syncing);
            tx.append(arrival(revision + 1, syncing.contents().getFirst()));
            return null;
          });
    }
    revision++;
  }

  private static Arrival arrival(int number, Content content) {
    Arrival like = SqlLedgerTest.arrival("x", number, T0);
    return new Arrival(0, "x", number, T0, like.way(), like.caller(), content, like.facts(), 0);
  }

  private static ByteArrayInputStream bytes(int length) {
    return new ByteArrayInputStream(new byte[length]);
  }
}
