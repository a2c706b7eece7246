package org.farsight.exchange;

/**
 * Another program holds the ledger's database and has not let go of it in time: nothing was done,
 * and what is tried later may work.
 */
public class BusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is held, and what to do
   * @param cause what the database said
   */
  public BusyException(String message, Throwable cause) {
    super(message, cause);
  }
}
