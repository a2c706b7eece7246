package org.farsight.exchange;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.StoryLine.Event;

/**
 * Takes a study or an ECG back that was sent under the wrong patient, and takes that back. What
 * FHIR servers have of it is written again as entered in error (or as it was), by the steps that
 * wrote it: with retries, and again after a crash. An archive keeps its objects: there is no
 * message that every archive takes, so the story says what a person has to do there. Safe for use
 * by many threads.
 */
public final class Recall {
  private final Ledger ledger;
  private final Interventions interventions;
  private final ContentStore store;
  private final Supplier<Targets> targets;
  private final Doorbell doorbell;
  private final InstantSource clock;

  /**
   * Recalls what this ledger holds.
   *
   * @param targets those in force
   */
  public Recall(
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

  /** What became of it. */
  public sealed interface Outcome {
    /**
     * It holds; the steps run again.
     *
     * @param en what is done, and what a person has to do, in English
     * @param zh in Simplified Chinese
     */
    record Done(String en, String zh) implements Outcome {}

    /** Nothing was changed. */
    record Not(String en, String zh) implements Outcome {}

    /** There is no such exchange. */
    record Unknown() implements Outcome {}
  }

  /** Takes an exchange back. */
  public Outcome recall(String exchangeId, Maker maker) {
    return decide(exchangeId, true, maker);
  }

  /** Takes a recall back. */
  public Outcome undo(String exchangeId, Maker maker) {
    return decide(exchangeId, false, maker);
  }

  private Outcome decide(String exchangeId, boolean recalled, Maker maker) {
    Optional<Exchange> exchange = ledger.exchange(exchangeId);
    if (exchange.isEmpty()) {
      return new Outcome.Unknown();
    }
    Optional<Outcome> objection = objection(exchange.get(), recalled);
    if (objection.isPresent()) {
      return objection.get();
    }
    Finding words = words(exchange.get(), recalled, maker);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ledger.<Void>write(
        tx -> {
          tx.interventions().recall(exchangeId, recalled, maker, now);
          again(tx, exchangeId, now);
          int revision = tx.exchange(exchangeId).map(Exchange::revision).orElse(0);
          tx.tell(exchangeId, new StoryLine(now, words.event(), revision, "", words.detail()));
          return null;
        });
    doorbell.ring(exchange.get(), Step.CONVERT);
    return new Outcome.Done(words.en(), words.zh());
  }

  private Optional<Outcome> objection(Exchange exchange, boolean recalled) {
    if (!exchange.kind().isExamination()) {
      return Optional.of(
          new Outcome.Not(
              "only a study or an ECG can be recalled; an order is cancelled by its site",
              "只能召回检查或心电图；申请单由站点取消"));
    }
    if (interventions.isRecalled(exchange.id()) == recalled) {
      return Optional.of(
          recalled
              ? new Outcome.Not("it is recalled already", "已召回")
              : new Outcome.Not("it is not recalled", "未被召回"));
    }
    for (Arrival arrival : ledger.arrivals(exchange.id(), 0)) {
      try {
        store.open(arrival.content()).close();
      } catch (IOException e) {
        return Optional.of(
            new Outcome.Not(
                "object " + arrival.revision() + " cannot be read: " + e.getMessage(),
                "第 " + arrival.revision() + " 个对象无法读取"));
      }
    }
    return Optional.empty();
  }

  /** Lets the conversion run again, and after it what FHIR servers have of the exchange. */
  private void again(Ledger.Transaction tx, String exchangeId, Instant now) {
    for (Step step : tx.steps(exchangeId)) {
      if (step.name().equals(Step.CONVERT)) {
        tx.put(step.undone().dueAt(now));
      } else if (isOfFhir(step) && !step.name().endsWith(Step.PATIENTS)) {
        tx.put(step.undone().waitingFor(step.wanted()));
      }
    }
  }

  private boolean isOfFhir(Step step) {
    return targets
        .get()
        .target(step.name())
        .filter(
            target ->
                switch (target) {
                  case Target.FhirServer fhir -> true;
                  case Target.Archive archive -> false;
                  case BranchWay way -> false;
                })
        .isPresent();
  }

  private Finding words(Exchange exchange, boolean recalled, Maker maker) {
    List<String> archives = new ArrayList<>();
    for (Target target : targets.get().taking(exchange)) {
      if (target instanceof Target.Archive archive) {
        archives.add(archive.id());
      }
    }
    String who = maker.who() + ": " + maker.why();
    if (!recalled) {
      return new Finding(Event.RECALL_UNDONE, who, who);
    }
    String names = String.join(", ", archives);
    return archives.isEmpty()
        ? new Finding(Event.RECALLED, who, who)
        : new Finding(
            Event.RECALLED,
            who + "; to be rejected there by hand, as it keeps its objects: " + names,
            who + "；存档仍保留对象，请在存档系统中人工拒绝：" + names);
  }
}
