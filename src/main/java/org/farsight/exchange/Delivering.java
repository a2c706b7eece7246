package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;

/** A step that hands an exchange over to one target. */
final class Delivering {
  private static final int NOTE_EVERY = 50;
  private static final Duration NOTE_AFTER = Duration.ofSeconds(1);

  private final Steps.Ports ports;
  private final RetryPolicy retry;

  Delivering(Steps.Ports ports, RetryPolicy retry) {
    this.ports = ports;
    this.retry = retry;
  }

  Result run(Exchange exchange, Step step) {
    Optional<Delivery> delivery = ports.targets().get().delivery(step.name());
    if (delivery.isEmpty()) {
      String why =
          "target "
              + step.name()
              + " is not configured any more; put it back into the configuration";
      return park(exchange, step, step.done(), retry.slow(), why);
    }
    Optional<Ledger.Converted> converted = ports.ledger().converted(exchange.id());
    int to = step.wanted();
    List<Arrival> arrivals =
        ports.ledger().arrivals(exchange.id(), step.done()).stream()
            .filter(arrival -> arrival.revision() <= to)
            .toList();
    Notes notes = new Notes(exchange, step);
    try {
      Work work =
          new Work(
              exchange,
              ports.sites().get().ofExchange(exchange.siteId()),
              step.done(),
              to,
              arrivals,
              converted.map(Ledger.Converted::bundle).orElse(null),
              notes);
      return switch (delivery.get().deliver(work)) {
        case Accepted accepted -> accepted(exchange, step, to, accepted.proof());
        case Retry again ->
            park(
                exchange,
                step,
                notes.reached,
                again.afterIfAsked().orElseGet(() -> retry.after(notes.attempt())),
                again.why());
        case Refused refused -> refused(exchange, step, notes.reached, refused.why());
      };
    } catch (RuntimeException | Error e) {
      ports.listener().unexpected(exchange, step.name(), e);
      Duration wait = retry.after(notes.attempt());
      return park(exchange, step, notes.reached, wait, Unexpected.words(e));
    }
  }

  private Result accepted(Exchange exchange, Step step, int revision, String proof) {
    Instant now = ports.now();
    List<String> due =
        ports
            .ledger()
            .write(
                tx -> {
                  List<String> ready = new ArrayList<>();
                  Step after = current(tx, step).done(revision, proof, now, now);
                  tx.put(after);
                  tell(tx, exchange, step, revision, Event.DELIVERED, proof);
                  if (after.dueAt() != null) {
                    ready.add(step.name());
                  }
                  followed(tx, step, now).ifPresent(ready::add);
                  return ready;
                });
    due.forEach(name -> ports.doorbell().ring(exchange, name));
    return Result.DONE;
  }

  /** Makes due what was waiting for this acceptance. */
  private Optional<String> followed(Ledger.Transaction tx, Step accepted, Instant now) {
    Optional<Step> next =
        ports
            .targets()
            .get()
            .after(accepted.name())
            .flatMap(after -> tx.step(accepted.exchangeId(), after.step()))
            .filter(step -> step.done() < step.wanted());
    next.ifPresent(step -> tx.put(step.dueAt(now)));
    return next.map(Step::name);
  }

  /**
   * @param reached the revision accepted so far
   */
  private Result park(Exchange exchange, Step step, int reached, Duration wait, String why) {
    Instant next = ports.now().plus(wait);
    ports
        .ledger()
        .<Void>write(
            tx -> {
              Step now = current(tx, step);
              if (Converting.isNews(now, why)) {
                tell(tx, exchange, step, now.wanted(), Event.PARKED, why);
              }
              tx.put(advanced(now, reached, step).parked(why, next));
              return null;
            });
    return Result.PARKED;
  }

  private Result refused(Exchange exchange, Step step, int reached, String why) {
    Instant now = ports.now();
    ports
        .ledger()
        .<Void>write(
            tx -> {
              Step current = advanced(current(tx, step), reached, step);
              boolean newer = current.wanted() > step.wanted();
              tx.put(newer ? current.dueAt(now) : current.quarantined(why));
              tell(tx, exchange, step, step.wanted(), Event.QUARANTINED, why);
              return null;
            });
    return Result.QUARANTINED;
  }

  /** The step as it stands now: a conversion may have wanted a newer revision meanwhile. */
  private static Step current(Ledger.Transaction tx, Step step) {
    return tx.step(step.exchangeId(), step.name()).orElse(step);
  }

  /**
   * With what was accepted on the way; failures are counted anew once something went through. The
   * last revision is done only with its proof.
   */
  private static Step advanced(Step current, int reached, Step before) {
    int upTo = Math.min(reached, before.wanted() - 1);
    return new Step(
        current.exchangeId(),
        current.name(),
        Math.max(current.done(), upTo),
        current.wanted(),
        reached > before.done() ? 0 : current.attempts(),
        current.dueAt(),
        current.trouble(),
        current.proof(),
        current.doneAt());
  }

  private void tell(
      Ledger.Transaction tx, Exchange exchange, Step step, int revision, Event event, String what) {
    tx.tell(exchange.id(), new StoryLine(ports.now(), event, revision, step.name(), what));
  }

  /** Notes how far a delivery has come, now and then, so that a crash does not start over. */
  private final class Notes implements Delivery.Progress {
    private final Exchange exchange;
    private final Step step;
    private int reached;
    private int noted;
    private Instant notedAt;

    Notes(Exchange exchange, Step step) {
      this.exchange = exchange;
      this.step = step;
      this.reached = step.done();
      this.noted = step.done();
      this.notedAt = ports.now();
    }

    /** The number of this failure, if it is one. */
    int attempt() {
      return reached > step.done() ? 1 : step.attempts() + 1;
    }

    @Override
    public void accepted(int revision) {
      reached = Math.max(reached, Math.min(revision, step.wanted()));
      Instant now = ports.now();
      if (reached - noted >= NOTE_EVERY
          || reached > noted && !notedAt.plus(NOTE_AFTER).isAfter(now)) {
        note(now);
      }
    }

    private void note(Instant now) {
      noted = reached;
      notedAt = now;
      ports
          .ledger()
          .<Void>write(
              tx -> {
                tx.put(advanced(current(tx, step), reached, step));
                return null;
              });
      ports.listener().progressed(exchange, step.name(), reached);
    }
  }
}
