package org.farsight.exchange;

/** How urgent an exchange is; the order of the constants is the order of work. */
public enum Priority {
  /** Nothing says otherwise. */
  ROUTINE(4),
  /** Sooner than routine. */
  URGENT(6),
  /** As soon as possible. */
  ASAP(7),
  /** At once. */
  STAT(9);

  private final int jms;

  Priority(int jms) {
    this.jms = jms;
  }

  /** The JMS message priority, 0 to 9, that a bell for this exchange carries. */
  public int jms() {
    return jms;
  }
}
