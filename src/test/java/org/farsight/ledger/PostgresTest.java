package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a server can do: be away, break a connection, be set up wrongly. */
class PostgresTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private PostgresCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private String url;

  private final List<SqlLedger> opened = new ArrayList<>();

  @BeforeEach
  void database() throws IOException {
    cluster = PostgresCluster.shared();
    url = cluster.database();
  }

  @AfterEach
  void close() throws IOException {
    for (SqlLedger ledger : opened) {
      ledger.close();
    }
  }

  private SqlLedger open(SqlLedger.Options options) throws IOException {
    SqlLedger ledger = SqlLedger.open(options.on(Optional.of(cluster.server(url, dir))));
    opened.add(ledger);
    return ledger;
  }

  private SqlLedger open() throws IOException {
    return open(SqlLedger.Options.in(dir));
  }

  private static void keep(SqlLedger ledger, String id) {
    ledger.<Void>write(
        tx -> {
          tx.open(SqlLedgerTest.exchange(id, Priority.ROUTINE, T0));
          tx.append(SqlLedgerTest.arrival(id, 1, T0));
          return null;
        });
  }

  private void endEverySession() throws IOException {
    cluster.sql(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
            + cluster.user()
            + "'");
  }

  @Test
  void aTransactionWhoseConnectionIsLostFailsWholeAndTheNextGoesOn() throws IOException {
    SqlLedger ledger = open();
    keep(ledger, "a");
    assertThatThrownBy(
            () ->
                ledger.<Void>write(
                    tx -> {
                      tx.open(SqlLedgerTest.exchange("b", Priority.ROUTINE, T0));
                      try {
                        endEverySession();
                      } catch (IOException e) {
                        throw new IllegalStateException(e);
                      }
                      return null;
                    }))
        .isInstanceOf(LedgerException.class);
    keep(ledger, "c");
    assertThat(ledger.newest(null, 9)).extracting(Exchange::id).containsExactlyInAnyOrder("a", "c");
    assertThat(ledger.exchanges()).isEqualTo(2);
  }

  @Test
  void aConnectionThatIsLostBetweenTwoTransactionsIsNotNoticed() throws IOException {
    SqlLedger ledger = open();
    keep(ledger, "a");
    endEverySession();
    keep(ledger, "b");
    assertThat(ledger.newest(null, 9)).hasSize(2);
    assertThat(ledger.arrivals("b", 0)).hasSize(1);
  }

  @Test
  void whatWasCommittedWithoutAnAnswerIsRefusedAndFoundWhenItComesAgain() throws IOException {
    int port = Integer.parseInt(url.replaceAll(".*:([0-9]+)/.*", "$1"));
    try (Cable cable = Cable.to(port)) {
      url = url.replace(":" + port + "/", ":" + cable.port() + "/");
      boolean[] armed = {false};
      SqlLedger ledger =
          open(
              SqlLedger.Options.in(dir)
                  .crashing(
                      0,
                      point -> {
                        if (point == KillPoint.COMMIT_DUE && armed[0]) {
                          cable.loseTheNextAnswer();
                        }
                      }));
      keep(ledger, "a");
      armed[0] = true;
      assertThatThrownBy(() -> keep(ledger, "b")).isInstanceOf(LedgerException.class);
      armed[0] = false;

      boolean known = ledger.write(tx -> tx.exchangeOfKey(Kind.STUDY, "1.2.b").isPresent());
      assertThat(known).as("the server had committed it").isTrue();
      assertThat(ledger.exchanges()).isEqualTo(2);
      assertThat(ledger.arrivals()).isEqualTo(2);
      keep(ledger, "c");
      assertThat(ledger.arrivals("c", 0)).hasSize(1);
    }
  }

  @Test
  void whileTheServerIsAwayNothingIsKeptAndAfterwardsAllGoesOn() throws IOException {
    SqlLedger ledger = open();
    keep(ledger, "a");
    cluster.stop(false);
    try {
      assertThatThrownBy(() -> keep(ledger, "b")).isInstanceOf(LedgerException.class);
      assertThatThrownBy(() -> keep(ledger, "b")).isInstanceOf(LedgerException.class);
      for (int i = 0; i < 6; i++) {
        assertThatThrownBy(() -> ledger.newest(null, 9)).isInstanceOf(RuntimeException.class);
      }
    } finally {
      cluster.start();
    }
    keep(ledger, "b");
    assertThat(ledger.newest(null, 9)).hasSize(2);
    assertThat(ledger.exchanges()).isEqualTo(2);
  }

  @Test
  void aFailureThatTheWorkHidesIsNoSuccess() throws IOException {
    SqlLedger ledger = open();
    keep(ledger, "a");
    assertThatThrownBy(
            () ->
                ledger.<Void>write(
                    tx -> {
                      tx.open(SqlLedgerTest.exchange("b", Priority.ROUTINE, T0));
                      assertThatThrownBy(
                              () -> tx.open(SqlLedgerTest.exchange("a", Priority.ROUTINE, T0)))
                          .isInstanceOf(LedgerException.class);
                      return null;
                    }))
        .hasMessageContaining("a statement has failed");
    assertThat(ledger.exchange("b")).isEmpty();
    keep(ledger, "b");
    assertThat(ledger.exchanges()).isEqualTo(2);
  }

  @Test
  void textThatTheServerCannotHoldIsKeptWithAMarkInItsPlaceAndFoundByItself() throws IOException {
    SqlLedger ledger = open();
    String odd = "P\0" + "1\uD800";
    ledger.<Void>write(
        tx -> {
          tx.open(
              new Exchange(
                  "x", "east", Kind.STUDY, odd, odd, "", "", "CT", Priority.ROUTINE, 0, T0, T0));
          return null;
        });
    assertThat(ledger.<Boolean>write(tx -> tx.exchangeOfKey(Kind.STUDY, odd).isPresent())).isTrue();
    assertThat(ledger.find(odd, 9))
        .singleElement()
        .satisfies(found -> assertThat(found.patientId()).startsWith("P\uFFFD1"));
  }

  @Test
  void readersCannotWrite() throws Exception {
    open();
    PostgresDatabase database =
        new PostgresDatabase(SqlLedger.Options.in(dir), cluster.server(url, dir));
    try (var connection = database.reader();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("DELETE FROM exchange"))
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void aServerThatDoesNotSyncIsRefused() throws IOException {
    cluster.sql("postgres", "ALTER SYSTEM SET fsync = off");
    cluster.sql("postgres", "SELECT pg_reload_conf()");
    try {
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> cluster.server(url, dir).check())
                      .hasMessageContaining("fsync = off"));
      assertThatThrownBy(this::open).hasMessageContaining(url).hasMessageContaining("fsync = off");
    } finally {
      cluster.sql("postgres", "ALTER SYSTEM RESET fsync");
      cluster.sql("postgres", "SELECT pg_reload_conf()");
    }
    await().untilAsserted(() -> assertThat(cluster.server(url, dir).check()).isEmpty());
  }

  @Test
  void aDatabaseOfAnotherEncodingIsRefusedWithTheWordsThatMakeARightOne() throws IOException {
    url = cluster.database("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
    assertThatThrownBy(this::open).hasMessageContaining("TEMPLATE template0 ENCODING 'UTF8'");
  }

  @Test
  void aCommitThatWouldReturnTooEarlyIsMadeToWait() throws Exception {
    cluster.sql(
        "postgres",
        "ALTER DATABASE "
            + url.substring(url.lastIndexOf('/') + 1)
            + " SET synchronous_commit = off");
    PostgresDatabase database =
        new PostgresDatabase(SqlLedger.Options.in(dir), cluster.server(url, dir));
    try (var connection = database.writer();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SHOW synchronous_commit")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("on");
    }
  }

  @Test
  void aSecondEngineIsTurnedAwayWithTheNameOfTheFirst() throws IOException {
    open();
    assertThatThrownBy(this::open)
        .hasMessageContaining("in use by another engine")
        .hasMessageContaining("process " + ProcessHandle.current().pid())
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void whatIsWrongWithTheWayInIsSaid() throws IOException {
    PostgresServer right = cluster.server(url, dir);
    Path wrong = Files.writeString(dir.resolve("wrong"), "another word\n");
    assertThat(right.check()).isEmpty();
    assertThatThrownBy(() -> new PostgresServer(url, right.user(), Optional.of(wrong)).check())
        .hasMessageContaining("password authentication failed");
    assertThatThrownBy(
            () -> new PostgresServer(url, right.user(), Optional.of(dir.resolve("none"))).check())
        .hasMessageContaining("none, the password file, is missing");
    Path empty = Files.createFile(dir.resolve("empty"));
    assertThatThrownBy(() -> new PostgresServer(url, right.user(), Optional.of(empty)).check())
        .hasMessageContaining("is empty");
    assertThatThrownBy(
            () -> new PostgresServer(url + "x", right.user(), right.passwordFile()).check())
        .hasMessageContaining("does not exist");
    assertThatThrownBy(
            () ->
                new PostgresServer(
                        "jdbc:postgresql://127.0.0.1:1/x", right.user(), right.passwordFile())
                    .check())
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void anOldVersionAStandbyAndTornPagesAreNamed() {
    PostgresSettings old = new PostgresSettings(true, false, "on", "UTF8", 120_014, true, true);
    assertThat(old.faults()).hasSize(2);
    assertThat(old.faults().get(0)).contains("PostgreSQL 12 is too old");
    assertThat(old.faults().get(1)).contains("standby");
    assertThat(old.notes()).singleElement().asString().contains("full_page_writes");
    assertThat(new PostgresSettings(true, true, "on", "UTF8", 150_000, false, false).faults())
        .singleElement()
        .asString()
        .contains("LC_COLLATE 'C'");
  }
}
