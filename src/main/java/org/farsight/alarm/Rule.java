package org.farsight.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.farsight.exchange.Alarm;

/** A rule by which alarms of one kind are raised. Asked by one thread. */
interface Rule {

  /** The kind of all its findings. */
  Alarm.Kind kind();

  /**
   * All causes there are now.
   *
   * @param now the time
   * @param open subjects of this kind whose alarm is open
   */
  List<Finding> look(Instant now, Set<String> open);
}
