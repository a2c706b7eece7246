package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.farsight.exchange.Priority;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataVersionTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private static String url(Path folder) {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }

  /** Tables as an older program has made them, with an exchange in them. */
  private void older(String version) throws IOException, SQLException {
    Files.createDirectories(dir);
    Flyway.configure()
        .dataSource(url(dir), null, null)
        .locations("classpath:org/farsight/ledger/migration")
        .placeholders(Map.of("bigid", "INTEGER", "identity", "of a test"))
        .target(version)
        .load()
        .migrate();
    execute(
        dir.resolve("ledger.db"),
        "INSERT INTO exchange (id, site_id, kind, object_key, patient_id, patient_issuer,"
            + " accession, modality, priority, revision, first_at, last_at)"
            + " VALUES ('x', 'east', 'ECG', 'digest', 'P', '', '', 'ECG', 0, 1, 1, 1)",
        "INSERT INTO arrival (id, exchange_id, revision, arrived_at, way, caller, digest, file,"
            + " byte_offset, byte_length, repeats, format, sop_class, transfer_syntax, study,"
            + " series, modality, patient_id, patient_issuer, accession) VALUES (1, 'x', 1, 1,"
            + " 'HTTP', 'c', 'digest', 'segments/00000001', 0, 100, 0, 'scp', '', '', '', '',"
            + " 'ECG', 'P', '', '')",
        "INSERT INTO conversion (exchange_id, revision, digest, file, byte_offset, byte_length)"
            + " VALUES ('x', 1, 'b', 'segments/00000001', 100, 50)",
        "INSERT INTO stored_file (file, committed_end) VALUES ('segments/00000001', 150)");
  }

  private static void execute(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "4", "5", "6"})
  void aFolderOfAnOlderProgramIsBroughtUpToDateAndACopyOfItsLedgerIsKept(String version)
      throws IOException, SQLException {
    older(version);
    for (int start = 0; start < 2; start++) {
      try (SqlLedger ledger = SqlLedger.open(SqlLedger.Options.in(dir))) {
        assertThat(ledger.exchange("x")).isPresent();
        assertThat(ledger.arrivals("x", 0)).hasSize(1);
        assertThat(ledger.storeUse()).isEqualTo(new StoreUse(1, 150, 150));
      }
      assertThat(Files.readString(dir.resolve("VERSION"))).startsWith(DataVersion.LAYOUT + "\n");
      assertThat(copies()).containsExactly("ledger-of-version-" + version + ".db");
      assertThat(EmbeddedDatabase.endsIn(dir.resolve(copies().getFirst())))
          .containsEntry("segments/00000001", 150L);
    }
  }

  private List<String> copies() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("ledger-of-version-"))
          .toList();
    }
  }

  @Test
  void ofANewFolderNoCopyIsKept() throws IOException {
    try (SqlLedger ledger = SqlLedger.open(SqlLedger.Options.in(dir))) {
      assertThat(ledger.exchanges()).isZero();
    }
    assertThat(copies()).isEmpty();
    assertThat(dir.resolve("VERSION")).exists();
  }

  @Test
  void tablesOfANewerProgramAreRefusedNamingBothVersionsAndLeftAsTheyAre()
      throws IOException, SQLException {
    try (SqlLedger ledger = SqlLedger.open(SqlLedger.Options.in(dir))) {
      ledger.<Void>write(
          tx -> {
            tx.open(SqlLedgerTest.exchange("x", Priority.ROUTINE, Instant.EPOCH));
            return null;
          });
    }
    execute(
        dir.resolve("ledger.db"),
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (999, '999', 'of tomorrow', 'SQL', 'V999__of_tomorrow.sql', 1, 'x', 1, 1)");
    assertThatThrownBy(() -> SqlLedger.open(SqlLedger.Options.in(dir)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tables of version 999")
        .hasMessageContaining("knows up to " + Migrations.newest())
        .hasMessageContaining("start the newer program");
    assertThat(copies()).isEmpty();
    execute(dir.resolve("ledger.db"), "DELETE FROM flyway_schema_history WHERE version = '999'");
    try (SqlLedger ledger = SqlLedger.open(SqlLedger.Options.in(dir))) {
      assertThat(ledger.exchanges()).isEqualTo(1);
    }
  }

  @Test
  void aFolderThatIsLaidOutByANewerProgramIsRefused() throws IOException {
    Files.writeString(dir.resolve("VERSION"), "2\n");
    assertThatThrownBy(() -> SqlLedger.open(SqlLedger.Options.in(dir)))
        .hasMessageContaining("has layout 2, this program knows up to 1: start the newer program");
    assertThat(dir.resolve("ledger.db")).doesNotExist();
    Files.writeString(dir.resolve("VERSION"), "what\n");
    assertThatThrownBy(() -> SqlLedger.open(SqlLedger.Options.in(dir)))
        .hasMessageContaining("begins with no number");
  }
}
