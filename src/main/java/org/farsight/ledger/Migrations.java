package org.farsight.ledger;

import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Brings the tables of a database to those of this release; the same scripts for all databases. */
final class Migrations {
  private Migrations() {}

  /**
   * Applies what is missing.
   *
   * @param bigid the type of generated numbers
   */
  static void migrate(String url, @Nullable String user, @Nullable String password, String bigid) {
    Flyway.configure()
        .dataSource(url, user, password)
        .locations("classpath:org/farsight/ledger/migration")
        .placeholders(Map.of("bigid", bigid, "identity", UUID.randomUUID().toString()))
        .load()
        .migrate();
  }
}
