package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.farsight.exchange.KillPoint;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server. A {@code COMMIT} there is durable by itself ({@code synchronous_commit});
 * the bytes that it names are synced before it.
 *
 * <p>The writing connection holds an advisory lock of its session. So a second engine gets none;
 * and where ours breaks, the next one begins only when the server has ended the one before, its
 * last transaction decided either way.
 */
final class PostgresDatabase implements Database {
  private static final Logger log = LoggerFactory.getLogger(PostgresDatabase.class);

  /** With the number of the schema the key of the advisory lock. */
  private static final int LOCK = 0x46_52_53_54; // FRST

  /** The server may take a moment to notice that a killed engine is gone. */
  private static final int LOCK_SECONDS = 5;

  /** After half a minute without an answer the server gives up an engine, and its lock. */
  private static final String KEEPALIVE =
      "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4";

  private static final String LOCK_NOT_AVAILABLE = "55P03"; // SQLSTATE of lock_timeout

  private static final int VALID_SECONDS = 5;

  private final SqlLedger.Options options;
  private final PostgresServer server;

  /** Tells our own writing connections from those of other engines. */
  private final String name =
      "farsight process "
          + ProcessHandle.current().pid()
          + " writer "
          + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());

  private boolean told;

  PostgresDatabase(SqlLedger.Options options, PostgresServer server) {
    this.options = options;
    this.server = server;
  }

  @Override
  public Connection writer() throws SQLException, IOException {
    Connection connection = server.connect(name);
    try {
      PostgresSettings settings = PostgresSettings.of(connection);
      if (!settings.faults().isEmpty()) {
        throw new IOException(String.join("; ", settings.faults()));
      }
      if (!told) {
        settings.notes().forEach(log::warn);
        told = true;
      }
      execute(connection, KEEPALIVE);
      lock(connection);
      if (settings.commitIsLate()) {
        execute(connection, "SET synchronous_commit = on");
      }
      return connection;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Ends what is left of our own earlier connections, then waits for whoever has the lock. */
  private void lock(Connection connection) throws SQLException, IOException {
    try (PreparedStatement ours =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = ? AND pid <> pg_backend_pid()");
        PreparedStatement lock =
            connection.prepareStatement("SELECT pg_advisory_lock(?, hashtext(current_schema()))")) {
      ours.setString(1, name);
      ours.execute();
      execute(connection, "SET lock_timeout = '" + LOCK_SECONDS + "s'");
      lock.setInt(1, LOCK);
      lock.execute();
      execute(connection, "RESET lock_timeout");
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new IOException(
            "it is in use by another engine"
                + owner(connection)
                + ": stop it first, or give this one a database of its own",
            e);
      }
      throw e;
    }
  }

  private static String owner(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT a.application_name, host(a.client_addr) FROM pg_locks l"
                + " JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory'"
                + " AND l.granted AND l.classid = ? AND l.database = (SELECT oid FROM pg_database"
                + " WHERE datname = current_database())")) {
      query.setInt(1, LOCK);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? " (" + row.getString(1) + " at " + row.getString(2) + ")" : "";
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public Connection reader() throws SQLException {
    try {
      Connection connection = server.connect("farsight reader");
      execute(connection, "SET default_transaction_read_only = on");
      // a plan for any day suits no day: by one, a query of a day read a whole million
      execute(connection, "SET plan_cache_mode = force_custom_plan");
      return connection;
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  @Override
  public boolean isBroken(Connection connection) {
    try {
      return !connection.isValid(VALID_SECONDS);
    } catch (SQLException e) {
      throw new IllegalStateException("only a negative time-out is refused", e);
    }
  }

  @Override
  public String begin() {
    return "BEGIN";
  }

  @Override
  public boolean isBusy(SQLException failure) {
    return LOCK_NOT_AVAILABLE.equals(failure.getSQLState());
  }

  /** SQLSTATE class XX: internal errors, data_corrupted and index_corrupted among them. */
  @Override
  public boolean isDamaged(SQLException failure) {
    String state = failure.getSQLState();
    return "XX001".equals(state) || "XX002".equals(state);
  }

  /** The server undoes what a session leaves. */
  @Override
  public void leave(Connection connection) throws SQLException {
    connection.close();
  }

  @Override
  public void prepare(Statements writing) throws IOException {
    OwnFiles.makeFolder(options.folder());
    Migrations.migrate(
        server.url(),
        server.user().orElse(null),
        server.password().orElse(null),
        "BIGINT",
        "",
        schema -> {});
    options.killSwitch().pass(KillPoint.START_MIGRATED);
  }

  @Override
  public Durability durability(Statements writing) {
    return new Durability() {
      @Override
      public void commit(SqlTransaction transaction) {
        if (writing.hasFailed()) {
          throw new IllegalStateException("a statement has failed: nothing can be committed");
        }
        options.killSwitch().pass(KillPoint.ROWS_WRITTEN);
        transaction.awaitBytes();
        options.killSwitch().pass(KillPoint.COMMIT_DUE);
        writing.control("COMMIT");
        options.killSwitch().pass(KillPoint.COMMITTED);
      }

      @Override
      public void settle() {
        // no transaction is done again
      }

      @Override
      public void close() {
        // each commit was durable when it returned
      }
    };
  }

  @Override
  public long bytes() {
    return 0; // they are the server's
  }

  @Override
  public boolean copyTo(Path file) {
    return false; // pg_dump or the server's own backup
  }

  /** U+0000 is in no text of PostgreSQL. */
  @Override
  public String text(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  @Override
  public void tune(Jdbi jdbi) {
    jdbi.registerArgument(new Text());
  }

  /** Asks for a text as it was written. */
  private final class Text extends AbstractArgumentFactory<String> {
    Text() {
      super(Types.VARCHAR);
    }

    @Override
    protected Argument build(String value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setString(position, text(value));
    }
  }

  @Override
  public List<String> tidy() {
    return List.of("ANALYZE");
  }

  @Override
  public String explain() {
    return "EXPLAIN ";
  }

  @Override
  public String planColumn() {
    return "QUERY PLAN";
  }

  @Override
  public String toString() {
    return server.url();
  }

  @Override
  public void close() {
    // the lock goes with the writing connection
  }
}
