package org.farsight.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.TargetStatus;

/**
 * Targets whose circuit is open and that have not answered a number of tries: one that is only
 * started anew is back before.
 */
final class DownTargets implements Rule {
  private final Supplier<List<TargetStatus>> targets;
  private final Supplier<AlarmRules> rules;

  DownTargets(Supplier<List<TargetStatus>> targets, Supplier<AlarmRules> rules) {
    this.targets = targets;
    this.rules = rules;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.TARGET_DOWN;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    return targets.get().stream()
        .filter(status -> status.stage() == TargetStatus.Stage.DOWN)
        .filter(
            status -> open.contains(status.target()) || status.failures() >= rules.get().failures())
        .map(this::finding)
        .toList();
  }

  private Finding finding(TargetStatus down) {
    String target = down.target();
    String en = down.sinceIfChanged().map(since -> " since " + since).orElse("");
    String zh = down.sinceIfChanged().map(since -> "自 " + since + " 起").orElse("");
    return Finding.of(
        kind(),
        target,
        target + " takes nothing" + en + ", " + down.failures() + " tries failed: " + down.why(),
        target + " " + zh + "未接收任何数据，已失败 " + down.failures() + " 次：" + down.why());
  }
}
