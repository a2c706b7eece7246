package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import org.farsight.exchange.DamagedLedgerException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows and pages that are not what was written. */
class DamagedLedgerTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private Path file() {
    return dir.resolve("ledger.db");
  }

  private SqlLedger open() throws IOException {
    return SqlLedger.open(SqlLedger.Options.in(dir));
  }

  private static void fill(SqlLedger ledger, int exchanges) {
    for (int i = 0; i < exchanges; i++) {
      String id = "x" + i;
      ledger.<Void>write(
          tx -> {
            tx.open(SqlLedgerTest.exchange(id, Priority.ROUTINE, T0));
            tx.put(new Step(id, Step.CONVERT, 0, 1, 0, T0, null, "", null));
            tx.tell(id, new StoryLine(T0, StoryLine.Event.NOTED, 1, "", "a note of " + id));
            return null;
          });
    }
  }

  private int number(String sql) throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }

  private void destroy(long from, int length) throws IOException {
    byte[] nonsense = new byte[length];
    Arrays.fill(nonsense, (byte) 0xA5);
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      raw.seek(from);
      raw.write(nonsense);
    }
  }

  @Test
  void aRowThatMakesNoSenseHidesNoOtherAndIsNamedOnce() throws Exception {
    try (SqlLedger ledger = open()) {
      fill(ledger, 3);
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement statement = other.createStatement()) {
        statement.execute("UPDATE exchange SET kind = 'STUDIE', priority = 77 WHERE id = 'x1'");
      }
      assertThat(ledger.newest(null, 9)).extracting(Exchange::id).containsOnly("x0", "x2");
      assertThat(ledger.due(Step.CONVERT, T0, 9))
          .extracting(Ledger.Due::exchange)
          .extracting(Exchange::id)
          .containsOnly("x0", "x2");
      assertThatThrownBy(() -> ledger.exchange("x1"))
          .isInstanceOf(DamagedLedgerException.class)
          .hasMessageContaining("row of id x1")
          .hasMessageContaining("column kind");
      assertThat(ledger.damages()).hasSize(1);
    }
  }

  @Test
  void aBrokenPageStopsWhatTouchesItAloneAndSaysWhatToDo() throws Exception {
    try (SqlLedger ledger = open()) {
      fill(ledger, 50);
    }
    int page = number("SELECT rootpage FROM sqlite_master WHERE name = 'story_of_exchange'");
    int size = number("PRAGMA page_size");
    destroy((page - 1L) * size, size);
    try (SqlLedger ledger = open()) {
      assertThatThrownBy(() -> ledger.story("x7"))
          .isInstanceOf(DamagedLedgerException.class)
          .hasMessageContaining("ledger.db")
          .hasMessageContaining("farsight verify")
          .hasMessageContaining("from a backup");
      assertThat(ledger.damages()).hasSize(1);
      assertThat(ledger.exchange("x7")).isPresent();
      assertThat(ledger.newest(null, 99)).hasSize(50);
      assertThat(ledger.due(Step.CONVERT, T0, 99)).hasSize(50);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsNamedAtTheStart() throws Exception {
    try (SqlLedger ledger = open()) {
      fill(ledger, 1);
    }
    destroy(0, 100);
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ledger.db")
        .hasMessageContaining("is damaged")
        .hasMessageContaining("from a backup");
  }
}
