package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.ContentStore.Syncing;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loss of power: what is left is a folder in which the database is older than the answers, and the
 * redo log and the bytes are as they were synced.
 */
class RedoTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private SegmentStore store;

  private int revision;

  @BeforeEach
  void open() throws IOException {
    ledger =
        SqlLedger.open(SqlLedger.Options.in(dir.resolve("ledger")).withStore(dir.resolve("store")));
    store = SegmentStore.open(storeIn(dir.resolve("store")), ledger.committedEnds());
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

  @Test
  void whatTheDatabaseLostIsDoneAgain() throws IOException {
    Path crash = copyOfDatabase("crash");
    for (int i = 0; i < 20; i++) {
      keep("object " + i);
    }
    copyRedo(crash);
    try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash))) {
      assertThat(after.arrivals()).isEqualTo(20);
      assertThat(after.exchange("x").orElseThrow().revision()).isEqualTo(20);
      assertThat(after.story("x")).hasSize(20);
      assertThat(after.step("x", Step.CONVERT).orElseThrow().wanted()).isEqualTo(20);
      isReadable(after, 20);
    }
  }

  @Test
  void itDoesNotMatterHowMuchTheDatabaseLost() throws IOException {
    for (int i = 0; i < 6; i++) {
      keep("object " + i);
    }
    Path wal = dir.resolve("ledger/ledger.db-wal");
    long length = Files.size(wal);
    for (int part = 0; part <= 12; part++) {
      Path crash = copyOfDatabase("crash" + part);
      copyRedo(crash);
      // what was synced when the ledger was opened cannot be lost
      cut(crash.resolve("ledger.db-wal"), atLeastOpened(length * part / 12));
      try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash))) {
        assertThat(after.arrivals()).as("with %d of 12 parts", part).isEqualTo(6);
        isReadable(after, 6);
      }
    }
  }

  @Test
  void aRecordThatIsNotWholeWasNeverAnswered() throws IOException {
    Path old = copyOfDatabase("old");
    keep("one");
    keep("two");
    List<RedoLog.Numbered> records = RedoLog.read(dir.resolve("ledger")).records();
    byte[] last = records.getLast().bytes();
    byte[] redo = Files.readAllBytes(dir.resolve("ledger/redo"));
    int end = endOf(redo, last);
    for (int lost = 1; lost < last.length + 20; lost += 97) {
      Path crash = copyOf(old, "crash" + lost);
      byte[] torn = redo.clone();
      Arrays.fill(torn, end - lost, end, (byte) 0);
      Files.write(crash.resolve("redo"), torn);
      try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash))) {
        // a lost byte that was zero anyway is no loss
        boolean whole = Arrays.equals(torn, redo);
        assertThat(after.arrivals()).as("%d bytes lost", lost).isEqualTo(whole ? 2 : 1);
      }
    }
  }

  @Test
  void aTransactionWhoseBytesWereNotSyncedIsNotDoneAgain() throws IOException {
    Path crash = copyOfDatabase("crash");
    keep("whole");
    keep("lost in the cache of the system");
    copyRedo(crash);
    Path segment = dir.resolve("store/segments/00000001");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(Blocks.SIZE); // where the second begins
      file.write(new byte[4]);
    }
    try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash));
        Stream<Path> files = Files.list(crash)) {
      assertThat(after.arrivals()).isEqualTo(1);
      assertThat(files.map(p -> p.getFileName().toString()))
          .as("nobody was answered, so nobody needs to look")
          .noneMatch(name -> name.startsWith("redo.lost"));
    }
  }

  @Test
  void whatWasAnsweredAndCannotBeDoneAgainIsKeptForAPerson() throws IOException {
    Path crash = copyOfDatabase("crash");
    keep("damaged");
    keep("behind it");
    keep("and one more");
    copyRedo(crash);
    try (RandomAccessFile file =
        new RandomAccessFile(dir.resolve("store/segments/00000001").toFile(), "rw")) {
      file.write(0);
    }
    try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash));
        Stream<Path> files = Files.list(crash)) {
      assertThat(after.arrivals()).isZero();
      assertThat(files.map(p -> p.getFileName().toString()))
          .filteredOn(name -> name.startsWith("redo.lost"))
          .hasSize(1);
    }
  }

  @Test
  void aTransactionThatWasUndoneStaysUndone() throws IOException {
    Path crash = copyOfDatabase("crash");
    keep("one");
    assertThatThrownBy(
            () ->
                ledger.<Void>write(
                    tx -> {
                      begin(tx, "never kept");
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    keep("two");
    copyRedo(crash);
    try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash))) {
      assertThat(after.arrivals()).isEqualTo(2);
      isReadable(after, 2);
    }
  }

  @Test
  void theLogBeginsAnewWhenItIsFullAndTheDatabaseIsSyncedThen() throws IOException {
    String long1 = "x".repeat(400_000);
    for (int i = 0; i < 60; i++) {
      tell(long1);
    }
    Path crash = copyOfDatabase("crash");
    tell("after the copy");
    keep("bytes after the copy");
    copyRedo(crash);
    try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash))) {
      assertThat(after.story("x")).hasSize(62);
      assertThat(after.arrivals()).isEqualTo(1);
    }
    assertThat(Files.size(dir.resolve("ledger/redo"))).isEqualTo(16 << 20);
  }

  @Test
  void aTransactionLongerThanTheLogIsSyncedByTheDatabase() throws IOException {
    tell("x".repeat(20 << 20));
    keep("behind it");
    Path crash = copyOfDatabase("crash");
    copyRedo(crash);
    try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash))) {
      assertThat(after.story("x").getFirst().detail()).hasSize(20 << 20);
      assertThat(after.arrivals()).isEqualTo(1);
    }
  }

  @Test
  void nothingIsDoneTwice() throws IOException {
    for (int i = 0; i < 5; i++) {
      keep("object " + i);
    }
    Path crash = copyOfDatabase("crash");
    copyRedo(crash);
    for (int start = 0; start < 3; start++) {
      try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(crash))) {
        assertThat(after.arrivals()).isEqualTo(5);
        assertThat(after.story("x")).hasSize(5);
      }
    }
  }

  @Test
  void aRecordIsReadAsItWasWritten() throws IOException {
    RedoRecord record =
        new RedoRecord(
            List.of(new Content("d", "segments/00000001", 7, 1L << 40)),
            List.of(
                new RedoRecord.Change("UPDATE a", Arrays.asList("王", null, 5L, -3, ""), 1),
                new RedoRecord.Change("DELETE", List.of(), 0)));
    assertThat(RedoRecord.of(record.toBytes())).isEqualTo(record);
    assertThat(record.toString()).doesNotContain("王");
    byte[] bytes = record.toBytes();
    for (int cut = 0; cut < bytes.length; cut++) {
      byte[] part = Arrays.copyOf(bytes, cut);
      assertThatThrownBy(() -> RedoRecord.of(part)).isInstanceOf(IOException.class);
    }
  }

  private void keep(String text) throws IOException {
    ledger.<Void>write(
        tx -> {
          Content content = begin(tx, text);
          int next = revision + 1;
          tx.append(arrival(next, content));
          tx.put(new Step("x", Step.CONVERT, 0, next, 0, T0, null, "", null));
          tx.tell("x", line("kept " + next));
          return null;
        });
    revision++;
  }

  private Content begin(Ledger.Transaction tx, String text) {
    try (Spooled spooled =
        store.spool(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
      Syncing bytes = store.begin(List.of(spooled));
      tx.commitsAfter(bytes);
      return bytes.contents().getFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void tell(String detail) {
    ledger.<Void>write(
        tx -> {
          tx.tell("x", line(detail));
          return null;
        });
  }

  private static StoryLine line(String detail) {
    return new StoryLine(T0, StoryLine.Event.NOTED, 0, "", detail);
  }

  private static Arrival arrival(int number, Content content) {
    Arrival like = SqlLedgerTest.arrival("x", number, T0);
    return new Arrival(0, "x", number, T0, like.way(), like.caller(), content, like.facts(), 0);
  }

  private static SegmentStore.Options storeIn(Path folder) {
    return new SegmentStore.Options(folder, 1 << 20, 8 << 20, 1 << 20, 0);
  }

  /** Every arrival's bytes are what its row says. */
  private void isReadable(SqlLedger after, int arrivals) throws IOException {
    List<Arrival> all = after.arrivals("x", 0);
    assertThat(all).hasSize(arrivals);
    for (Arrival arrival : all) {
      byte[] bytes = store.read(arrival.content(), 1000);
      try (Spooled again = store.spool(new ByteArrayInputStream(bytes))) {
        assertThat(again.digest()).isEqualTo(arrival.content().digest());
      }
      assertThat(after.committedEnds().get(arrival.content().file()))
          .isGreaterThanOrEqualTo(arrival.content().offset() + arrival.content().length());
    }
  }

  private Path copyOfDatabase(String name) throws IOException {
    return copyOf(dir.resolve("ledger"), name);
  }

  private Path copyOf(Path from, String name) throws IOException {
    Path to = Files.createDirectory(dir.resolve(name));
    for (String file : List.of("ledger.db", "ledger.db-wal")) {
      if (Files.exists(from.resolve(file))) {
        Files.copy(from.resolve(file), to.resolve(file));
      }
    }
    return to;
  }

  private void copyRedo(Path crash) throws IOException {
    Files.copy(
        dir.resolve("ledger/redo"), crash.resolve("redo"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void cut(Path file, long length) throws IOException {
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(Math.min(cut.length(), length));
    }
  }

  /** The migrations are done by a connection of its own, which syncs each commit. */
  private long atLeastOpened(long length) throws IOException {
    List<Long> synced = new ArrayList<>();
    Path fresh = dir.resolve("fresh");
    if (!Files.exists(fresh)) {
      try (SqlLedger empty = SqlLedger.open(SqlLedger.Options.in(fresh))) {
        synced.add(Files.size(fresh.resolve("ledger.db-wal")));
        assertThat(empty.arrivals()).isZero();
      }
      Files.writeString(fresh.resolve("length"), synced.getFirst().toString());
    }
    return Math.max(length, Long.parseLong(Files.readString(fresh.resolve("length"))));
  }

  private static int endOf(byte[] redo, byte[] record) {
    for (int at = redo.length - record.length; at >= 0; at--) {
      if (Arrays.equals(redo, at, at + record.length, record, 0, record.length)) {
        return at + record.length;
      }
    }
    throw new AssertionError("the record is not in the file");
  }
}
