package org.farsight.alarm;

import java.util.List;
import org.farsight.exchange.Alarm;

/** Is told what becomes of alarms: for counts and logs. Called by some threads; must not throw. */
public interface AlarmListener {

  /** The rules have looked: these are open. */
  void open(List<Alarm> open);

  /** An alarm was raised. */
  void raised(Alarm alarm);

  /** An alarm has ended with its cause. */
  void ended(Alarm alarm);

  /** A channel has taken a message. */
  void told(String channel);

  /**
   * A channel has not taken a message.
   *
   * @param givenUp true: it is not tried again
   */
  void notTold(String channel, String why, boolean givenUp);

  /** Looking or telling failed unexpectedly; it is done again. */
  void unexpected(String what, Throwable cause);
}
