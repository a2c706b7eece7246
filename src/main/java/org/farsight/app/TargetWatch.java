package org.farsight.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.CircuitListener;
import org.farsight.exchange.CircuitRule;
import org.farsight.exchange.Circuits;
import org.farsight.exchange.Step;
import org.farsight.exchange.Target;
import org.farsight.exchange.TargetStatus;
import org.farsight.exchange.TargetStatus.Stage;
import org.farsight.exchange.Targets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which targets answer: told once to the log when that changes, and to Prometheus all the time. */
final class TargetWatch implements CircuitListener {
  private static final Logger log = LoggerFactory.getLogger(TargetWatch.class);

  private final MeterRegistry registry;
  private final Circuits circuits;

  TargetWatch(Supplier<Targets> targets, CircuitRule rule, MeterRegistry registry) {
    this.registry = registry;
    this.circuits = new Circuits(targets, rule, this);
  }

  Circuits circuits() {
    return circuits;
  }

  /**
   * Measures targets; one that is measured already goes on as it is. Says what waits for a target
   * that is not configured any more.
   *
   * @param open names of all steps that have something to do
   */
  void measure(InForce inForce, Set<String> open) {
    Set<String> stranded = new TreeSet<>(open);
    inForce.steps().forEach(stranded::remove);
    inForce.targets().ways().forEach(way -> stranded.remove(way.id()));
    stranded.remove(Step.CONVERT);
    stranded.forEach(
        step ->
            log.warn("there is work for {}, which is not configured any more: put it back", step));
    for (Targets.Entry entry : inForce.targets().entries()) {
      Target target = entry.target();
      if (target instanceof BranchWay.Page) {
        continue; // it is this engine
      }
      Gauge.builder("farsight.target.up", () -> up(target.id()))
          .description("1 while a target is called, 0 while it is down and only probed")
          .tags("target", target.id())
          .register(registry);
      counter(target.id()).increment(0);
    }
  }

  /** Not a number for a target that is not in force any more. */
  private double up(String target) {
    List<Stage> stages =
        circuits.statuses().stream()
            .filter(status -> status.target().equals(target))
            .map(TargetStatus::stage)
            .toList();
    return stages.isEmpty() ? Double.NaN : stages.contains(Stage.DOWN) ? 0 : 1;
  }

  private Counter counter(String target) {
    return Counter.builder("farsight.target.outages")
        .description("How often a target has gone down")
        .tags("target", target)
        .register(registry);
  }

  @Override
  public void down(TargetStatus status) {
    counter(status.target()).increment();
    log.error(
        "target {} is down after {} failures in a row: {}. What is for it waits and goes out when"
            + " it is back; nothing else is held up",
        status.target(),
        status.failures(),
        status.why());
  }

  @Override
  public void back(String target, Duration downFor) {
    log.info("target {} is back after {} s: what waits goes out", target, downFor.toSeconds());
  }
}
