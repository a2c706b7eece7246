package org.farsight.intake;

import org.farsight.exchange.Receipt;
import org.farsight.exchange.Way;

/** Is told what intake does: for counts and logs. Called by many threads; must not throw. */
public interface IntakeListener {

  /**
   * A sender is about to get its answer.
   *
   * @param siteId who sent
   * @param bytes length of the object as kept; 0 if it was not kept
   */
  void answered(Way way, String siteId, long bytes, Receipt receipt);

  /**
   * A group of objects was committed.
   *
   * @param objects that waited together
   * @param nanos from the first write to the end of the commit
   */
  void committed(int objects, long nanos);

  /**
   * The disk or the ledger failed. Objects of a group are then tried one by one; a sender whose
   * object is not kept is told so.
   */
  void failed(int objects, Throwable cause);

  /**
   * A reader threw what nobody foresaw; the object is kept back, or its sender keeps it. The
   * message of the cause may hold anything: only its class and place belong into a log that people
   * share.
   */
  void unexpected(Throwable cause);
}
