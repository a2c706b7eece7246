package org.farsight.critical;

/** Is told of what becomes of critical values; must return at once and not throw. */
public interface CriticalListener {

  /** What is known of a critical value of this examination has changed. */
  void changed(String examination);

  /** Something went wrong that is tried again. */
  void failed(String what, Throwable cause);
}
