package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.ContentStore.Syncing;
import org.farsight.exchange.DamagedContentException;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest implements Verification.Observer {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private SegmentStore store;

  private final List<String> told = new ArrayList<>();
  private final List<Content> kept = new ArrayList<>();
  private long bytes;

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(SqlLedger.Options.in(dir).withStore(dir.resolve("store")));
    store =
        SegmentStore.open(
            new SegmentStore.Options(dir.resolve("store"), 1000, 8 << 20, 1 << 20, 0),
            ledger.committedEnds());
    ledger.<Void>write(
        tx -> {
          tx.open(SqlLedgerTest.exchange("x", Priority.ROUTINE, T0));
          return null;
        });
    for (int i = 1; i <= 5; i++) {
      keep(i, i == 3 ? 200_000 : 500);
    }
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    ledger.close();
  }

  private void keep(int revision, int length) throws IOException {
    byte[] content = new byte[length];
    content[0] = (byte) revision;
    try (Spooled spooled = store.spool(new ByteArrayInputStream(content))) {
      ledger.<Void>write(tx -> append(tx, spooled, revision));
    }
  }

  private Void append(Ledger.Transaction tx, Spooled spooled, int revision) {
    try {
      Syncing syncing = store.begin(List.of(spooled));
      tx.commitsAfter(syncing);
      Content content = syncing.contents().getFirst();
      kept.add(content);
      Arrival like = SqlLedgerTest.arrival("x", revision, T0);
      tx.append(new Arrival(0, "x", revision, T0, like.way(), "CT", content, like.facts(), 0));
      return null;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void progress(long objects, long read) {
    bytes = read;
  }

  @Override
  public void damaged(Verification.Kind kind, String whose, DamagedContentException damage) {
    told.add(kind + " " + whose + " " + damage.content().file() + " " + damage.what());
  }

  @Override
  public void ledger(String sentence) {
    told.add(sentence);
  }

  @Test
  void aWholeLedgerIsReadWholeWhileItIsOpen() throws IOException {
    assertThat(new Verification(dir, dir.resolve("store"), this).run()).isEqualTo(5);
    assertThat(bytes).isEqualTo(4 * 500 + 200_000);
    assertThat(told).isEmpty();
  }

  @Test
  void eachDamagedObjectIsNamedAndTheOthersAreReadOn() throws IOException {
    flip(kept.get(1));
    Files.delete(dir.resolve("store").resolve(kept.get(2).file()));
    assertThat(new Verification(dir, dir.resolve("store"), this).run()).isEqualTo(5);
    assertThat(told)
        .hasSize(2)
        .anyMatch(
            line -> line.startsWith("OBJECT x segments/00000001") && line.contains("its SHA-256"))
        .anyMatch(line -> line.startsWith("OBJECT x objects/") && line.contains("is missing"));
  }

  private void flip(Content content) throws IOException {
    Path file = dir.resolve("store").resolve(content.file());
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(content.offset() + 7);
      raw.write(1);
    }
  }

  @Test
  void anIndexThatIsDamagedIsFoundAndMadeAnew() throws Exception {
    assertThatThrownBy(() -> Verification.repair(dir)).hasMessageContaining("in use");
    close();
    Path file = dir.resolve("ledger.db");
    long page;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT rootpage FROM sqlite_master WHERE name = 'exchange_by_accession'")) {
      page = row.getLong(1);
    }
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek((page - 1) * 4096 + 8);
      raw.write(new byte[] {9, 9, 9, 9, 9, 9, 9, 9});
    }
    new Verification(dir, dir.resolve("store"), this).run();
    assertThat(told).isNotEmpty();
    told.clear();

    assertThat(Verification.repair(dir)).isEmpty();

    new Verification(dir, dir.resolve("store"), this).run();
    assertThat(told).isEmpty();
    openAgain();
  }

  private void openAgain() throws IOException {
    ledger = SqlLedger.open(SqlLedger.Options.in(dir).withStore(dir.resolve("store")));
    store =
        SegmentStore.open(
            new SegmentStore.Options(dir.resolve("store"), 1000, 8 << 20, 1 << 20, 0),
            ledger.committedEnds());
    assertThat(ledger.arrivals("x", 0)).hasSize(5);
  }
}
