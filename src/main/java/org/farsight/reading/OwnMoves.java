package org.farsight.reading;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Task;

/**
 * Writes what we do to a reading task: read, changed, written if nobody has written it since, noted
 * as ours. Only moves of the table are written.
 */
final class OwnMoves {
  private final ReadingServer server;
  private final CaseReader reader;
  private final CaseBook book;

  OwnMoves(ReadingServer server, CaseReader reader, CaseBook book) {
    this.server = server;
    this.reader = reader;
    this.book = book;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** The server has taken it. */
    record Done(ReadingCase now) implements Outcome {}

    /** The change did not fit the Task as it is; nothing was written. */
    record Declined(ReadingCase now) implements Outcome {}

    /** Somebody else has written the Task meanwhile; nothing was written. */
    record Overtaken() implements Outcome {}

    /** There is no such Task any more. */
    record Gone() implements Outcome {}
  }

  /**
   * Tries once.
   *
   * @param change alters the Task, which it sees as it is now beside the case that it makes, and
   *     says in words what it has done; empty: it does not fit
   */
  Outcome attempt(ReadingCase one, Change change) {
    String reference = one.task().reference();
    book.begin(reference);
    try {
      Optional<Task> there = server.read(Task.class, reference);
      Optional<ReadingCase> fresh =
          there.flatMap(task -> reader.read(task, Map.of(), Optional.of(one)));
      if (there.isEmpty() || fresh.isEmpty()) {
        return new Outcome.Gone();
      }
      Task task = there.get();
      Optional<Finding> told = change.apply(task, fresh.get());
      if (told.isEmpty()) {
        return new Outcome.Declined(fresh.get());
      }
      Function<Task, ReadingCase> read =
          written -> reader.read(written, Map.of(), Optional.of(one)).orElse(fresh.get());
      return server
          .write(task)
          .<Outcome>map(written -> new Outcome.Done(book.done(read.apply(written), told.get())))
          .orElseGet(Outcome.Overtaken::new);
    } finally {
      book.end(reference);
    }
  }

  /** What is to be done to a Task. */
  interface Change {
    /** Alters the Task; empty: nothing was altered, it does not fit. */
    Optional<Finding> apply(Task task, ReadingCase now);
  }

  /**
   * Moves a Task.
   *
   * @throws IllegalStateException if the table has no such move of ours: a fault in the program
   */
  static void move(Task task, ReadingCase now, Status to, Progress progress) {
    Status from = now.task().status();
    if (from != to && !TaskMoves.isOurs(from, to)) {
      throw new IllegalStateException("no move of ours leads from " + from + " to " + to);
    }
    task.setStatus(Task.TaskStatus.fromCode(to.code()));
    String display = progress.code().replace('-', ' ');
    task.setBusinessStatus(
        new CodeableConcept()
            .addCoding(
                new Coding(
                    Identifiers.BUSINESS_STATUS,
                    progress.code(),
                    Character.toUpperCase(display.charAt(0)) + display.substring(1))));
  }
}
