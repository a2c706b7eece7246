package org.farsight.exchange;

import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.StoryLine.Event;

/**
 * Which archives are still to be told that what they have of a recalled exchange counts no more.
 * What comes after the recall is not handed to an archive while it stands. A delivery that was due
 * before goes on all the same: it may have begun, and only its end tells what the archive has; in
 * the transaction that notes the acceptance its objects are rejected. So an archive is told of each
 * object that it has, and of none that it does not have: some refuse such a note.
 */
record Rejections(Targets targets) {

  /**
   * Looks at a delivery to an archive, after the archive has accepted something or the exchange was
   * recalled.
   *
   * @param delivery as it stands
   * @return the step that is due now, if it is
   */
  Optional<Step> of(Ledger.Transaction tx, Step delivery, Instant now) {
    Optional<Target.Archive> archive = targets.archive(delivery);
    if (archive.isEmpty() || delivery.done() == 0) {
      return Optional.empty();
    }
    if (!isRecalled(tx, delivery)) {
      withdraw(tx, delivery, now);
      return Optional.empty();
    }
    if (!archive.get().rejectionNotes()) {
      return Optional.empty();
    }
    Step known = step(tx, delivery);
    if (known.done() >= delivery.done()) {
      return Optional.empty();
    }
    Step due = known.wanting(delivery.done()).dueAt(now);
    tx.put(due);
    return Optional.of(due);
  }

  /** A recall is new: what an archive was told of an older one does not count for it. */
  Optional<Step> anew(Ledger.Transaction tx, Step delivery, Instant now) {
    tx.step(delivery.exchangeId(), name(delivery)).ifPresent(step -> tx.put(step.undone()));
    return of(tx, delivery, now);
  }

  /** A note that was not sent is not sent any more: the recall was taken back. */
  void withdraw(Ledger.Transaction tx, Step delivery, Instant now) {
    tx.step(delivery.exchangeId(), name(delivery))
        .filter(step -> step.done() < step.wanted())
        .ifPresent(
            step ->
                tx.put(step.done(step.wanted(), "not told: the recall was taken back", now, null)));
  }

  /** Whether an archive has taken a note on the recall in force. */
  boolean isTold(Ledger.Transaction tx, Step delivery) {
    return tx.step(delivery.exchangeId(), name(delivery)).filter(s -> s.done() > 0).isPresent();
  }

  /**
   * What a person has to do when an archive has accepted something: an object came late to where
   * nobody is told, or a note came through after the recall had been taken back.
   *
   * @param accepted the step that was accepted
   */
  Optional<Finding> byHand(Ledger.Transaction tx, Step accepted) {
    if (accepted.name().endsWith(Step.REJECTION)) {
      String id = accepted.name().substring(0, accepted.name().length() - Step.REJECTION.length());
      return isRecalled(tx, accepted)
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  Event.RECALL_UNDONE,
                  "the rejection note was on its way to "
                      + id
                      + " already: to be restored there by hand",
                  "拒绝说明已送达 " + id + "，请在该存档中人工恢复"));
    }
    return targets
        .archive(accepted)
        .filter(archive -> !archive.rejectionNotes() && isRecalled(tx, accepted))
        .map(
            archive ->
                new Finding(
                    Event.RECALLED,
                    "more of it is at " + archive.id() + ", to be rejected there by hand",
                    archive.id() + " 又收到其对象，请在该存档中人工拒绝"));
  }

  private static boolean isRecalled(Ledger.Transaction tx, Step step) {
    return tx.interventions().recalled(step.exchangeId()).isPresent();
  }

  /**
   * What a person has to look at where an archive has refused an object: what it has answered to
   * those behind it is not noted.
   */
  Optional<Finding> inDoubt(Ledger.Transaction tx, Step refused) {
    return targets
        .archive(refused)
        .filter(archive -> refused.troubleIfAny().filter(t -> !t.parked()).isPresent())
        .filter(archive -> isRecalled(tx, refused))
        .map(
            archive ->
                new Finding(
                    Event.RECALLED,
                    archive.id()
                        + " has refused object "
                        + (refused.done() + 1)
                        + ": which of those behind it are there is to be looked up there by hand",
                    archive.id() + " 拒收了第 " + (refused.done() + 1) + " 个对象，其后的对象是否已入库须在该存档中人工核对"));
  }

  private static String name(Step delivery) {
    return delivery.name() + Step.REJECTION;
  }

  private static Step step(Ledger.Transaction tx, Step delivery) {
    String exchange = delivery.exchangeId();
    String name = name(delivery);
    return tx.step(exchange, name)
        .orElseGet(() -> new Step(exchange, name, 0, 0, 0, null, null, "", null));
  }
}
