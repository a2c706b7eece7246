package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Runs steps: whoever is told by a bell or by the sweep calls {@link #run}, as often as it likes. A
 * step that is not due, or that runs already, is left alone; what came of one that ran is in the
 * ledger when this returns. Safe for use by many threads; the caller sees to it that only one works
 * for a patient at a time.
 *
 * <p>Who knows what: the ledger what is owed, to whom, since when, and what was in the way (rows of
 * steps); {@link Circuits} whether a target is called at present (memory, forgotten by a restart);
 * the doorbell who was told of work (memory, may get lost). A step whose target is down is left as
 * it is: no try of it is used up, nothing is written.
 */
public final class Steps {
  private final Ports ports;
  private final Converting converting;
  private final Delivering delivering;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();

  /** A step that a thread is working on. */
  private record Running(String exchangeId, String step) {}

  /** What became of a run. */
  public enum Result {
    /** There was nothing to do, or its time has not come. */
    NOT_DUE,
    /** Another thread is working on it. */
    RUNNING,
    /** Its target is down, or recovering and has enough for now: it waits as it is. */
    HELD,
    /** The study is still being carried, or not yet quiet. */
    POSTPONED,
    /** The revision is done. */
    DONE,
    /** It did not work and will be tried again. */
    PARKED,
    /** It will never work as it is. */
    QUARANTINED
  }

  /**
   * What steps work with.
   *
   * @param conversion makes Bundles
   * @param targets those in force now, which a reload may change
   * @param sites those in force now, which a reload may change
   * @param carriage what is still being carried
   * @param doorbell is told of steps that have become due
   * @param circuits which targets are called
   * @param clock the time
   * @param matching decides which order an examination belongs to
   */
  public record Ports(
      Ledger ledger,
      ContentStore store,
      Conversion conversion,
      Supplier<Targets> targets,
      Supplier<Sites> sites,
      Carriage carriage,
      Doorbell doorbell,
      Circuits circuits,
      StepListener listener,
      InstantSource clock,
      OrderMatching matching) {

    /** Where nobody keeps orders. */
    public Ports(
        Ledger ledger,
        ContentStore store,
        Conversion conversion,
        Supplier<Targets> targets,
        Supplier<Sites> sites,
        Carriage carriage,
        Doorbell doorbell,
        Circuits circuits,
        StepListener listener,
        InstantSource clock) {
      this(
          ledger,
          store,
          conversion,
          targets,
          sites,
          carriage,
          doorbell,
          circuits,
          listener,
          clock,
          OrderMatching.NONE);
    }

    Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MICROS); // the ledger keeps no more
    }
  }

  /** Runs steps by these rules. */
  public Steps(Ports ports, Completeness completeness, RetryPolicy retry) {
    this.ports = ports;
    this.converting = new Converting(ports, completeness, retry);
    this.delivering = new Delivering(ports, retry);
  }

  /** Runs a step of an exchange if it is due. */
  public Result run(String exchangeId, String name) {
    if (ports.circuits().room(name, ports.now(), 1) == 0) {
      return Result.HELD;
    }
    Running key = new Running(exchangeId, name);
    if (!running.add(key)) {
      return Result.RUNNING;
    }
    try {
      Optional<Exchange> exchange = ports.ledger().exchange(exchangeId);
      Optional<Step> step = ports.ledger().step(exchangeId, name);
      Instant start = ports.now();
      if (exchange.isEmpty() || step.isEmpty() || !step.get().isDue(start)) {
        return Result.NOT_DUE;
      }
      Result result =
          name.equals(Step.CONVERT)
              ? converting.run(exchange.get(), step.get())
              : delivering.run(exchange.get(), step.get());
      if (result == Result.HELD) {
        return result;
      }
      Duration took = Duration.between(start, ports.clock().instant());
      ports.listener().finished(exchange.get(), name, result, took);
      return result;
    } finally {
      running.remove(key);
    }
  }
}
