package org.farsight.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.farsight.ledger.RedoRecord.Change;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on the one writing connection, each prepared once: preparing takes SQLite longer
 * than running the ledger's small statements, and a library between costs more than both. They end
 * with the connection. One thread at a time.
 */
final class Statements {
  private final UnaryOperator<String> text;
  private Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final List<Change> recorded = new ArrayList<>();
  private boolean failed;

  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * On a connection.
   *
   * @param text what the database holds for a text
   */
  Statements(Connection connection, UnaryOperator<String> text) {
    this.connection = connection;
    this.text = text;
  }

  /** Goes on with another connection; whatever was prepared or recorded ended with the last one. */
  void use(Connection next) {
    prepared.clear();
    recorded.clear();
    failed = false;
    connection = next;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Runs a statement that returns no rows.
   *
   * @return number of rows changed
   * @throws LedgerException if the database failed
   */
  int execute(String sql, @Nullable Object... values) {
    try {
      int rows = bound(sql, values).executeUpdate();
      recorded.add(new Change(sql, Arrays.asList(values), rows));
      return rows;
    } catch (SQLException e) {
      failed = true;
      throw failed(sql, e);
    }
  }

  /**
   * Begins, ends or sets something, which is not recorded.
   *
   * @throws LedgerException if the database failed
   */
  void control(String sql) {
    recorded.clear();
    failed = false;
    try {
      bound(sql).execute();
    } catch (SQLException e) {
      failed = true;
      throw failed(sql, e);
    }
  }

  /**
   * Whether a statement failed since the last {@link #control}: PostgreSQL has undone the
   * transaction then, and answers {@code COMMIT} without a word of it.
   */
  boolean hasFailed() {
    return failed;
  }

  /** What was executed since the last {@link #control}. */
  List<Change> recorded() {
    return recorded;
  }

  /**
   * The first row of a query.
   *
   * @throws LedgerException if the database failed
   */
  <T> Optional<T> first(Row<T> row, String sql, @Nullable Object... values) {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      failed = true;
      throw failed(sql, e);
    }
  }

  /**
   * All rows of a query.
   *
   * @throws LedgerException if the database failed
   */
  <T> List<T> all(Row<T> row, String sql, @Nullable Object... values) {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(row.read(rows));
      }
      return all;
    } catch (SQLException e) {
      failed = true;
      throw failed(sql, e);
    }
  }

  /** The number that a query for one number gives. */
  long number(String sql) {
    return first(row -> row.getLong(1), sql).orElseThrow();
  }

  /** One that has failed may be of no use any more: it is prepared anew when it is needed again. */
  private LedgerException failed(String sql, SQLException cause) {
    PreparedStatement broken = prepared.remove(sql);
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }
    return new LedgerException(sql, cause);
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setNull(i + 1, java.sql.Types.NULL);
        case String value -> statement.setString(i + 1, text.apply(value));
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case Object other ->
            throw new IllegalArgumentException("a " + other.getClass() + " in a statement");
      }
    }
    return statement;
  }
}
