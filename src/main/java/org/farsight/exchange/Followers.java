package org.farsight.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes due because a target has accepted something, in the transaction that notes it. */
record Followers(Targets targets) {

  /**
   * Makes due what was waiting for an acceptance.
   *
   * @param accepted the step as it stands after it
   * @param revision that was accepted
   * @return names of the steps that are due now
   */
  List<String> of(
      Ledger.Transaction tx, Exchange exchange, Step accepted, int revision, Instant now) {
    List<String> ready = new ArrayList<>();
    afterwards(tx, accepted, now).ifPresent(ready::add);
    if (!accepted.isWaiting()) {
      ready.addAll(returned(tx, exchange, accepted, revision, now));
    }
    Rejections rejections = new Rejections(targets);
    rejections.of(tx, accepted, now).map(Step::name).ifPresent(ready::add);
    tell(tx, accepted, rejections.byHand(tx, accepted), now);
    return ready;
  }

  /**
   * Makes due what follows from a part of a delivery, which was accepted before the rest failed.
   *
   * @param failed the step as it stands after it
   * @return names of the steps that are due now
   */
  List<String> ofPart(Ledger.Transaction tx, Step failed, Instant now) {
    Rejections rejections = new Rejections(targets);
    tell(tx, failed, rejections.inDoubt(tx, failed), now);
    return rejections.of(tx, failed, now).map(Step::name).stream().toList();
  }

  private static void tell(
      Ledger.Transaction tx, Step about, Optional<Conversion.Finding> told, Instant now) {
    told.ifPresent(
        one ->
            tx.tell(
                about.exchangeId(),
                new StoryLine(now, one.event(), about.done(), "", one.detail())));
  }

  private Optional<String> afterwards(Ledger.Transaction tx, Step accepted, Instant now) {
    Optional<Step> next =
        targets
            .after(accepted.name())
            .flatMap(after -> tx.step(accepted.exchangeId(), after.step()))
            .filter(step -> step.done() < step.wanted());
    next.ifPresent(step -> tx.put(step.dueAt(now)));
    return next.map(Step::name);
  }

  /** Makes due what goes back to the branch once this target has accepted that very revision. */
  private List<String> returned(
      Ledger.Transaction tx, Exchange exchange, Step accepted, int revision, Instant now) {
    List<String> ready = new ArrayList<>();
    for (Target target : targets.taking(exchange)) {
      if (targets.before(target, exchange.kind()).filter(accepted.name()::equals).isPresent()) {
        tx.step(exchange.id(), target.id())
            .filter(step -> step.done() < step.wanted() && step.wanted() <= revision)
            .ifPresent(
                step -> {
                  tx.put(step.dueAt(now));
                  ready.add(step.name());
                });
      }
    }
    return ready;
  }
}
