package org.farsight.app;

import java.nio.file.Path;
import java.util.Optional;
import org.farsight.ledger.PostgresServer;

/** Reads where the ledger is: in a file of ours, or on a PostgreSQL server. */
final class DatabaseReader {
  private static final String EMBEDDED = "jdbc:sqlite:";
  private static final String FILE = "/ledger.db";

  /**
   * What it reads.
   *
   * @param folder of the embedded database
   * @param server takes its place; empty: there is none
   */
  record Place(Path folder, Optional<PostgresServer> server) {}

  private DatabaseReader() {}

  static Place read(Settings s, Path data) {
    Optional<String> user = s.text("database.user");
    Optional<Path> password = s.text("database.password-file").map(Path::of);
    Place place =
        s.get(
            "database.url",
            new Place(data, Optional.empty()),
            url ->
                url.startsWith(PostgresServer.PREFIX)
                    ? new Place(data, Optional.of(new PostgresServer(url, user, password)))
                    : new Place(folder(url), Optional.empty()));
    if (place.server().isEmpty() && (user.isPresent() || password.isPresent())) {
      s.mistake(
          s.place("database"),
          "database.user and database.password-file are for a database.url of PostgreSQL");
    }
    return place;
  }

  private static Path folder(String url) {
    if (!url.startsWith(EMBEDDED) || !url.endsWith(FILE)) {
      throw new IllegalArgumentException(
          "the ledger is in SQLite ("
              + EMBEDDED
              + "FOLDER"
              + FILE
              + ") or in PostgreSQL ("
              + PostgresServer.PREFIX
              + "//HOST:PORT/DATABASE)");
    }
    return Path.of(url.substring(EMBEDDED.length(), url.length() - FILE.length()));
  }
}
