package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Figures;
import org.farsight.exchange.Step;
import org.farsight.exchange.Target;

/**
 * Exchanges that are still on their way to a target although the time for it is over. What has been
 * refused for good waits for a person and is not counted; nor is what came later to an exchange
 * that the target has.
 */
final class OverdueClocks implements Rule {
  private final Figures figures;
  private final Supplier<List<Target>> targets;
  private final Supplier<AlarmRules> rules;

  OverdueClocks(Figures figures, Supplier<List<Target>> targets, Supplier<AlarmRules> rules) {
    this.figures = figures;
    this.targets = targets;
    this.rules = rules;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.CLOCK_OVERDUE;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    List<Finding> found = new ArrayList<>();
    Duration shortest = Duration.ZERO;
    for (Target target : targets.get()) {
      Duration limit = limit(target);
      if (!limit.isZero()) {
        look(target.id(), limit, now, found);
        boolean first = shortest.isZero() || limit.compareTo(shortest) < 0;
        shortest = first ? limit : shortest;
      }
    }
    if (!shortest.isZero()) {
      look(Step.CONVERT, shortest, now, found); // what is not converted has no step at a target
    }
    return found;
  }

  private Duration limit(Target target) {
    return switch (target) {
      case Target.FhirServer fhir -> rules.get().fhirClock();
      case Target.Archive archive -> rules.get().archiveClock();
      case BranchWay way -> Duration.ZERO;
    };
  }

  private void look(String step, Duration limit, Instant now, List<Finding> found) {
    Figures.Overdue overdue = figures.overdue(step, now.minus(limit));
    String oldest = overdue.oldest();
    Instant began = overdue.began();
    if (oldest == null || began == null) {
      return;
    }
    long minutes = Duration.between(began, now).toMinutes();
    found.add(
        Finding.of(
            kind(),
            step,
            overdue.count()
                + " exchanges have not come through "
                + step
                + " within "
                + limit.toMinutes()
                + " min of their first byte; "
                + oldest
                + " for "
                + minutes
                + " min",
            overdue.count()
                + " 个交换自首字节起超过 "
                + limit.toMinutes()
                + " 分钟仍未完成 "
                + step
                + "；最久的 "
                + oldest
                + " 已 "
                + minutes
                + " 分钟"));
  }
}
