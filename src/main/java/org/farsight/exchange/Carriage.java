package org.farsight.exchange;

/** Port: what the open associations are carrying. Safe for use by many threads. */
public interface Carriage {

  /** True while an association that brought an object of this exchange is open. */
  boolean carried(String exchangeId);

  /**
   * True after the end of the association that brought this exchange, for a site that sends one
   * association per study, until another object of it comes.
   */
  boolean ended(String exchangeId);
}
