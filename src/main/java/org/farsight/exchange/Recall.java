package org.farsight.exchange;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Decision.Maker;

/**
 * Takes a study or an ECG back that was sent under the wrong patient, and takes that back. What
 * FHIR servers have of it is written again as entered in error (or as it was), by the steps that
 * wrote it: with retries, and again after a crash. An archive is told by a rejection note, by a
 * step of its own (see {@link Rejections}); where it takes none the story says what a person has to
 * do there. There is no note that takes a rejection back (IHE RAD-66): when a recall is taken back,
 * a person restores the objects at each archive that was told. Safe for use by many threads.
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
  public Outcome recall(String exchangeId, RejectionReason reason, Maker maker) {
    return decide(exchangeId, Optional.of(reason), maker);
  }

  /** Takes a recall back. */
  public Outcome undo(String exchangeId, Maker maker) {
    return decide(exchangeId, Optional.empty(), maker);
  }

  /**
   * What a decision brought about.
   *
   * @param words for the story and whoever has decided
   * @param due names of the steps that run now
   */
  private record Decided(Finding words, List<String> due) {}

  private Outcome decide(String exchangeId, Optional<RejectionReason> reason, Maker maker) {
    Optional<Exchange> exchange = ledger.exchange(exchangeId);
    if (exchange.isEmpty()) {
      return new Outcome.Unknown();
    }
    Optional<Outcome> objection = objection(exchange.get(), reason.isPresent());
    if (objection.isPresent()) {
      return objection.get();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Decided decided =
        ledger.write(
            tx -> {
              tx.interventions().recall(exchangeId, reason, maker, now);
              again(tx, exchangeId, now);
              RecallAtArchives archives = archives(tx, exchange.get(), reason.isPresent(), now);
              Finding words =
                  reason
                      .map(why -> archives.recalled(why, maker))
                      .orElseGet(() -> archives.undone(maker));
              int revision = tx.exchange(exchangeId).map(Exchange::revision).orElse(0);
              tx.tell(exchangeId, new StoryLine(now, words.event(), revision, "", words.detail()));
              return new Decided(words, archives.due());
            });
    doorbell.ring(exchange.get(), Step.CONVERT);
    decided.due().forEach(step -> doorbell.ring(exchange.get(), step));
    return new Outcome.Done(decided.words().en(), decided.words().zh());
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

  /** Lets each archive be told, or not be told any more. */
  private RecallAtArchives archives(
      Ledger.Transaction tx, Exchange exchange, boolean recalled, Instant now) {
    Rejections rejections = new Rejections(targets.get());
    RecallAtArchives archives = new RecallAtArchives();
    for (Target target : targets.get().taking(exchange)) {
      if (target instanceof Target.Archive archive) {
        Optional<Step> delivery = tx.step(exchange.id(), archive.id());
        // once converted, what is not handed to archives never is
        boolean taking = delivery.isPresent() || tx.converted(exchange.id()).isEmpty();
        if (recalled && taking) {
          archives.taking(archive, delivery.isPresent());
          delivery.flatMap(step -> rejections.anew(tx, step, now)).ifPresent(archives::due);
          delivery.flatMap(step -> rejections.inDoubt(tx, step)).ifPresent(archives::add);
        } else if (!recalled) {
          delivery
              .filter(step -> step.done() > 0)
              .ifPresent(step -> archives.had(archive, rejections.isTold(tx, step)));
          delivery.ifPresent(step -> rejections.withdraw(tx, step, now));
        }
      }
    }
    return archives;
  }
}
