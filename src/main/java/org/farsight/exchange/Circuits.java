package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Which targets are called, and how many steps may go to each. What is owed to a target stands in
 * the ledger; here is only whether it answers, of each target that is configured now. A target that
 * was changed by a reload begins anew. Safe for use by many threads.
 */
public final class Circuits {
  private final Supplier<Targets> targets;
  private final CircuitRule rule;
  private final CircuitListener listener;
  private final Map<String, Of> circuits = new ConcurrentHashMap<>();

  private record Of(Target target, Circuit circuit) {}

  /** Watches the targets in force, which a reload may change. */
  public Circuits(Supplier<Targets> targets, CircuitRule rule, CircuitListener listener) {
    this.targets = targets;
    this.rule = rule;
    this.listener = listener;
  }

  /**
   * How many steps of a name may be begun now: whoever rings for steps rings for no more.
   *
   * @param step its name
   * @param most if nothing is in the way
   */
  public int room(String step, Instant now, int most) {
    return circuit(step).map(circuit -> circuit.room(now, most)).orElse(most);
  }

  /** How each target in force stands. */
  public List<TargetStatus> statuses() {
    List<Target> inForce = targets.get().entries().stream().map(Targets.Entry::target).toList();
    circuits.values().removeIf(of -> !inForce.contains(of.target()));
    return inForce.stream().map(target -> circuit(target).status()).toList();
  }

  /** How the target of a step stands, if it is down: why the step waits. */
  public Optional<TargetStatus> downFor(String step) {
    return circuit(step)
        .map(Circuit::status)
        .filter(status -> status.stage() == TargetStatus.Stage.DOWN);
  }

  /** Empty for a step that calls no target. */
  Optional<Circuit> circuit(String step) {
    return targets.get().target(step).map(this::circuit);
  }

  private Circuit circuit(Target target) {
    return circuits
        .compute(
            target.id(),
            (id, known) ->
                known != null && known.target().equals(target)
                    ? known
                    : new Of(target, new Circuit(id, rule)))
        .circuit();
  }

  void down(TargetStatus status) {
    listener.down(status);
  }

  void back(Circuit circuit, Duration downFor) {
    listener.back(circuit.status().target(), downFor);
  }
}
