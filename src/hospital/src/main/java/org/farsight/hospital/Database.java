package org.farsight.hospital;

import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Objects;
import org.hibernate.dialect.Dialect;

/**
 * Where the resources are kept: a JDBC address, user and password, and the kind of database behind
 * it. The text form hides the password.
 *
 * @param url a {@code jdbc:h2:} or {@code jdbc:postgresql:} address
 * @param user may be empty, where the address itself names the user
 * @param password may be empty
 */
record Database(String url, String user, String password) {

  private static final int CONNECTIONS = 16;

  /** LOCK_TIMEOUT in ms, CACHE_SIZE in KB. The rest is closed by the pool, not by H2 at exit. */
  private static final String EMBEDDED_OPTIONS =
      ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;CACHE_SIZE=65536";

  Database {
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
    if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the database address starts neither with jdbc:h2: nor with jdbc:postgresql:");
    }
  }

  /**
   * The embedded database in a directory.
   *
   * <p>{@code async:} is H2's way to a file that an interrupted thread does not close under all
   * others.
   */
  static Database embedded(Path directory) {
    String file = directory.resolve("store").toAbsolutePath().toString();
    return new Database("jdbc:h2:async:" + file + EMBEDDED_OPTIONS, "sa", "");
  }

  boolean isPostgresql() {
    return url.startsWith("jdbc:postgresql:");
  }

  Class<? extends Dialect> dialect() {
    return isPostgresql() ? HapiFhirPostgresDialect.class : HapiFhirH2Dialect.class;
  }

  /** A pool of connections; the caller closes it. */
  HikariDataSource open() {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("fhir");
    pool.setJdbcUrl(url);
    if (!user.isEmpty()) {
      pool.setUsername(user);
      pool.setPassword(password);
    }
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setMinimumIdle(2);
    return new HikariDataSource(pool);
  }

  @Override
  public String toString() {
    return "Database[" + (isPostgresql() ? "PostgreSQL" : "H2") + "]";
  }
}
