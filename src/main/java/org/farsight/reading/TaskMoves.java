package org.farsight.reading;

import static org.farsight.exchange.ReadingCase.Status.ACCEPTED;
import static org.farsight.exchange.ReadingCase.Status.CANCELLED;
import static org.farsight.exchange.ReadingCase.Status.COMPLETED;
import static org.farsight.exchange.ReadingCase.Status.DRAFT;
import static org.farsight.exchange.ReadingCase.Status.ENTERED_IN_ERROR;
import static org.farsight.exchange.ReadingCase.Status.FAILED;
import static org.farsight.exchange.ReadingCase.Status.IN_PROGRESS;
import static org.farsight.exchange.ReadingCase.Status.ON_HOLD;
import static org.farsight.exchange.ReadingCase.Status.READY;
import static org.farsight.exchange.ReadingCase.Status.RECEIVED;
import static org.farsight.exchange.ReadingCase.Status.REJECTED;
import static org.farsight.exchange.ReadingCase.Status.REQUESTED;
import static org.farsight.reading.TaskMoves.By.ANYBODY;
import static org.farsight.reading.TaskMoves.By.OTHERS;
import static org.farsight.reading.TaskMoves.By.OURS;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;

/**
 * The state machine of a reading Task: which move of Task.status and of Task.businessStatus who may
 * make. What is not in the table is against the rules. FHIR R4 §12.1 leaves the machine to the
 * workflow; this one is that of a remote read (IHE RAD XRR-WD, REWF): requested → received →
 * accepted → in-progress → completed, with ways out.
 */
final class TaskMoves {

  /** Who may make a move. */
  enum By {
    /** Only this engine, for its readers or by its rules. */
    OURS,
    /** Only other clients of the FHIR server: we have no use for it. */
    OTHERS,
    /** Both. */
    ANYBODY
  }

  /** What a move means. */
  enum Meaning {
    RECEIVE("seen", "已接收"),
    CLAIM("claimed", "已领取"),
    RELEASE("given back", "已退回待领"),
    START("being read", "开始阅片"),
    PAUSE("put aside", "暂放"),
    HOLD("waiting for more images or data", "等待补充资料"),
    SIGN("read", "已完成阅片"),
    REJECT("rejected", "已退回站点"),
    REOPEN("to be read after all", "恢复待读"),
    CANCEL("cancelled", "已取消"),
    FAIL("failed", "失败"),
    RETRACT("entered in error", "录入错误");

    private final String en;
    private final String zh;

    Meaning(String en, String zh) {
      this.en = en;
      this.zh = zh;
    }

    String en() {
      return en;
    }

    String zh() {
      return zh;
    }
  }

  /** A lawful move of Task.status. */
  record Move(Status from, Status to, By by, Meaning meaning) {}

  /** A lawful move of Task.businessStatus. */
  record Step(Progress from, Progress to, By by) {}

