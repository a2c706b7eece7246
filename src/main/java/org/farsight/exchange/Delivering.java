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
  private final Instant began;

  Delivering(Steps.Ports ports, RetryPolicy retry) {
    this.ports = ports;
    this.retry = retry;
    this.began = ports.now();
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
    Notes notes = new Notes(exchange, step);
    try {
      Work work = work(exchange, step, notes);
      // what is decided about a patient needs no bytes
      Optional<String> swept =
          step.name().endsWith(Step.PATIENTS)
              ? Optional.empty()
              : Converting.swept(work.arrivals());
      if (swept.isPresent()) {
        return refused(exchange, step, step.done(), swept.get());
      }
      Circuit circuit = ports.circuits().circuit(step.name()).orElseThrow();
      Circuit.Pass pass = circuit.enter(ports.now());
      return switch (pass) {
        case NONE -> Result.HELD;
        case CALL, PROBE -> settle(work, step, notes, called(delivery.get(), work, circuit, pass));
      };
    } catch (RuntimeException | Error e) {
      Optional<DamagedContentException> damage = DamagedContentException.in(e);
      if (damage.isPresent()) {
        return damaged(exchange, step, notes.reached, damage.get());
      }
      if (e instanceof DamagedLedgerException) {
        return refused(exchange, step, notes.reached, String.valueOf(e.getMessage()));
      }
      ports.listener().unexpected(exchange, step.name(), e);
      Duration wait = retry.after(notes.attempt());
      return park(exchange, step, notes.reached, wait, Unexpected.words(e));
    }
  }

  /**
   * What came of it.
   *
   * @param outcome for the exchange
   * @param back whether the target was down until now
   */
  private record Called(DeliveryOutcome outcome, boolean back) {}

  private Called called(Delivery delivery, Work work, Circuit circuit, Circuit.Pass pass) {
    DeliveryOutcome outcome = null;
    try {
      outcome = delivery.deliver(work);
    } finally {
      if (outcome == null) {
        circuit.neither(pass, ports.now());
      }
    }
    Instant now = ports.now();
    return switch (outcome) {
      case Accepted accepted -> {
        Optional<Duration> down = circuit.accepted(now);
        down.ifPresent(time -> ports.circuits().back(circuit, time));
        yield new Called(outcome, down.isPresent());
      }
      case Retry again -> {
        circuit
            .failed(pass, work.exchange().id(), again, now)
            .ifPresent(status -> ports.circuits().down(status));
        yield new Called(outcome, false);
      }
      case Refused refused -> {
        circuit.neither(pass, now);
        yield new Called(outcome, false);
      }
    };
  }

  private Result settle(Work work, Step step, Notes notes, Called called) {
    Exchange exchange = work.exchange();
    return switch (called.outcome()) {
      case Accepted accepted -> accepted(work, step, accepted.proof(), called.back());
      case Retry again -> {
        Duration wait = wait(again, notes.attempt());
        yield park(exchange, step, notes.reached, wait, again.why());
      }
      case Refused refused -> refused(exchange, step, notes.reached, refused.why());
    };
  }

  /** The wait that was asked for; where the cause is in doubt, not less than ours. */
  private Duration wait(Retry again, int attempt) {
    Duration ours = retry.after(attempt);
    Duration asked = again.afterIfAsked().orElse(ours);
    boolean doubtful = again.cause() == DeliveryOutcome.Cause.EITHER;
    return doubtful && asked.compareTo(ours) < 0 ? ours : asked;
  }

  private Work work(Exchange exchange, Step step, Notes notes) {
    int to = step.wanted();
    List<Arrival> arrivals =
        ports.ledger().arrivals(exchange.id(), step.done()).stream()
            .filter(arrival -> arrival.revision() <= to)
            .toList();
    return new Work(
        exchange,
        ports.sites().get().ofExchange(exchange.siteId()),
        step.done(),
        to,
        arrivals,
        ports.ledger().converted(exchange.id()).map(Ledger.Converted::bundle).orElse(null),
        notes,
        mayHaveComeThrough(step));
  }

  /**
   * What was tried, or was due before this process began: it may have been on the wire when the
   * last one ended. What is to be delivered once more from the beginning is not asked about.
   */
  private boolean mayHaveComeThrough(Step step) {
    boolean before = step.dueAt() != null && step.dueAt().isBefore(began);
    boolean onceMore = step.done() == 0 && step.doneAt() != null;
    return !onceMore && (step.attempts() > 0 || before);
  }

  /**
   * @param back whether the target was down until now
   */
  private Result accepted(Work work, Step step, String proof, boolean back) {
    Exchange exchange = work.exchange();
    Instant now = ports.now();
    int revision = step.wanted();
    List<String> due =
        ports
            .ledger()
            .write(
                tx -> {
                  List<String> ready = new ArrayList<>();
                  Step current = current(tx, step);
                  boolean overtaken = isOvertaken(tx, current, work);
                  Step then = current.done(revision, proof, now, now);
                  Step after = put(tx, exchange, overtaken ? current.undone().dueAt(now) : then);
                  tell(tx, exchange, step, revision, Event.DELIVERED, proof);
                  if (step.isReturn()) {
                    Returning.accepted(tx, exchange, step, revision, proof, now);
                  }
                  if (after.dueAt() != null) {
                    ready.add(step.name());
                  }
                  Followers followers = new Followers(ports.targets().get());
                  ready.addAll(followers.of(tx, exchange, after, revision, now));
                  if (back) {
                    wakeOthers(tx, step);
                  }
                  return ready;
                });
    due.forEach(name -> ports.doorbell().ring(exchange, name));
    return Result.DONE;
  }

  private Step put(Ledger.Transaction tx, Exchange exchange, Step step) {
    Step next = ports.targets().get().inTurn(tx, exchange, step);
    tx.put(next);
    return next;
  }

  /** Whether this revision was turned into another Bundle while this one was on its way. */
  private boolean isOvertaken(Ledger.Transaction tx, Step current, Work work) {
    Content sent = work.bundle();
    boolean isFhir =
        ports
            .targets()
            .get()
            .target(current.name())
            .filter(target -> target instanceof Target.FhirServer)
            .filter(target -> target.id().equals(current.name()))
            .isPresent();
    return isFhir
        && sent != null
        && current.wanted() == work.toRevision()
        && tx.converted(work.exchange().id())
            .filter(newest -> newest.bundle().digest().equals(sent.digest()))
            .isEmpty();
  }

  /** What was tried while the target was down need not wait any longer. */
  private void wakeOthers(Ledger.Transaction tx, Step accepted) {
    Targets inForce = ports.targets().get();
    inForce.target(accepted.name()).map(inForce::stepsOf).stream()
        .flatMap(List::stream)
        .forEach(tx::wake);
  }

  /**
   * @param reached the revision accepted so far
   */
  private Result park(Exchange exchange, Step step, int reached, Duration wait, String why) {
    Instant now = ports.now();
    List<String> due =
        ports
            .ledger()
            .write(
                tx -> {
                  Step current = current(tx, step);
                  if (current.isDone()) {
                    return List.of(); // not wanted any more, see Rejections
                  }
                  if (Converting.isNews(current, why)) {
                    tell(tx, exchange, step, current.wanted(), Event.PARKED, why);
                  }
                  Step parked = advanced(current, reached, step).parked(why, now.plus(wait));
                  return new Followers(ports.targets().get())
                      .ofPart(tx, put(tx, exchange, parked), now);
                });
    due.forEach(name -> ports.doorbell().ring(exchange, name));
    return Result.PARKED;
  }

  private Result refused(Exchange exchange, Step step, int reached, String why) {
    Instant now = ports.now();
    List<String> due =
        ports
            .ledger()
            .write(
                tx -> {
                  if (current(tx, step).isDone()) {
                    return List.of(); // not wanted any more, see Rejections
                  }
                  Step current = advanced(current(tx, step), reached, step);
                  boolean newer = current.wanted() > step.wanted();
                  Step after =
                      put(tx, exchange, newer ? current.dueAt(now) : current.quarantined(why));
                  tell(tx, exchange, step, step.wanted(), Event.QUARANTINED, why);
                  return new Followers(ports.targets().get()).ofPart(tx, after, now);
                });
    due.forEach(name -> ports.doorbell().ring(exchange, name));
    return Result.QUARANTINED;
  }

  /** An object waits until it comes again; a Bundle is made again by itself. */
  private Result damaged(
      Exchange exchange, Step step, int reached, DamagedContentException damage) {
    String why = String.valueOf(damage.getMessage());
    boolean ofBundle =
        ports
            .ledger()
            .converted(exchange.id())
            .filter(converted -> converted.bundle().equals(damage.content()))
            .isPresent();
    if (!ofBundle) {
      note(damage);
      return refused(exchange, step, reached, why);
    }
    Instant now = ports.now();
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.step(exchange.id(), Step.CONVERT)
                  .ifPresent(convert -> tx.put(convert.undone().dueAt(now)));
              return null;
            });
    ports.doorbell().ring(exchange, Step.CONVERT);
    return park(exchange, step, reached, retry.first(), why);
  }

  private void note(DamagedContentException damage) {
    Instant now = ports.now();
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.interventions().damaged(new Damage(now, damage.content(), damage.what()));
              return null;
            });
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
