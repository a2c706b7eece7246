package org.farsight.ledger;

import java.sql.SQLException;

/** The ledger's database failed at a statement. Tells the statement, never its values. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LedgerException(String sql, SQLException cause) {
    super("the ledger failed at " + sql + ": " + cause.getMessage(), cause);
  }
}
