package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.CriticalValues;

/**
 * Critical values that nobody at the branch has answered in the time set for it: one finding each,
 * until somebody has.
 */
final class UnansweredCriticals implements Rule {
  static final int MOST = 1000;

  private final CriticalValues values;

  UnansweredCriticals(CriticalValues values) {
    this.values = values;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.CRITICAL_UNANSWERED;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    return values.open(null, MOST).stream()
        .filter(value -> value.isUnanswered(now))
        .map(
            value -> {
              long minutes = Duration.between(value.clock().foundAt(), now).toMinutes();
              return Finding.of(
                  kind(),
                  value.id(),
                  "nobody at "
                      + value.siteId()
                      + " has acknowledged the critical value of "
                      + value.modality()
                      + " "
                      + value.examination()
                      + " for "
                      + minutes
                      + " min: call them",
                  value.siteId()
                      + " 的 "
                      + value.modality()
                      + " "
                      + value.examination()
                      + " 危急值已 "
                      + minutes
                      + " 分钟无人确认，请电话通知");
            })
        .toList();
  }
}
