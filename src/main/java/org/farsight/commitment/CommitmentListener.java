package org.farsight.commitment;

import org.farsight.exchange.Commitment;

/** Is told what becomes of requests: for counts and logs. Called by many threads. */
public interface CommitmentListener {
  /**
   * A device has asked.
   *
   * @param repeated true if it has asked the same before
   */
  void requested(Commitment commitment, boolean repeated);

  /** All objects of a request are decided. */
  void decided(Commitment commitment, int committed, int failed);

  /** An archive is about to be asked; the question is noted. */
  default void asking(Commitment commitment) {}

  /** An archive has answered; that is not noted yet. */
  default void answered(Commitment commitment) {}

  /** The device has taken the report; that is not noted yet. */
  default void taken(Commitment commitment) {}

  /** The device has taken the report, and that is noted. */
  void reported(Commitment commitment);

  /** A try to decide or to report did not work and is made again. */
  void delayed(Commitment commitment, String why);

  /** The device could not be told for days. */
  void givenUp(Commitment commitment);

  /** What nobody foresaw; the request is looked at again. */
  void unexpected(Throwable cause);
}
