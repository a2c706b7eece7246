package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.farsight.exchange.KillPoint;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;

/** SQLite in the file {@code ledger.db} of a folder, in WAL mode, with {@link Commits}. */
final class EmbeddedDatabase implements Database {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** Beginning of the names of copies that are kept before tables are changed. */
  private static final String OLD = "ledger-of-version-";

  private final SqlLedger.Options options;
  private final Path file;
  private final FolderLock lock;

  private EmbeddedDatabase(SqlLedger.Options options, FolderLock lock) {
    this.options = options;
    this.file = options.folder().toAbsolutePath().resolve("ledger.db");
    this.lock = lock;
  }

  static EmbeddedDatabase take(SqlLedger.Options options) throws IOException {
    return new EmbeddedDatabase(options, FolderLock.take(options.folder(), "ledger.lock"));
  }

  private String url() {
    return "jdbc:sqlite:" + file;
  }

  private SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout((int) options.patience().toMillis());
    config.enforceForeignKeys(true);
    config.setGetGeneratedKeys(false); // ids are ours; asking for them costs a query per row
    config.setCacheSize(-16_000); // KiB
    return config;
  }

  @Override
  public Connection writer() throws SQLException {
    return config().createConnection(url());
  }

  @Override
  public Connection reader() throws SQLException {
    Connection connection = config().createConnection(url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public boolean isBroken(Connection connection) {
    return false;
  }

  @Override
  public String begin() {
    return "BEGIN IMMEDIATE";
  }

  @Override
  public boolean isBusy(SQLException failure) {
    int code = failure.getErrorCode() & 0xFF; // the rest says more closely why
    return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  @Override
  public boolean isDamaged(SQLException failure) {
    int code = failure.getErrorCode() & 0xFF;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  /** SQLite has undone a transaction itself where it cannot be rolled back. */
  @Override
  public void leave(Connection connection) {
    // it goes on with the next one
  }

  @Override
  public void prepare(Statements writing) throws IOException {
    Commits.redo(writing, options);
    Migrations.migrate(url(), null, null, "INTEGER", "WITHOUT ROWID", this::keepCopy);
    options.killSwitch().pass(KillPoint.START_MIGRATED);
  }

  /** Before its tables are changed; the copy of an earlier change goes. */
  private void keepCopy(int schema) throws IOException {
    Path copy = options.folder().resolve(OLD + schema + ".db");
    long free = Files.getFileStore(options.folder()).getUsableSpace();
    if (free < 2 * bytes()) {
      log.warn("no copy of the ledger is kept before its tables are changed: the disk has no room");
      return;
    }
    try {
      List<Path> earlier;
      try (Stream<Path> files = Files.list(options.folder())) {
        earlier = files.filter(path -> path.getFileName().toString().startsWith(OLD)).toList();
      }
      for (Path path : earlier) {
        Files.delete(path);
      }
      copyTo(copy);
      log.info("the ledger is brought from version {} to this program's; {} is kept", schema, copy);
    } catch (SQLException e) {
      throw new IOException("the ledger cannot be copied before its tables are changed", e);
    }
  }

  @Override
  public long bytes() throws IOException {
    long sum = 0;
    for (String name : List.of("ledger.db", "ledger.db-wal")) {
      Path path = options.folder().resolve(name);
      sum += Files.exists(path) ? Files.size(path) : 0;
    }
    return sum;
  }

  /** By a connection of its own, which reads one state; the writer goes on meanwhile. */
  @Override
  public boolean copyTo(Path copy) throws SQLException {
    try (Connection connection = config().createConnection(url());
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, copy.toAbsolutePath().toString());
      statement.execute();
      return true;
    }
  }

  /** The files of the content store that a copy names, each with the end of the last byte named. */
  static Map<String, Long> endsIn(Path copy) throws SQLException {
    SQLiteConfig readOnly = new SQLiteConfig();
    readOnly.setReadOnly(true);
    try (Connection connection = readOnly.createConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT file, committed_end FROM stored_file")) {
      Map<String, Long> ends = new LinkedHashMap<>();
      while (rows.next()) {
        ends.put(rows.getString(1), rows.getLong(2));
      }
      return ends;
    }
  }

  @Override
  public Durability durability(Statements writing) throws IOException {
    return Commits.open(writing, options);
  }

  @Override
  public String text(String text) {
    return text;
  }

  @Override
  public void tune(Jdbi jdbi) {
    // JDBI's own way is this database's
  }

  @Override
  public List<String> tidy() {
    return List.of();
  }

  @Override
  public String explain() {
    return "EXPLAIN QUERY PLAN ";
  }

  @Override
  public String planColumn() {
    return "detail";
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
