package org.farsight.ledger;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same on PostgreSQL. */
class PostgresCriticalsTest extends SqlCriticalsTest {
  private Optional<PostgresServer> server = Optional.empty();

  @Override
  SqlLedger.Options options() throws IOException {
    if (server.isEmpty()) {
      PostgresCluster cluster = PostgresCluster.shared();
      server = Optional.of(cluster.server(cluster.database(), dir));
    }
    return super.options().on(server);
  }

  /** Which index serves an empty table is its own affair. */
  @Test
  @Override
  void whatIsAskedAgainAndAgainHasAnIndex() {}
}
