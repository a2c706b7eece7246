package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What differs between the databases that can hold the ledger; their tables do not. */
sealed interface Database extends AutoCloseable permits EmbeddedDatabase, PostgresDatabase {

  /**
   * Takes hold of the database for one engine.
   *
   * @throws IOException if another engine has it
   */
  static Database of(SqlLedger.Options options) throws IOException {
    return options.server().isPresent()
        ? new PostgresDatabase(options, options.server().get())
        : EmbeddedDatabase.take(options);
  }

  /**
   * A connection that writes. There is one at a time, and no second engine gets one.
   *
   * @throws IOException if another engine has it, or the database cannot keep our promise
   */
  Connection writer() throws SQLException, IOException;

  /** A connection that only reads. */
  Connection reader() throws SQLException;

  /** Whether a connection is lost and another one may work. */
  boolean isBroken(Connection connection);

  /** The statement that begins a transaction, holding the right to write from the first moment. */
  String begin();

  /** Whether a statement failed because another program holds the database. */
  boolean isBusy(SQLException failure);

  /** Whether a statement failed because what the database reads is not what it wrote. */
  boolean isDamaged(SQLException failure);

  /** A transaction of the writing connection could not be rolled back: nothing of it may stay. */
  void leave(Connection connection) throws SQLException;

  /** Heals what the last end left and brings the tables to this release, before all else. */
  void prepare(Statements writing) throws IOException, SQLException;

  /** How transactions become durable, once the tables are as this release wants them. */
  Durability durability(Statements writing) throws IOException;

  /** Bytes that its files take on this machine's disk. */
  long bytes() throws IOException;

  /**
   * Copies itself into a new file as it stands at one moment, while others write.
   *
   * @return false, with nothing done, where its own means are to make a copy
   */
  boolean copyTo(Path file) throws SQLException;

  /** The text as the database can hold it; what is asked for is changed in the same way. */
  String text(String text);

  /** Sets up how queries bind their values. */
  void tune(Jdbi jdbi);

  /** Statements by which it learns what its tables hold; none where it plans without. */
  List<String> tidy();

  /** What precedes a query to be told its plan. */
  String explain();

  /** The column of its answer that tells the plan. */
  String planColumn();

  /** The database as people should see it named. */
  @Override
  String toString();

  @Override
  void close() throws IOException;
}
