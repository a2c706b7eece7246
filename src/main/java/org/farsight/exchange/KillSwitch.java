package org.farsight.exchange;

/**
 * Port: is told that work has come to a place. Whoever runs the crash test ends the process there;
 * in all other cases it does nothing. Called by many threads.
 */
@FunctionalInterface
public interface KillSwitch {
  /** Does nothing. */
  KillSwitch OFF = point -> {};

  /** Work has come to this place. */
  void pass(KillPoint point);
}
