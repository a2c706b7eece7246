package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.CriticalValues;

/**
 * Critical values that have come to their branch over no way in the time set for it: one finding
 * each, until one has, or somebody there has answered.
 */
final class UntoldCriticals implements Rule {
  private final CriticalValues values;

  UntoldCriticals(CriticalValues values) {
    this.values = values;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.CRITICAL_NOT_TOLD;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    return values.open(null, UnansweredCriticals.MOST).stream()
        .filter(value -> value.isUntold(now))
        .map(
            value -> {
              long minutes = Duration.between(value.clock().foundAt(), now).toMinutes();
              return Finding.of(
                  kind(),
                  value.id(),
                  "the critical value of "
                      + value.modality()
                      + " "
                      + value.examination()
                      + ", found "
                      + minutes
                      + " min ago, has not reached "
                      + value.siteId()
                      + " over any way: call them",
                  value.modality()
                      + " "
                      + value.examination()
                      + " 的危急值发现已 "
                      + minutes
                      + " 分钟，尚未经任何方式送达 "
                      + value.siteId()
                      + "，请电话通知");
            })
        .toList();
  }
}
