package org.farsight.ledger;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Prepares each statement once per connection: preparing takes SQLite longer than running the
 * ledger's small statements. A statement that is still in use by an outer query is not handed out
 * twice. One thread at a time, as its connection.
 */
final class PreparedOnce implements StatementBuilder {
  /** Queries of the catalogue differ in their conditions: old ones make room. */
  private static final int REMEMBERED = 256;

  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  @Override
  public Statement create(Connection connection, StatementContext context) throws SQLException {
    return connection.createStatement();
  }

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    PreparedStatement known = idle.remove(sql);
    return known == null ? connection.prepareStatement(sql) : known;
  }

  @Override
  public CallableStatement createCall(Connection connection, String sql, StatementContext context)
      throws SQLException {
    return connection.prepareCall(sql);
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) throws SQLException {
    if (!(statement instanceof PreparedStatement prepared) || statement.isClosed()) {
      statement.close();
      return;
    }
    prepared.clearParameters();
    PreparedStatement other = idle.putIfAbsent(sql, prepared);
    if (other != null) {
      prepared.close();
    }
    if (idle.size() > REMEMBERED) {
      Iterator<PreparedStatement> oldest = idle.values().iterator();
      PreparedStatement leaving = oldest.next();
      oldest.remove();
      leaving.close();
    }
  }

  /** Forgets all; the connection's end closes the statements with it. */
  @Override
  public void close(Connection connection) {
    // A handle ends here, the connection goes on: keep them.
  }
}
