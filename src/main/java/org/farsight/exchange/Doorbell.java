package org.farsight.exchange;

/** Port: is told, after a commit, that a step's time has come. Losing a ring costs only time. */
public interface Doorbell {

  /** Rings for a step that is due now. Must not block and must not throw. */
  void ring(Exchange exchange, String step);
}
