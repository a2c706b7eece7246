package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.farsight.exchange.BusyException;
import org.farsight.exchange.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another program holds the database's file, as a careless backup does. */
@Timeout(60)
class LockedLedgerTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private SqlLedger open(Duration patience) throws IOException {
    return SqlLedger.open(SqlLedger.Options.in(dir).waiting(patience));
  }

  private Connection other() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("ledger.db"));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void note(SqlLedger ledger, String id) {
    ledger.<Void>write(
        tx -> {
          tx.open(SqlLedgerTest.exchange(id, Priority.ROUTINE, T0));
          return null;
        });
  }

  @Test
  void aTransactionWaitsUntilTheOtherLetsGo() throws Exception {
    try (SqlLedger ledger = open(Duration.ofSeconds(30));
        Connection backup = other()) {
      run(backup, "BEGIN IMMEDIATE");
      CountDownLatch begins = new CountDownLatch(1);
      CompletableFuture<Void> waits =
          CompletableFuture.runAsync(
              () -> {
                begins.countDown();
                note(ledger, "x");
              });
      begins.await();
      assertThat(ledger.newest(null, 1)).as("reading goes on").isEmpty();
      assertThat(waits).isNotDone();
      run(backup, "COMMIT");
      waits.get();
      assertThat(ledger.exchange("x")).isPresent();
    }
  }

  @Test
  void onePatienceLaterItSaysNotNowAndTheNextOneWorks() throws Exception {
    try (SqlLedger ledger = open(Duration.ofMillis(100));
        Connection backup = other()) {
      note(ledger, "before");
      run(backup, "BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> note(ledger, "x"))
          .isInstanceOf(BusyException.class)
          .hasMessageContaining("ledger.db is locked by another program");
      assertThat(ledger.exchanges()).isEqualTo(1);
      run(backup, "ROLLBACK");
      note(ledger, "x");
      assertThat(ledger.exchanges()).isEqualTo(2);
    }
    try (SqlLedger after = open(Duration.ofSeconds(1))) {
      assertThat(after.exchange("before")).isPresent();
      assertThat(after.exchange("x")).isPresent();
    }
  }
}
