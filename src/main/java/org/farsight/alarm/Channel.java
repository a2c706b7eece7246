package org.farsight.alarm;

import java.io.IOException;

/** A way to tell people. Called by one thread of its own; may take its time, but not for ever. */
public interface Channel {

  /** Its name, by which the ledger notes what is still to be told over it. */
  String id();

  /**
   * Tells it.
   *
   * @throws IOException why it was not taken, without secrets; it is tried again
   */
  void tell(Message message) throws IOException, InterruptedException;
}
