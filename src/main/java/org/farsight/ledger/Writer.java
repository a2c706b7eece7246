package org.farsight.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.farsight.exchange.BusyException;
import org.farsight.exchange.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes, guarded by a fair lock. Where it breaks, the transaction under
 * way fails, whatever became of it, and the next one begins on a new connection.
 */
final class Writer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  private final Database database;
  private final Statements statements;
  private final Durability durability;
  private final CatalogueRows catalogue = new CatalogueRows();
  private final ReentrantLock oneWriter = new ReentrantLock(true);
  private final AtomicLong exchanges = new AtomicLong();
  private final AtomicLong arrivals = new AtomicLong();
  private SqlTransaction.Numbers numbers;
  private boolean away;

  private Writer(Database database, Statements statements, Durability durability) {
    this.database = database;
    this.statements = statements;
    this.durability = durability;
    this.numbers = count();
  }

  /**
   * Opens the database for writing, making or migrating its tables.
   *
   * @throws IOException if another engine has it, or it cannot be opened or migrated
   */
  static Writer open(Database database) throws IOException, SQLException {
    Connection connection = database.writer();
    try {
      Statements statements = new Statements(connection, database::text);
      database.prepare(statements);
      return new Writer(database, statements, database.durability(statements));
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Which ledger this is. */
  String identity() {
    return statements
        .first(row -> row.getString(1), "SELECT id FROM ledger_identity")
        .orElseThrow();
  }

  /** See {@link SqlLedger#tidy}. */
  void tidy() {
    oneWriter.lock();
    try {
      database.tidy().forEach(statements::control);
    } finally {
      oneWriter.unlock();
    }
  }

  /** Learns what the tables hold. */
  private SqlTransaction.Numbers count() {
    exchanges.set(statements.number("SELECT COUNT(*) FROM exchange"));
    arrivals.set(statements.number("SELECT COUNT(*) FROM arrival"));
    return new SqlTransaction.Numbers(statements);
  }

  long exchanges() {
    return exchanges.get();
  }

  long arrivals() {
    return arrivals.get();
  }

  /** Runs one transaction, see {@link Ledger#write}. */
  <T> T change(Function<SqlTransaction, T> work) {
    oneWriter.lock();
    try {
      if (oneWriter.getHoldCount() > 1) {
        throw new IllegalStateException("a transaction within a transaction");
      }
      begin();
      SqlTransaction transaction = new SqlTransaction(statements, numbers, catalogue);
      T result;
      try {
        result = work.apply(transaction);
        transaction.noteFiles();
        durability.commit(transaction);
      } catch (RuntimeException | Error e) {
        transaction.leaveBytes(e);
        rollBack(e);
        throw e;
      }
      exchanges.addAndGet(transaction.opened());
      arrivals.addAndGet(transaction.appended());
      return result;
    } finally {
      oneWriter.unlock();
    }
  }

  /** See {@link Durability#settle}. */
  void settle() {
    oneWriter.lock();
    try {
      durability.settle();
    } finally {
      oneWriter.unlock();
    }
  }

  /**
   * As a statement: sqlite-jdbc's commit() begins the next transaction at once, and a failure of
   * that would look like a failure of the commit.
   */
  private void begin() {
    try {
      statements.control(database.begin());
    } catch (LedgerException e) {
      if (e.getCause() instanceof SQLException cause && database.isBusy(cause)) {
        throw new BusyException(
            "the ledger "
                + database
                + " is locked by another program, a backup perhaps: nothing was done, try again",
            e);
      }
      if (!database.isBroken(statements.connection())) {
        throw e;
      }
      reconnect(e);
      statements.control(database.begin());
    }
  }

  private void reconnect(LedgerException because) {
    if (!away) {
      log.warn("the connection that writes to {} is lost", database, because);
      away = true;
    }
    try {
      statements.connection().close();
      statements.use(database.writer());
    } catch (SQLException | IOException e) {
      because.addSuppressed(e);
      throw because;
    }
    catalogue.forget();
    numbers = count();
    away = false;
    log.info("writing to {} again", database);
  }

  private void rollBack(Throwable because) {
    catalogue.forget();
    try {
      statements.control("ROLLBACK");
    } catch (RuntimeException e) {
      because.addSuppressed(e);
      try {
        database.leave(statements.connection());
      } catch (SQLException left) {
        because.addSuppressed(left);
      }
    }
  }

  /** Waits for a running transaction, then closes. */
  @Override
  public void close() throws IOException {
    oneWriter.lock();
    try {
      durability.close();
      statements.connection().close();
    } catch (SQLException e) {
      throw new IOException("the ledger cannot be closed", e);
    } finally {
      oneWriter.unlock();
    }
  }
}
