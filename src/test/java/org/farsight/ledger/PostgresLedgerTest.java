package org.farsight.ledger;

import java.io.IOException;
import java.util.Optional;

/** The same ledger on PostgreSQL: every test of the other holds. */
class PostgresLedgerTest extends SqlLedgerTest {
  private Optional<PostgresServer> server = Optional.empty();

  @Override
  SqlLedger.Options options() throws IOException {
    if (server.isEmpty()) {
      PostgresCluster cluster = PostgresCluster.shared();
      server = Optional.of(cluster.server(cluster.database() + SEQUENTIAL_LAST, dir));
    }
    return super.options().on(server);
  }

  /** The tables are too small here for an index to be worth it. */
  private static final String SEQUENTIAL_LAST = "?options=-c%20enable_seqscan=off";

  @Override
  String keyOf(String table) {
    return table + "_pkey";
  }

  /** Not here: the server's files are not ours to copy. It is killed in PostgresKillIT. */
  @Override
  void whatWasCommittedSurvivesAKill() {}

  /**
   * Not here: of several indexes that serve, empty tables take any. What a million rows take is
   * measured by {@code farsight bench ledger}.
   */
  @Override
  void everyFrequentQueryUsesAnIndex() {}
}
