package org.farsight.reading;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Conflict;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.ReadingCase.TaskView;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;

/**
 * Notes cases as they are seen at the FHIR server, in the ledger and for whoever listens. What was
 * seen twice is noted once; what is older than what is noted already is dropped.
 */
final class CaseBook {
  private final Ledger ledger;
  private final Cases cases;
  private final String target;
  private final InstantSource clock;
  private final List<CaseListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> underway = ConcurrentHashMap.newKeySet();

  /**
   * @param target id of the FHIR server that is followed
   */
  CaseBook(Ledger ledger, Cases cases, String target, InstantSource clock) {
    this.ledger = ledger;
    this.cases = cases;
    this.target = target;
    this.clock = clock;
  }

  Cases cases() {
    return cases;
  }

  Ledger ledger() {
    return ledger;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Tells a listener of each change from now on. */
  void tell(CaseListener listener) {
    listeners.add(listener);
  }

  /**
   * From now until it is ended, what is seen of a Task may be our own doing: it is left alone, and
   * looked at again. Waits while somebody of us is at it already.
   */
  void begin(String task) {
    synchronized (underway) {
      boolean interrupted = false;
      while (!underway.add(task)) {
        try {
          underway.wait();
        } catch (InterruptedException e) {
          interrupted = true; // the other one is at the server for seconds at most
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends what {@link #begin} began. */
  void end(String task) {
    synchronized (underway) {
      underway.remove(task);
      underway.notifyAll();
    }
  }

  /** What is to be written of a case. */
  private record Entry(ReadingCase one, List<StoryLine> lines) {}

  /**
   * Notes what was seen, whoever did it.
   *
   * @param quietly true: as if it had always been so
   * @return whether all of it could be noted; else it must be looked at again
   */
  synchronized boolean seen(List<ReadingCase> seen, boolean quietly) {
    List<Entry> entries = new ArrayList<>();
    boolean all = true;
    for (ReadingCase one : seen) {
      if (underway.contains(one.task().reference())) {
        all = false;
        continue;
      }
      Optional<ReadingCase> before = cases.find(one.id());
      if (before.isPresent() && isBeingSigned(before.get(), one)) {
        all = false;
        continue;
      }
      if (before.isEmpty()) {
        entries.add(new Entry(one, quietly ? List.of() : first(one)));
      } else if (isNews(before.get(), one)) {
        entries.add(quietly ? new Entry(one, List.of()) : after(before.get(), one));
      }
    }
    write(entries);
    return all;
  }

  /**
   * Whether a version of ours that is on its way may have done this: its delivery tells of it, or
   * is tried again after a crash.
   */
  private boolean isBeingSigned(ReadingCase before, ReadingCase seen) {
    Status status = seen.task().status();
    boolean ended = status == Status.COMPLETED || status == Status.ENTERED_IN_ERROR;
    if (!ended || before.task().version().equals(seen.task().version())) {
      return false;
    }
    String key = seen.siteId() + "|" + seen.id();
    return ledger.find(key, 1).stream()
        .filter(exchange -> exchange.kind() == Kind.REPORT && exchange.key().equals(key))
        .flatMap(exchange -> ledger.step(exchange.id(), target).stream())
        .anyMatch(step -> step.done() < step.wanted() && step.dueAt() != null);
  }

  /** Notes what we have done ourselves. */
  synchronized ReadingCase done(ReadingCase one, Finding told) {
    return write(List.of(new Entry(one.with(Optional.empty()), List.of(line(Event.READING, told)))))
        .getFirst();
  }

  /** Notes cases under lines of their own, with what else belongs into the same transaction. */
  synchronized void note(List<ReadingCase> changed, List<Told> told, Consumer<Cases.Writer> also) {
    List<ReadingCase> written =
        ledger.write(
            tx -> {
              also.accept(tx.cases());
              List<ReadingCase> all = new ArrayList<>();
              changed.forEach(one -> all.add(tx.cases().put(one)));
              told.forEach(one -> tx.tell(one.exchangeId(), line(one.event(), one.finding())));
              return all;
            });
    tellAll(written);
  }

  /** A line for the story of an exchange. */
  record Told(String exchangeId, Event event, Finding finding) {}

  /** Removes all that is noted of cases and their reports. */
  synchronized void clear() {
    ledger.<Void>write(
        tx -> {
          tx.cases().clear();
          return null;
        });
    listeners.forEach(CaseListener::cleared);
  }

  private List<ReadingCase> write(List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<ReadingCase> written =
        ledger.write(
            tx -> {
              List<ReadingCase> all = new ArrayList<>();
              for (Entry entry : entries) {
                all.add(tx.cases().put(entry.one()));
                entry.lines().forEach(line -> tx.tell(entry.one().exchangeId(), line));
              }
              return all;
            });
    tellAll(written);
    return written;
  }

  private void tellAll(List<ReadingCase> written) {
    written.forEach(one -> listeners.forEach(listener -> listener.changed(one)));
  }

  private static boolean isNews(ReadingCase before, ReadingCase seen) {
    TaskView old = before.task();
    TaskView fresh = seen.task();
    if (!old.reference().equals(fresh.reference())) {
      return fresh.updatedAt().isAfter(old.updatedAt());
    }
    if (old.version().equals(fresh.version())) {
      return !before.person().equals(seen.person())
          || !before.examination().equals(seen.examination());
    }
    return number(old.version()) > 0 && number(fresh.version()) > 0
        ? number(fresh.version()) > number(old.version())
        : fresh.updatedAt().isAfter(old.updatedAt());
  }

  private static long number(String version) {
    return version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 0;
  }

  private List<StoryLine> first(ReadingCase one) {
    if (!one.addendum()) {
      return List.of(); // the delivery has told of it
    }
    return List.of(
        line(
            Event.READING,
            new Finding(
                Event.READING,
                "something came after the read was completed: an addendum is to be read, "
                    + one.task().reference(),
                "阅片完成后又有新内容到达，需补充阅片 " + one.task().reference())));
  }

  /** What the story says of a change that we have not made. */
  private Entry after(ReadingCase before, ReadingCase seen) {
    TaskView old = before.task();
    TaskView fresh = seen.task();
    boolean moved =
        old.status() != fresh.status()
            || old.progress() != fresh.progress()
            || !old.owner().equals(fresh.owner());
    if (!moved) {
      return new Entry(seen, List.of());
    }
    long writes = number(fresh.version()) - number(old.version());
    List<Finding> wrong = Conflicts.of(old, fresh, writes > 0 && writes < 5 ? (int) writes : 5);
    if (wrong.isEmpty()) {
      return new Entry(
          seen.with(Optional.empty()), List.of(line(Event.READING, Conflicts.moved(old, fresh))));
    }
    Finding first = wrong.getFirst();
    Conflict conflict = new Conflict(now(), new Alarm.Words(first.en(), first.zh()));
    return new Entry(
        seen.with(Optional.of(conflict)),
        wrong.stream().map(one -> line(Event.READING_CONFLICT, one)).toList());
  }

  private StoryLine line(Event event, Finding told) {
    return new StoryLine(now(), event, 0, "", told.detail());
  }
}
