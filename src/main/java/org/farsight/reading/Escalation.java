package org.farsight.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.reading.ReadingOptions.Group;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/**
 * Hands a case that is overdue, and that nobody has taken, to the next group of readers. Which
 * group it should be with follows from the time alone, so nothing has to be remembered. Who has
 * claimed a case keeps it: that is told by an alarm.
 */
final class Escalation {
  private static final int MOST = 100;

  private final ReadingServer server;
  private final OwnMoves moves;
  private final CaseBook book;
  private final ReadingOptions options;

  Escalation(ReadingServer server, OwnMoves moves, CaseBook book, ReadingOptions options) {
    this.server = server;
    this.moves = moves;
    this.book = book;
    this.options = options;
  }

  /** Hands on what is due to be; gives how many. */
  int look() {
    if (options.groups().size() < 2) {
      return 0;
    }
    Instant now = book.now();
    int handed = 0;
    for (ReadingCase one : book.cases().overdue(now, MOST)) {
      Optional<Group> next = next(one, options.groups(), options.escalate(), now);
      if (next.isPresent() && hand(one, next.get(), now)) {
        handed++;
      }
    }
    return handed;
  }

  /**
   * The group that a case should be handed to; empty where it should stay.
   *
   * @param groups in order
   * @param each how long each has once the case is overdue
   */
  static Optional<Group> next(ReadingCase one, List<Group> groups, Duration each, Instant now) {
    Status status = one.task().status();
    boolean waits = status == Status.REQUESTED || status == Status.RECEIVED;
    if (!waits
        || one.task().isClaimed()
        || one.task().owner().kind() != OwnerKind.DEPARTMENT
        || !one.isOverdue(now)) {
      return Optional.empty();
    }
    int has = -1;
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).id().equals(one.task().owner().id())) {
        has = i;
      }
    }
    Duration over = one.left(now).orElse(Duration.ZERO).negated();
    long steps = each.isZero() ? groups.size() : 1 + over.dividedBy(each);
    int should = (int) Math.min(groups.size() - 1L, steps);
    return has < 0 || has >= should ? Optional.empty() : Optional.of(groups.get(should));
  }

  private boolean hand(ReadingCase one, Group to, Instant at) {
    Reference group = server.group(to, one.exchangeId());
    OwnMoves.Outcome outcome =
        moves.attempt(
            one,
            (task, now) ->
                next(now, options.groups(), options.escalate(), at)
                    .map(next -> hand(task, now, to, group, at)));
    return outcome instanceof OwnMoves.Outcome.Done;
  }

  private static Finding hand(Task task, ReadingCase now, Group to, Reference group, Instant at) {
    long minutes = now.left(at).orElse(Duration.ZERO).negated().toMinutes();
    String from = now.task().owner().name();
    task.setOwner(group);
    Annotation note = new Annotation();
    note.setTime(Date.from(at));
    note.setText("Overdue for " + minutes + " min with " + from + ": handed to " + to.name() + ".");
    task.addNote(note);
    return new Finding(
        Event.READING,
        "overdue for " + minutes + " min with " + from + ": handed to " + to.name(),
        from + " 已超时 " + minutes + " 分钟，转交 " + to.name());
  }
}
