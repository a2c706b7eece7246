package org.farsight.ledger;

import java.io.IOException;
import java.util.Optional;

/** The same order book on PostgreSQL: every test of the other holds. */
class PostgresOrdersTest extends SqlOrdersTest {
  private Optional<PostgresServer> server = Optional.empty();

  @Override
  SqlLedger.Options options() throws IOException {
    if (server.isEmpty()) {
      PostgresCluster cluster = PostgresCluster.shared();
      server = Optional.of(cluster.server(cluster.database(), dir));
    }
    return super.options().on(server);
  }

  /** Not here: which index serves depends on what the tables hold. */
  @Override
  void everyQuestionHasItsIndex() {}
}
