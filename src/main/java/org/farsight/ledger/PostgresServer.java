package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a PostgreSQL database is and how it is entered.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/DATABASE?…} without a password; whatever it says of
 *     the connection wins over our defaults
 * @param user who enters; empty: the URL says it, or the operating system
 * @param passwordFile its first line is the password; read at each connection, so that it may
 *     change; empty: none is asked for
 */
public record PostgresServer(String url, Optional<String> user, Optional<Path> passwordFile) {

  /** What a URL of such a database begins with. */
  public static final String PREFIX = "jdbc:postgresql:";

  /** Names of the URL that would put a secret where everybody reads it. */
  private static final List<String> SECRETS =
      List.of(PGProperty.PASSWORD.getName(), PGProperty.SSL_PASSWORD.getName());

  /**
   * Looks at the URL.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public PostgresServer {
    String lower = url.toLowerCase(Locale.ROOT);
    for (String secret : SECRETS) {
      if (lower.contains("?" + secret + "=") || lower.contains("&" + secret + "=")) {
        throw new IllegalArgumentException(
            "a password does not belong into the URL: name a file by database.password-file");
      }
    }
    if (url.contains("@")) {
      throw new IllegalArgumentException(
          "user and password do not stand before the host in a JDBC URL: use database.user and"
              + " database.password-file");
    }
    @Nullable Properties read = Driver.parseURL(url, new Properties());
    if (read == null) {
      throw new IllegalArgumentException(url + " is not " + PREFIX + "//HOST:PORT/DATABASE");
    }
    if (PGProperty.PG_DBNAME.getOrDefault(read) == null) {
      throw new IllegalArgumentException(
          url + " names no database: " + PREFIX + "//HOST:PORT/DATABASE");
    }
  }

  /** The password, where a file is named. */
  Optional<String> password() throws IOException {
    if (passwordFile.isEmpty()) {
      return Optional.empty();
    }
    Path file = passwordFile.get();
    try (var lines = Files.lines(file)) {
      return Optional.of(
          lines
              .findFirst()
              .orElseThrow(() -> new IOException(file + ", the password file, is empty")));
    } catch (NoSuchFileException e) {
      throw new IOException(file + ", the password file, is missing", e);
    }
  }

  private Properties properties(String applicationName) throws IOException {
    Properties properties = new Properties();
    user.ifPresent(name -> PGProperty.USER.set(properties, name));
    password().ifPresent(word -> PGProperty.PASSWORD.set(properties, word));
    PGProperty.APPLICATION_NAME.set(properties, applicationName);
    PGProperty.CONNECT_TIMEOUT.set(properties, 5); // seconds
    PGProperty.LOGIN_TIMEOUT.set(properties, 10);
    PGProperty.SOCKET_TIMEOUT.set(properties, 60);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
    return properties;
  }

  /** Opens a connection, with our defaults where the URL says nothing else. */
  Connection connect(String applicationName) throws SQLException, IOException {
    @Nullable Connection connection = new Driver().connect(url, properties(applicationName));
    if (connection == null) {
      throw new SQLException(url + " is no URL of PostgreSQL");
    }
    return connection;
  }

  /**
   * Looks at the server without changing anything there.
   *
   * @return what should be known of it though it works
   * @throws IOException saying why it cannot hold the ledger
   */
  public List<String> check() throws IOException {
    try (Connection connection = connect("farsight check")) {
      PostgresSettings settings = PostgresSettings.of(connection);
      if (!settings.faults().isEmpty()) {
        throw new IOException(url + ": " + String.join("; ", settings.faults()));
      }
      return settings.notes();
    } catch (SQLException e) {
      throw new IOException(url + ": " + e.getMessage(), e);
    }
  }
}
