package org.farsight.ledger;

import java.io.IOException;
import java.util.Optional;

/** The same on PostgreSQL. */
class PostgresReportDraftsTest extends SqlReportDraftsTest {
  private Optional<PostgresServer> server = Optional.empty();

  @Override
  SqlLedger.Options options() throws IOException {
    if (server.isEmpty()) {
      PostgresCluster cluster = PostgresCluster.shared();
      server = Optional.of(cluster.server(cluster.database(), dir));
    }
    return super.options().on(server);
  }
}
