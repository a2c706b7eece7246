package org.farsight.reading;

import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Status;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads at the FHIR server what has changed, again and again, and at once when told that something
 * has. How far it has read is noted by the server's clock; each look goes back a little before
 * that, since a large transaction shows late under an early time, and each minute further back.
 * Looks take a tenth of the time at most, so that a server under load is not asked more the slower
 * it answers.
 */
final class Follow implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follow.class);

  private static final Duration OVERLAP = Duration.ofSeconds(5);
  private static final Duration LONG_OVERLAP = Duration.ofMinutes(10);
  private static final Duration LONG_EVERY = Duration.ofMinutes(1);
  private static final Duration TOLD_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int REST = 9;
  private static final int MOST_PAGES = 50;
  private static final int LARGEST_PAGE = 1000;

  /** Fewer than any server's longest page. */
  private static final int CERTAINLY_LAST = 10;

  private static final String WITH = "&_include=Task:patient&_include=Task:based-on";

  private final ReadingServer server;
  private final CaseReader reader;
  private final CaseBook book;
  private final Reports reports;
  private final BackAtBranch returned;
  private final Escalation escalation;
  private final Duration every;
  private final int pageSize;
  private final AtomicBoolean rung = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("reading").daemon().factory());
  private Instant lastLong = Instant.MIN;
  private int failures;
  private volatile long notBefore = System.nanoTime();

  Follow(
      ReadingServer server,
      CaseReader reader,
      CaseBook book,
      Reports reports,
      BackAtBranch returned,
      Escalation escalation,
      Duration every,
      int pageSize) {
    this.server = server;
    this.reader = reader;
    this.book = book;
    this.reports = reports;
    this.returned = returned;
    this.escalation = escalation;
    this.every = every;
    this.pageSize = pageSize;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Begins to look. */
  void start() {
    thread.execute(every.isZero() ? this::guarded : this::lookAndAgain);
  }

  /** Something has changed: looks soon. */
  void ring() {
    if (rung.compareAndSet(false, true)) {
      long rest = Math.max(TOLD_DELAY.toNanos(), notBefore - System.nanoTime());
      var unused =
          thread.schedule(
              () -> {
                if (rung.get()) { // else a look of its own time was faster
                  guarded();
                }
              },
              rest,
              TimeUnit.NANOSECONDS);
    }
  }

  private void lookAndAgain() {
    guarded();
    long rest = Math.max(every.toNanos(), notBefore - System.nanoTime());
    var unused = thread.schedule(this::lookAndAgain, rest, TimeUnit.NANOSECONDS);
  }

  private void guarded() {
    long began = System.nanoTime();
    rung.set(false);
    long rest;
    boolean failed = false;
    try {
      boolean again = look();
      if (failures > 0) {
        log.info("the reading room reaches the FHIR server again");
      }
      failures = 0;
      rest = (System.nanoTime() - began) * REST;
      if (again) {
        ring();
      }
    } catch (RuntimeException | Error e) {
      failures++;
      if (failures == 1) {
        log.warn("the reading room cannot read from the FHIR server: {}", words(e));
      }
      long seconds = Math.min(LONGEST_WAIT.toSeconds(), 1L << Math.min(failures, 6));
      rest = TimeUnit.SECONDS.toNanos(seconds);
      failed = true;
    }
    notBefore = System.nanoTime() + Math.min(rest, LONGEST_WAIT.toNanos());
    if (failed && (every.isZero() || every.toNanos() > rest)) {
      ring(); // what it was told of is not forgotten, however long its own time takes
    }
  }

  /** Without what a server says, which may tell of patients. */
  private static String words(Throwable e) {
    return switch (e) {
      case FhirClientConnectionException lost -> "no answer";
      case BaseServerResponseException refused -> "HTTP " + refused.getStatusCode();
      default -> {
        StackTraceElement[] places = e.getStackTrace();
        yield e.getClass().getName() + " at " + (places.length == 0 ? "?" : places[0]);
      }
    };
  }

  /**
   * Looks once.
   *
   * @return whether there was more than one look takes
   */
  boolean look() {
    Instant now = book.now();
    boolean far = lastLong.equals(Instant.MIN) || !lastLong.plus(LONG_EVERY).isAfter(now);
    Duration back = far ? LONG_OVERLAP : OVERLAP;
    // far back nearly all is known, and what goes with it need not be told again
    String with = far && !lastLong.equals(Instant.MIN) ? "" : WITH;
    boolean more = follow(Task.class, back, with, page -> tasks(page, false));
    more |=
        follow(
            DiagnosticReport.class,
            back,
            "",
            page -> {
              boolean all = true;
              for (DiagnosticReport report : page.found()) {
                all &= reports.seen(report, false);
              }
              return all;
            });
    if (far) {
      more |= followPatients();
      lastLong = now;
    }
    reports.closeRead();
    returned.tell();
    escalation.look();
    return more;
  }

  private boolean tasks(ReadingServer.Page<Task> page, boolean quietly) {
    List<ReadingCase> seen = new ArrayList<>();
    Map<String, String> named = new LinkedHashMap<>();
    for (Task task : page.found()) {
      Optional<ReadingCase> before = book.cases().ofTask(ReadingServer.reference(task));
      if (before.isPresent() && isKnown(before.get(), task)) {
        continue;
      }
      Optional<ReadingCase> one = reader.read(task, page.beside(), before);
      one.ifPresent(seen::add);
      if (one.isPresent() && one.get().task().status() == Status.COMPLETED) {
        CaseReader.output(task).ifPresent(report -> named.put(one.get().id(), report));
      }
    }
    boolean all = book.seen(seen, quietly);
    named.forEach(
        (id, report) ->
            book.cases().find(id).ifPresent(one -> reports.named(one, report, quietly)));
    return all;
  }

  private static boolean isKnown(ReadingCase one, Task task) {
    boolean owed =
        one.task().status() == Status.COMPLETED
            && one.report().isEmpty()
            && CaseReader.output(task).isPresent();
    return !owed && one.task().version().equals(task.getMeta().getVersionId());
  }

  /** Who was there before the first case was has been read with it. */
  private boolean followPatients() {
    String what = Patient.class.getSimpleName();
    Optional<Instant> tasks = book.cases().followed(Task.class.getSimpleName());
    if (book.cases().followed(what).isEmpty() && tasks.isPresent()) {
      Instant begin = tasks.get();
      book.note(List.of(), List.of(), writer -> writer.followed(what, begin));
    }
    return follow(Patient.class, OVERLAP, "", page -> patients(page.found()));
  }

  /** Persons in open cases, and in those closed already, are shown as they are known now. */
  private boolean patients(List<Patient> changed) {
    List<ReadingCase> seen = new ArrayList<>();
    for (Patient patient : changed) {
      String reference = ReadingServer.reference(patient);
      for (ReadingCase one : book.cases().ofPatient(reference, 100)) {
        seen.add(one.of(CaseReader.person(patient, reference, one.person().patientId())));
      }
    }
    return book.seen(seen, true);
  }

  /** What is done with a page; false if it must be looked at again. */
  private interface Taken<T extends Resource> {
    boolean take(ReadingServer.Page<T> page);
  }

  private <T extends Resource> boolean follow(
      Class<T> type, Duration back, String with, Taken<T> taken) {
    String what = type.getSimpleName();
    Instant upTo = book.cases().followed(what).orElse(Instant.EPOCH);
    Instant from = upTo.equals(Instant.EPOCH) ? upTo : upTo.minus(back);
    Walk walk = new Walk(from, pageSize);
    boolean all = true;
    for (int i = 0; i < MOST_PAGES && walk.goesOn(); i++) {
      ReadingServer.Page<T> page = server.changedSince(type, walk.at, walk.size, with);
      all &= taken.take(page);
      walk.after(page.found().stream().map(CaseReader::updatedAt).toList(), page.hasNext());
    }
    if (all && walk.at.isAfter(upTo)) {
      Instant reached = walk.at;
      book.note(List.of(), List.of(), writer -> writer.followed(what, reached));
    }
    return walk.goesOn() || !all;
  }

  /**
   * Goes through what is sorted by time, page by page, without the server's memory of a search. A
   * server may give less than it is asked for, and HAPI FHIR then says nothing of there being more:
   * only a page of very few is believed to be the last.
   */
  private static final class Walk {
    private Instant at;
    private final int usual;
    private int size;
    private boolean ended;

    Walk(Instant from, int size) {
      this.at = from;
      this.usual = size;
      this.size = size;
    }

    boolean goesOn() {
      return !ended;
    }

    void after(List<Instant> times, boolean hasNext) {
      Instant last = times.isEmpty() ? at : times.getLast();
      boolean full = times.size() >= size;
      if (times.isEmpty() || (!full && !hasNext && times.size() < CERTAINLY_LAST)) {
        ended = true;
      } else if (last.isAfter(at)) {
        size = usual;
      } else if (full && size < LARGEST_PAGE) {
        size = Math.min(LARGEST_PAGE, size * 2);
      } else {
        // more in one millisecond than the server gives at a time: what is left of it is left
        last = at.plusMillis(1);
        size = usual;
      }
      at = last.isAfter(at) ? last : at;
    }
  }

  /**
   * What came of a rebuild.
   *
   * @param cases there are now
   * @param removed rows that no Task bears out
   * @param skipped Tasks of exchanges that we do not know
   */
  record Rebuilt(int cases, int removed, int skipped) {}

  /** Makes all rows anew from what the server has; blocks until that is done. */
  Rebuilt rebuild() throws InterruptedException {
    try {
      return thread.submit(this::rebuildNow).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("rebuilding threw what it cannot", e);
    }
  }

  private Rebuilt rebuildNow() {
    Set<String> gone = new HashSet<>(book.cases().ids());
    book.clear();
    int[] skipped = new int[1];
    Set<String> made = new HashSet<>();
    Instant tasks =
        walk(
            Task.class,
            WITH,
            page -> {
              for (Task task : page.found()) {
                Optional<ReadingCase> one = reader.read(task, page.beside(), Optional.empty());
                one.ifPresentOrElse(known -> made.add(known.id()), () -> skipped[0]++);
              }
              return tasks(page, true);
            });
    Instant read =
        walk(
            DiagnosticReport.class,
            "",
            page -> {
              for (DiagnosticReport report : page.found()) {
                var unused = reports.seen(report, true);
              }
              return true;
            });
    book.note(
        List.of(),
        List.of(),
        writer -> {
          writer.followed("Task", tasks);
          writer.followed("DiagnosticReport", read);
        });
    gone.removeAll(made);
    return new Rebuilt(made.size(), gone.size(), skipped[0]);
  }

  private <T extends Resource> Instant walk(Class<T> type, String with, Taken<T> taken) {
    Walk walk = new Walk(Instant.EPOCH, pageSize);
    while (walk.goesOn()) {
      ReadingServer.Page<T> page = server.changedSince(type, walk.at, walk.size, with);
      taken.take(page);
      walk.after(page.found().stream().map(CaseReader::updatedAt).toList(), page.hasNext());
    }
    return walk.at;
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      var unused = thread.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
