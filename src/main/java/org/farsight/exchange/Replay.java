package org.farsight.exchange;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Interventions.Place;
import org.farsight.exchange.Interventions.Window;
import org.farsight.exchange.StoryLine.Event;

/**
 * Lets steps run again that were done, or try again that were refused. A replay is the same case as
 * a late image: what a step has done is set back behind what it shall do. The same conversion of
 * the same bytes gives the same Bundle, each entry of it is conditional or has an id of its own,
 * and an archive takes an instance that it has for what it is, so nothing is doubled. Safe for use
 * by many threads.
 */
public final class Replay {
  /** Steps that wait for their turn now, beyond which a window waits: fresh work goes first. */
  private static final int BUSY = 200;

  private final Ledger ledger;
  private final Interventions interventions;
  private final ContentStore store;
  private final Supplier<Targets> targets;
  private final Doorbell doorbell;
  private final InstantSource clock;

  /**
   * Replays what this ledger holds.
   *
   * @param targets those in force: a step of another one stays as it is
   */
  public Replay(
      Ledger ledger,
      Interventions interventions,
      ContentStore store,
      Supplier<Targets> targets,
      Doorbell doorbell,
      InstantSource clock) {
    this.ledger = ledger;
    this.interventions = interventions;
    this.store = store;
    this.targets = targets;
    this.doorbell = doorbell;
    this.clock = clock;
  }

  /** What became of one exchange. */
  public sealed interface Outcome {
    /** These steps run again. */
    record Again(List<String> steps) implements Outcome {}

    /** Nothing was changed. */
    record Not(String why) implements Outcome {}

    /** There is no such exchange. */
    record Unknown() implements Outcome {}
  }

  /**
   * A portion of a window.
   *
   * @param replayed number of exchanges whose steps run again
   * @param skipped those that cannot, with the reason
   * @param next where the next portion begins
   * @param busy true if nothing was begun, because too much waits for its turn: ask again later
   * @param finished true if the window holds no more
   */
  public record Portion(
      int replayed, List<Skipped> skipped, Place next, boolean busy, boolean finished) {}

  /** An exchange that cannot be replayed. */
  public record Skipped(String exchangeId, String why) {}

  /** Lets all steps of an exchange run again, or one. */
  public Outcome exchange(String exchangeId, Optional<String> step, Maker maker) {
    Optional<Exchange> exchange = ledger.exchange(exchangeId);
    if (exchange.isEmpty()) {
      return new Outcome.Unknown();
    }
    Optional<String> gone = gone(exchange.get());
    if (gone.isPresent()) {
      return new Outcome.Not(gone.get());
    }
    Instant now = now();
    List<String> again =
        ledger.write(
            tx -> {
              List<String> steps = setBack(tx, exchangeId, step, now);
              if (!steps.isEmpty()) {
                String detail = maker.who() + ": " + maker.why() + " (" + all(steps) + ")";
                tell(tx, exchangeId, now, Event.REPLAYED, detail);
              }
              return steps;
            });
    if (again.isEmpty()) {
      return new Outcome.Not(
          step.map(name -> "it has no step " + name + " that is in force")
              .orElse("it has no step that is in force"));
    }
    doorbell.ring(exchange.get(), again.getFirst());
    return new Outcome.Again(again);
  }

  /**
   * Lets the next exchanges of a window run again, unless much waits for its turn.
   *
   * @param after where the last portion ended
   * @param most exchanges in this portion
   */
  public Portion window(Window window, Place after, int most, Optional<String> step, Maker maker) {
    if (isBusy(step)) {
      return new Portion(0, List.of(), after, true, false);
    }
    List<Place> places = interventions.window(window, after, most);
    List<Skipped> skipped = new ArrayList<>();
    for (Place place : places) {
      switch (exchange(place.exchangeId(), step, maker)) {
        case Outcome.Again again -> {}
        case Outcome.Not not -> skipped.add(new Skipped(place.exchangeId(), not.why()));
        case Outcome.Unknown unknown -> skipped.add(new Skipped(place.exchangeId(), "it is gone"));
      }
    }
    Place next = places.isEmpty() ? after : places.getLast();
    int replayed = places.size() - skipped.size();
    return new Portion(replayed, skipped, next, false, places.size() < most);
  }

  private boolean isBusy(Optional<String> step) {
    Instant now = now();
    List<String> names = new ArrayList<>();
    step.ifPresentOrElse(
        names::add,
        () -> {
          names.add(Step.CONVERT);
          targets.get().entries().forEach(entry -> names.add(entry.target().id()));
        });
    return names.stream().anyMatch(name -> ledger.due(name, now, BUSY + 1).size() > BUSY);
  }

  /** Lets the steps of an exchange that were refused try again, from where they have come. */
  public Outcome retry(String exchangeId, Maker maker) {
    Optional<Exchange> exchange = ledger.exchange(exchangeId);
    if (exchange.isEmpty()) {
      return new Outcome.Unknown();
    }
    Instant now = now();
    List<String> again =
        ledger.write(
            tx -> {
              List<String> steps = new ArrayList<>();
              for (Step step : tx.steps(exchangeId)) {
                if (step.troubleIfAny().filter(trouble -> !trouble.parked()).isPresent()) {
                  tx.put(step.dueAt(now));
                  steps.add(step.name());
                }
              }
              if (!steps.isEmpty()) {
                String detail = maker.who() + ": " + maker.why() + " (" + all(steps) + ")";
                tell(tx, exchangeId, now, Event.RETRIED, detail);
              }
              return steps;
            });
    if (again.isEmpty()) {
      return new Outcome.Not("no step of it is quarantined");
    }
    again.forEach(step -> doorbell.ring(exchange.get(), step));
    return new Outcome.Again(again);
  }

  private List<String> setBack(
      Ledger.Transaction tx, String exchangeId, Optional<String> only, Instant now) {
    List<String> again = new ArrayList<>();
    boolean recalled = tx.interventions().recalled(exchangeId).isPresent();
    for (Step step : tx.steps(exchangeId)) {
      boolean inForce =
          step.name().equals(Step.CONVERT) || targets.get().delivery(step.name()).isPresent();
      boolean rejection = step.name().endsWith(Step.REJECTION);
      // an archive gets nothing of what is recalled but the word that it is
      boolean wanted = rejection ? recalled : !recalled || targets.get().archive(step).isEmpty();
      if (inForce && wanted && only.stream().allMatch(Predicate.isEqual(step.name()))) {
        boolean first = step.name().equals(Step.CONVERT) || rejection || only.isPresent();
        // each delivery waits for the Bundle to be made again
        tx.put(first ? step.undone().dueAt(now) : step.undone().waitingFor(step.wanted()));
        again.add(step.name());
      }
    }
    return again;
  }

  /** Whether bytes are gone that the steps would need. */
  private Optional<String> gone(Exchange exchange) {
    for (Arrival arrival : ledger.arrivals(exchange.id(), 0)) {
      try {
        store.open(arrival.content()).close();
      } catch (IOException e) {
        return Optional.of("object " + arrival.revision() + " cannot be read: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static String all(List<String> steps) {
    return String.join(", ", steps);
  }

  private static void tell(
      Ledger.Transaction tx, String exchangeId, Instant now, Event event, String detail) {
    int revision = tx.exchange(exchangeId).map(Exchange::revision).orElse(0);
    tx.tell(exchangeId, new StoryLine(now, event, revision, "", detail));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
