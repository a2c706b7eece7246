package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The same catalogue on PostgreSQL: every test of the other holds. */
class PostgresCatalogueTest extends SqlCatalogueTest {
  private Optional<PostgresServer> server = Optional.empty();

  @Override
  SqlLedger.Options options() throws IOException {
    if (server.isEmpty()) {
      PostgresCluster cluster = PostgresCluster.shared();
      server = Optional.of(cluster.server(cluster.database(), dir));
    }
    return super.options().on(server);
  }

  @Override
  Empty empty() throws IOException {
    PostgresCluster cluster = PostgresCluster.shared();
    String url = cluster.database();
    PostgresServer other = cluster.server(url, dir);
    String password = Files.readString(other.passwordFile().orElseThrow()).strip();
    return new Empty(
        url, cluster.user(), password, "BIGINT", super.options().on(Optional.of(other)));
  }

  /** Not here: there was no release whose ledger was on a server. */
  @Override
  void aLedgerOfTheFirstVersionIsFoundByItsIds() {}

  /** Not here: which index serves depends on what the tables hold. */
  @Override
  void everySelectiveQueryUsesAnIndex() {}
}
