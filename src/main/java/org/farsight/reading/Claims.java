package org.farsight.reading;

import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.reading.OwnMoves.Outcome;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/**
 * Readers take cases, begin to read them and give them back. What is said to be done was taken by
 * the FHIR server, on the very version of the Task that was looked at. Safe for use by many
 * threads.
 */
public final class Claims {
  private static final int TRIES = 5;

  private final ReadingServer server;
  private final OwnMoves moves;
  private final CaseBook book;
  private final ReadingOptions options;

  Claims(ReadingServer server, OwnMoves moves, CaseBook book, ReadingOptions options) {
    this.server = server;
    this.moves = moves;
    this.book = book;
    this.options = options;
  }

  /** What a reader can do with a case. */
  public enum Wish {
    /** To be the one who reads it. */
    CLAIM,
    /** To begin. */
    START,
    /** To let others have it. */
    RELEASE
  }

  /**
   * Who reads.
   *
   * @param login name by which one signs in
   * @param name what people call the reader
   */
  public record Reader(String login, String name) {}

  /** What came of a wish. */
  public sealed interface Answer {
    /** It is so, at the FHIR server too. */
    record Done(ReadingCase now) implements Answer {}

    /** Somebody else has the case. */
    record Held(ReadingCase now, Owner by) implements Answer {}

    /** The Task is not the version that was named. */
    record Changed(ReadingCase now) implements Answer {}

    /** The state table has no such move from here. */
    record NotAllowed(ReadingCase now) implements Answer {}

    /** There is no such case. */
    record Unknown() implements Answer {}

    /** The FHIR server does not want it. */
    record Refused(String why) implements Answer {}

    /** The FHIR server is not there; nothing is known to be done. */
    record NotReached() implements Answer {}
  }

  /** The wishes of a reader, whoever it is, that a case allows as it was seen last. */
  public static List<Wish> allowed(ReadingCase one) {
    List<Wish> all = new ArrayList<>();
    Status status = one.task().status();
    if (!one.task().isClaimed() && status != Status.ON_HOLD && isAllowed(Wish.CLAIM, status)) {
      all.add(Wish.CLAIM);
    }
    if (one.task().owner().kind() == OwnerKind.READER) {
      if (status != Status.IN_PROGRESS && isAllowed(Wish.START, status)) {
        all.add(Wish.START);
      }
      if (isAllowed(Wish.RELEASE, status)) {
        all.add(Wish.RELEASE);
      }
    }
    return all;
  }

  private static boolean isAllowed(Wish wish, Status status) {
    return switch (wish) {
      case CLAIM -> status == Status.REQUESTED || status == Status.RECEIVED;
      case START -> status == Status.ACCEPTED || status == Status.ON_HOLD;
      case RELEASE ->
          status == Status.ACCEPTED || status == Status.IN_PROGRESS || status == Status.ON_HOLD;
    };
  }

  /**
   * Does what a reader wishes, if it can be.
   *
   * @param version of the Task that the reader has seen; empty: whichever is the newest
   */
  public Answer wish(Wish wish, String caseId, Reader reader, Optional<String> version) {
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<ReadingCase> one = book.cases().find(caseId);
        if (one.isEmpty()) {
          return new Answer.Unknown();
        }
        Optional<Answer> answer = attempt(wish, one.get(), reader, version);
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      return book.cases()
          .find(caseId)
          .<Answer>map(Answer.Changed::new)
          .orElseGet(Answer.Unknown::new);
    } catch (FhirClientConnectionException e) {
      return new Answer.NotReached();
    } catch (BaseServerResponseException e) {
      return new Answer.Refused("HTTP " + e.getStatusCode());
    }
  }

  /** Tries once; empty if somebody else was at the Task at the same time. */
  private Optional<Answer> attempt(
      Wish wish, ReadingCase one, Reader reader, Optional<String> version) {
    Answer[] hindered = new Answer[1];
    Reference to =
        switch (wish) {
          case CLAIM -> server.reader(reader.login(), reader.name(), one.exchangeId());
          case START -> new Reference();
          case RELEASE -> server.group(options.groups().getFirst(), one.exchangeId());
        };
    Outcome outcome =
        moves.attempt(
            one,
            (task, now) -> {
              Optional<Answer> hindrance = hindrance(wish, now, reader, version);
              if (hindrance.isPresent()) {
                hindered[0] = hindrance.get();
                return Optional.empty();
              }
              return Optional.of(change(wish, task, now, reader, to));
            });
    return switch (outcome) {
      case Outcome.Done done -> Optional.of(new Answer.Done(done.now()));
      case Outcome.Declined declined -> {
        // what we did not know is noted at once: the reader is about to look
        book.seen(List.of(declined.now()), false);
        yield Optional.of(hindered[0] == null ? new Answer.Changed(declined.now()) : hindered[0]);
      }
      case Outcome.Overtaken overtaken -> Optional.empty();
      case Outcome.Gone gone -> Optional.of(new Answer.Unknown());
    };
  }

  private static Optional<Answer> hindrance(
      Wish wish, ReadingCase now, Reader reader, Optional<String> version) {
    Owner owner = now.task().owner();
    boolean own = owner.kind() == OwnerKind.READER && owner.id().equals(reader.login());
    if (own && isSo(wish, now)) {
      return Optional.of(new Answer.Done(now));
    }
    if (!own && now.task().isClaimed()) {
      return Optional.of(new Answer.Held(now, owner));
    }
    if (!isAllowed(wish, now.task().status()) || (wish != Wish.CLAIM && !own)) {
      return Optional.of(new Answer.NotAllowed(now));
    }
    return version
        .filter(seen -> !seen.equals(now.task().version()))
        .map(seen -> new Answer.Changed(now));
  }

  /** Whether what one wishes is so already: the same button twice is no fault. */
  private static boolean isSo(Wish wish, ReadingCase now) {
    return switch (wish) {
      case CLAIM -> now.task().isClaimed();
      case START -> now.task().status() == Status.IN_PROGRESS;
      case RELEASE -> false;
    };
  }

  private Finding change(Wish wish, Task task, ReadingCase now, Reader reader, Reference to) {
    return switch (wish) {
      case CLAIM -> {
        OwnMoves.move(task, now, Status.ACCEPTED, Progress.CLAIMED);
        task.setOwner(to);
        task.getExecutionPeriod().setStart(Date.from(book.now())).setEnd(null);
        yield told("claimed by " + reader.name(), reader.name() + " 领取");
      }
      case START -> {
        OwnMoves.move(task, now, Status.IN_PROGRESS, now.task().progress());
        yield told(reader.name() + " begins to read", reader.name() + " 开始阅片");
      }
      case RELEASE -> {
        OwnMoves.move(task, now, Status.REQUESTED, Progress.COMPLETE);
        task.setOwner(to);
        task.setExecutionPeriod(null);
        yield told("given back by " + reader.name(), reader.name() + " 退回待领");
      }
    };
  }

  private static Finding told(String en, String zh) {
    return new Finding(Event.READING, en, zh);
  }
}
