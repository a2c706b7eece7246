package org.farsight.ledger;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/** Brings the tables of a database to those of this release; the same scripts for all databases. */
final class Migrations {
  private static final String IN_MEMORY = "jdbc:sqlite::memory:";

  private Migrations() {}

  /** Is told before tables with content are changed. */
  interface Before {
    /**
     * @param schema version that the tables have
     */
    void change(int schema) throws IOException;
  }

  /**
   * Applies what is missing.
   *
   * @param bigid the type of generated numbers
   * @param clustered how a table is made that is its primary key; '' where there is no such
   * @throws IOException if a newer program has made the tables; nothing is changed then
   */
  static void migrate(
      String url,
      @Nullable String user,
      @Nullable String password,
      String bigid,
      String clustered,
      Before before)
      throws IOException {
    Flyway flyway =
        configured()
            .dataSource(url, user, password)
            .placeholders(
                Map.of(
                    "bigid",
                    bigid,
                    "clustered",
                    clustered,
                    "identity",
                    UUID.randomUUID().toString()))
            .load();
    int schema = newest(flyway.info().applied());
    DataVersion.checkSchema("the ledger", schema);
    if (schema > 0 && flyway.info().pending().length > 0) {
      before.change(schema);
    }
    flyway.migrate();
  }

  /** Parts that were built at the same time have given their scripts numbers of their own. */
  private static FluentConfiguration configured() {
    return Flyway.configure()
        .locations("classpath:org/farsight/ledger/migration")
        .javaMigrations(new NameMigration())
        .outOfOrder(true);
  }

  /** Version of the tables that this program makes. */
  static int newest() {
    return newest(configured().dataSource(IN_MEMORY, null, null).load().info().all());
  }

  private static int newest(MigrationInfo[] scripts) {
    return Arrays.stream(scripts)
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .map(MigrationVersion::getVersion)
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }
}
