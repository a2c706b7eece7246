package org.farsight.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Ends transactions so that nothing of them can be lost. Used by the one writer. */
interface Durability extends AutoCloseable {

  /**
   * Commits what was executed; when this returns, it and the bytes that it names are durable.
   *
   * @throws LedgerException if the database failed: unless it says otherwise nothing is committed,
   *     and where the connection broke meanwhile nobody knows
   * @throws UncheckedIOException if bytes that it names could not be synced: nothing is committed
   */
  void commit(SqlTransaction transaction);

  /**
   * After this, no start needs bytes to do a transaction again that has been committed before:
   * files that nothing but these named may be removed.
   *
   * @throws LedgerException if the database failed
   */
  void settle();

  @Override
  void close() throws IOException;
}
