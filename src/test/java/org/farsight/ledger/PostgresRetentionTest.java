package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same sweep on PostgreSQL: every test of the other holds. */
class PostgresRetentionTest extends RetentionSweepTest {
  private Optional<PostgresServer> server = Optional.empty();

  @Override
  SqlLedger.Options options() throws IOException {
    if (server.isEmpty()) {
      PostgresCluster cluster = PostgresCluster.shared();
      server = Optional.of(cluster.server(cluster.database(), dir));
    }
    return super.options().on(server);
  }

  /** Not here: there is no redo log, and no transaction is done again. */
  @Override
  void theDatabaseIsSyncedBeforeAFileGoes() {}

  /** Not here: of so few rows each is read whatever indexes there are. */
  @Override
  void aSweepReadsNoMoreThanWhatIsOldEnough() {}

  @Test
  void aBackupHoldsTheStoreAndSaysThatTheLedgerIsNotInIt() throws IOException {
    delivered("x", 3, 1000, LATER);
    Backup.Result result =
        new Backup(ledger(), dir.resolve("store"), dir.resolve("backup"), Backup.Progress.NONE)
            .run();
    assertThat(result.ledger()).isFalse();
    assertThat(dir.resolve("backup/store/segments/00000001")).exists();
    Restore.Result restored =
        new Restore(
                dir.resolve("backup"),
                dir.resolve("restored/store"),
                dir.resolve("restored"),
                Backup.Progress.NONE)
            .run();
    assertThat(restored.ledger()).isFalse();
    assertThat(Files.mismatch(segment("backup/store"), segment("restored/store"))).isNegative();
    assertThat(Files.mismatch(segment("backup/store"), segment("store")))
        .as("all but the zeros behind the last byte that is named")
        .isEqualTo(Files.size(segment("backup/store")));
  }

  private java.nio.file.Path segment(String store) {
    return dir.resolve(store).resolve("segments/00000001");
  }
}
