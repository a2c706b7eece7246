package org.farsight.reading;

import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.Returns;
import org.farsight.exchange.Returns.Untold;
import org.farsight.exchange.StoryLine.Event;
import org.hl7.fhir.r4.model.Task;

/**
 * Tells a reading task that its report is back at the branch, or was opened there: noted in the
 * ledger with what brought it about, so that neither a crash nor a server that is away loses it.
 */
final class BackAtBranch {
  private static final int MOST = 100;

  private final Returns returns;
  private final CaseBook book;
  private final OwnMoves moves;

  BackAtBranch(Returns returns, CaseBook book, OwnMoves moves) {
    this.returns = returns;
    this.book = book;
    this.moves = moves;
  }

  /** Tells what is yet to be told. */
  void tell() {
    for (Untold untold : returns.untold(MOST)) {
      Optional<ReadingCase> one = book.cases().find(untold.caseId());
      if (one.filter(known -> known.task().status().isOpen()).isPresent()) {
        continue; // a report may be back before the look that sees its task signed
      }
      boolean settled =
          one.isEmpty() // there is no task of it any more
              || isSettled(one.get(), untold.progress());
      if (settled) {
        book.ledger()
            .<Void>write(
                tx -> {
                  tx.returns().told(untold);
                  return null;
                });
      }
    }
  }

  private static boolean isBeyond(ReadingCase one, Progress progress) {
    return one.task().progress().compareTo(progress) >= 0;
  }

  /** Tries once; false if it must be tried again. */
  private boolean isSettled(ReadingCase one, Progress progress) {
    return switch (moves.attempt(one, (task, now) -> change(task, now, progress))) {
      case OwnMoves.Outcome.Done done -> true;
      case OwnMoves.Outcome.Gone gone -> true;
      case OwnMoves.Outcome.Overtaken overtaken -> false;
      case OwnMoves.Outcome.Declined declined -> {
        book.seen(List.of(declined.now()), false);
        yield !declined.now().task().status().isOpen() || isBeyond(declined.now(), progress);
      }
    };
  }

  private static Optional<Finding> change(Task task, ReadingCase now, Progress progress) {
    Progress from = now.task().progress();
    boolean lawful =
        TaskMoves.STEPS.stream()
            .anyMatch(
                step ->
                    step.from() == from
                        && step.to() == progress
                        && step.by() != TaskMoves.By.OTHERS);
    if (!lawful) {
      return Optional.empty();
    }
    OwnMoves.move(task, now, now.task().status(), progress);
    return Optional.of(
        progress == Progress.OPENED_AT_BRANCH
            ? new Finding(Event.READING, "the task says opened at the branch", "任务状态：站点已打开报告")
            : new Finding(Event.READING, "the task says delivered", "任务状态：报告已回传"));
  }
}
