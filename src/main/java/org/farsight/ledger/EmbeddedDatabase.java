package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.farsight.exchange.KillPoint;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;

/** SQLite in the file {@code ledger.db} of a folder, in WAL mode, with {@link Commits}. */
final class EmbeddedDatabase implements Database {
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

  /** SQLite has undone a transaction itself where it cannot be rolled back. */
  @Override
  public void leave(Connection connection) {
    // it goes on with the next one
  }

  @Override
  public void prepare(Statements writing) throws IOException {
    Commits.redo(writing, options);
    Migrations.migrate(url(), null, null, "INTEGER");
    options.killSwitch().pass(KillPoint.START_MIGRATED);
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
