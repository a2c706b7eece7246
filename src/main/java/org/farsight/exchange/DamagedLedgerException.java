package org.farsight.exchange;

/**
 * A row of the ledger, or a part of its file, is not what was written: trying again does not help.
 * The message says which, and what to do; it holds no value of the row.
 */
public final class DamagedLedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is damaged, and what to do
   */
  public DamagedLedgerException(String message) {
    super(message);
  }

  /**
   * @param message what is damaged, and what to do
   * @param cause what the database said
   */
  public DamagedLedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
