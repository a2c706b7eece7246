package org.farsight.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A fixed set of open connections handed out one by one. The embedded database wants few: one that
 * writes, some that read; opening one for each query would cost more than the query.
 */
final class Connections implements ConnectionFactory, StatementBuilderFactory, AutoCloseable {
  private final List<Connection> all = new ArrayList<>();
  private final BlockingQueue<Connection> idle;
  private final Map<Connection, StatementBuilder> statements = new ConcurrentHashMap<>();

  private Connections(int size) {
    this.idle = new ArrayBlockingQueue<>(size);
  }

  /** One connection that may write. */
  static Connections writer(String url) throws SQLException {
    return open(url, 1, config());
  }

  /** Connections that may only read. */
  static Connections readers(String url, int size) throws SQLException {
    Connections connections = open(url, size, config());
    for (Connection connection : connections.all) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only = ON");
      }
    }
    return connections;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    config.enforceForeignKeys(true);
    config.setGetGeneratedKeys(false); // ids are ours; asking for them costs a query per row
    config.setCacheSize(-16_000); // KiB
    return config;
  }

  private static Connections open(String url, int size, SQLiteConfig config) throws SQLException {
    Connections connections = new Connections(size);
    try {
      for (int i = 0; i < size; i++) {
        Connection connection = config.createConnection(url);
        connections.all.add(connection);
        connections.statements.put(connection, new PreparedOnce());
        connections.idle.add(connection);
      }
      return connections;
    } catch (SQLException | RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /** The one connection of {@link #writer}. */
  Connection only() {
    return all.getFirst();
  }

  Jdbi jdbi() {
    return Jdbi.create(this).setStatementBuilderFactory(this);
  }

  @Override
  public Connection openConnection() throws SQLException {
    try {
      return idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a connection to the ledger", e);
    }
  }

  @Override
  public void closeConnection(Connection connection) {
    idle.add(connection);
  }

  @Override
  public StatementBuilder createStatementBuilder(Connection connection) {
    return statements.computeIfAbsent(connection, c -> new PreparedOnce());
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : all) {
      connection.close();
    }
  }
}
