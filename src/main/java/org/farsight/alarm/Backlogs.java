package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Figures;

/** Steps that could run and wait: too many of them, or one for too long. */
final class Backlogs implements Rule {
  private final Figures figures;
  private final Supplier<AlarmRules> rules;

  Backlogs(Figures figures, Supplier<AlarmRules> rules) {
    this.figures = figures;
    this.rules = rules;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.BACKLOG;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    AlarmRules limits = rules.get();
    List<Finding> found = new ArrayList<>();
    for (Figures.Backlog backlog : figures.backlogs()) {
      Duration late = Duration.between(backlog.oldestDue(), now);
      if (backlog.count() > limits.backlogSteps() || late.compareTo(limits.backlogLate()) > 0) {
        found.add(finding(backlog, late));
      }
    }
    return found;
  }

  private Finding finding(Figures.Backlog backlog, Duration late) {
    long minutes = Math.max(0, late.toMinutes());
    return Finding.of(
        kind(),
        backlog.step(),
        backlog.count()
            + " exchanges wait for "
            + backlog.step()
            + ", the longest for "
            + minutes
            + " min after its time",
        backlog.count() + " 个任务等待 " + backlog.step() + "，最久的已超过应执行时间 " + minutes + " 分钟");
  }
}