  /** The moves of Task.status. */
  static final List<Move> MOVES =
      List.of(
          new Move(DRAFT, REQUESTED, OTHERS, Meaning.REOPEN),
          new Move(REQUESTED, RECEIVED, OTHERS, Meaning.RECEIVE),
          new Move(REQUESTED, READY, OTHERS, Meaning.RECEIVE),
          new Move(REQUESTED, ACCEPTED, ANYBODY, Meaning.CLAIM),
          new Move(REQUESTED, IN_PROGRESS, OTHERS, Meaning.START),
          new Move(REQUESTED, ON_HOLD, ANYBODY, Meaning.HOLD),
          new Move(REQUESTED, COMPLETED, ANYBODY, Meaning.SIGN),
          new Move(REQUESTED, REJECTED, ANYBODY, Meaning.REJECT),
          new Move(REQUESTED, CANCELLED, ANYBODY, Meaning.CANCEL),
          new Move(REQUESTED, FAILED, OTHERS, Meaning.FAIL),
          new Move(RECEIVED, REQUESTED, OTHERS, Meaning.RELEASE),
          new Move(RECEIVED, READY, OTHERS, Meaning.RECEIVE),
          new Move(RECEIVED, ACCEPTED, ANYBODY, Meaning.CLAIM),
          new Move(RECEIVED, IN_PROGRESS, OTHERS, Meaning.START),
          new Move(RECEIVED, ON_HOLD, ANYBODY, Meaning.HOLD),
          new Move(RECEIVED, COMPLETED, ANYBODY, Meaning.SIGN),
          new Move(RECEIVED, REJECTED, ANYBODY, Meaning.REJECT),
          new Move(RECEIVED, CANCELLED, ANYBODY, Meaning.CANCEL),
          new Move(RECEIVED, FAILED, OTHERS, Meaning.FAIL),
          new Move(READY, REQUESTED, OTHERS, Meaning.RELEASE),
          new Move(READY, ACCEPTED, OTHERS, Meaning.CLAIM),
          new Move(READY, IN_PROGRESS, OTHERS, Meaning.START),
          new Move(READY, COMPLETED, ANYBODY, Meaning.SIGN),
          new Move(READY, CANCELLED, ANYBODY, Meaning.CANCEL),
          new Move(READY, FAILED, OTHERS, Meaning.FAIL),
          new Move(ACCEPTED, REQUESTED, ANYBODY, Meaning.RELEASE),
          new Move(ACCEPTED, IN_PROGRESS, ANYBODY, Meaning.START),
          new Move(ACCEPTED, ON_HOLD, ANYBODY, Meaning.HOLD),
          new Move(ACCEPTED, COMPLETED, ANYBODY, Meaning.SIGN),
          new Move(ACCEPTED, REJECTED, ANYBODY, Meaning.REJECT),
          new Move(ACCEPTED, CANCELLED, ANYBODY, Meaning.CANCEL),
          new Move(ACCEPTED, FAILED, OTHERS, Meaning.FAIL),
          new Move(IN_PROGRESS, REQUESTED, ANYBODY, Meaning.RELEASE),
          new Move(IN_PROGRESS, ACCEPTED, ANYBODY, Meaning.PAUSE),
          new Move(IN_PROGRESS, ON_HOLD, ANYBODY, Meaning.HOLD),
          new Move(IN_PROGRESS, COMPLETED, ANYBODY, Meaning.SIGN),
          new Move(IN_PROGRESS, REJECTED, ANYBODY, Meaning.REJECT),
          new Move(IN_PROGRESS, CANCELLED, ANYBODY, Meaning.CANCEL),
          new Move(IN_PROGRESS, FAILED, OTHERS, Meaning.FAIL),
          new Move(ON_HOLD, REQUESTED, ANYBODY, Meaning.RELEASE),
          new Move(ON_HOLD, ACCEPTED, ANYBODY, Meaning.CLAIM),
          new Move(ON_HOLD, IN_PROGRESS, ANYBODY, Meaning.START),
          new Move(ON_HOLD, COMPLETED, ANYBODY, Meaning.SIGN),
          new Move(ON_HOLD, REJECTED, ANYBODY, Meaning.REJECT),
          new Move(ON_HOLD, CANCELLED, ANYBODY, Meaning.CANCEL),
          new Move(ON_HOLD, FAILED, OTHERS, Meaning.FAIL),
          new Move(REJECTED, REQUESTED, ANYBODY, Meaning.REOPEN),
          new Move(FAILED, REQUESTED, ANYBODY, Meaning.REOPEN),
          new Move(DRAFT, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(REQUESTED, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(RECEIVED, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(READY, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(ACCEPTED, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(IN_PROGRESS, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(ON_HOLD, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(REJECTED, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(CANCELLED, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          new Move(FAILED, ENTERED_IN_ERROR, ANYBODY, Meaning.RETRACT),
          // a signed read is taken back by a recall only, which is ours
          new Move(COMPLETED, ENTERED_IN_ERROR, OURS, Meaning.RETRACT));

  /** The moves of Task.businessStatus. */
  static final List<Step> STEPS =
      List.of(
          new Step(Progress.RECEIVING, Progress.COMPLETE, OURS),
          new Step(Progress.COMPLETE, Progress.CLAIMED, ANYBODY),
          new Step(Progress.COMPLETE, Progress.PRELIMINARY_READ, OTHERS),
          new Step(Progress.COMPLETE, Progress.SIGNED, ANYBODY),
          new Step(Progress.CLAIMED, Progress.COMPLETE, ANYBODY),
          new Step(Progress.CLAIMED, Progress.PRELIMINARY_READ, ANYBODY),
          new Step(Progress.CLAIMED, Progress.SIGNED, ANYBODY),
          new Step(Progress.PRELIMINARY_READ, Progress.COMPLETE, ANYBODY),
          new Step(Progress.PRELIMINARY_READ, Progress.CLAIMED, ANYBODY),
          new Step(Progress.PRELIMINARY_READ, Progress.SECOND_READ, ANYBODY),
          new Step(Progress.PRELIMINARY_READ, Progress.SIGNED, ANYBODY),
          new Step(Progress.SECOND_READ, Progress.COMPLETE, ANYBODY),
          new Step(Progress.SECOND_READ, Progress.PRELIMINARY_READ, ANYBODY),
          new Step(Progress.SECOND_READ, Progress.SIGNED, ANYBODY),
          new Step(Progress.SIGNED, Progress.DELIVERED, OURS),
          new Step(Progress.SIGNED, Progress.OPENED_AT_BRANCH, OURS),
          new Step(Progress.DELIVERED, Progress.OPENED_AT_BRANCH, OURS),
          // an amended version is to be delivered and opened again
          new Step(Progress.DELIVERED, Progress.SIGNED, OURS),
          new Step(Progress.OPENED_AT_BRANCH, Progress.SIGNED, OURS));

  private TaskMoves() {}

  /** The move in the table, by whomever. */
  static Optional<Move> move(Status from, Status to) {
    return MOVES.stream().filter(move -> move.from() == from && move.to() == to).findFirst();
  }

  /** Whether this engine may make a move. */
  static boolean isOurs(Status from, Status to) {
    return move(from, to).filter(move -> move.by() != OTHERS).isPresent();
  }

  /**
   * Whether another client may have come from one status to another.
   *
   * @param writes how often the Task was written in between: more than one may be more than one
   *     move
   */
  static boolean mayOthers(Status from, Status to, int writes) {
    if (from == to) {
      return true;
    }
    Set<Status> reached = EnumSet.of(from);
    Deque<Status> edge = new ArrayDeque<>(List.of(from));
    for (int i = 0; i < writes && !edge.isEmpty(); i++) {
      Deque<Status> next = new ArrayDeque<>();
      for (Status at : edge) {
        for (Move move : MOVES) {
          if (move.from() == at && move.by() != OURS && reached.add(move.to())) {
            next.add(move.to());
          }
        }
      }
      edge = next;
    }
    return reached.contains(to);
  }

  /** The same of Task.businessStatus. */
  static boolean mayOthers(Progress from, Progress to, int writes) {
    if (from == to) {
      return true;
    }
    Set<Progress> reached = EnumSet.of(from);
    for (int i = 0; i < writes; i++) {
      Set<Progress> before = EnumSet.copyOf(reached);
      STEPS.stream()
          .filter(step -> step.by() != OURS && before.contains(step.from()))
          .forEach(step -> reached.add(step.to()));
    }
    return reached.contains(to);
  }
}
