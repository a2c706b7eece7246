package org.farsight.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;

/**
 * A fixed set of open connections that read, handed out one by one. The embedded database wants
 * few; opening one for each query would cost more than the query. One that is lost is replaced.
 */
final class Connections implements ConnectionFactory, StatementBuilderFactory, AutoCloseable {
  private final Database database;
  private final BlockingQueue<Connection> idle;
  private final Map<Connection, StatementBuilder> statements = new ConcurrentHashMap<>();

  private Connections(Database database, int size) {
    this.database = database;
    this.idle = new ArrayBlockingQueue<>(size);
  }

  /** So many connections. */
  static Connections open(Database database, int size) throws SQLException {
    Connections connections = new Connections(database, size);
    try {
      for (int i = 0; i < size; i++) {
        connections.idle.add(connections.fresh());
      }
      return connections;
    } catch (SQLException | RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  private Connection fresh() throws SQLException {
    Connection connection = database.reader();
    statements.put(connection, new PreparedOnce());
    return connection;
  }

  Jdbi jdbi() {
    Jdbi jdbi = Jdbi.create(this).setStatementBuilderFactory(this);
    database.tune(jdbi);
    return jdbi;
  }

  @Override
  public Connection openConnection() throws SQLException {
    Connection connection;
    try {
      connection = idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a connection to the ledger", e);
    }
    if (!database.isBroken(connection)) {
      return connection;
    }
    try {
      Connection next = fresh();
      statements.remove(connection);
      connection.close();
      return next;
    } catch (SQLException e) {
      idle.add(connection); // its place stays: the next one tries again
      throw e;
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
    for (Connection connection : statements.keySet()) {
      connection.close();
    }
  }
}
