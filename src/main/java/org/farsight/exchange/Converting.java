package org.farsight.exchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;

/** The step that makes a Bundle of what arrived, once the study is complete. */
final class Converting {
  private final Steps.Ports ports;
  private final Completeness completeness;
  private final RetryPolicy retry;
  private final Ordering ordering;

  Converting(Steps.Ports ports, Completeness completeness, RetryPolicy retry) {
    this.ports = ports;
    this.completeness = completeness;
    this.retry = retry;
    this.ordering = new Ordering(ports);
  }

  Result run(Exchange exchange, Step step) {
    Instant now = ports.now();
    Complete complete;
    try {
      complete = complete(exchange, step.done(), now);
    } catch (DamagedLedgerException e) {
      return refuse(exchange, String.valueOf(e.getMessage()));
    }
    if (complete.due().at().isAfter(now)) {
      return postpone(exchange, complete.due().at());
    }
    try {
      // in the order in which they came first: one that was replaced keeps its place
      List<Arrival> arrivals =
          ports.ledger().arrivals(exchange.id(), 0).stream()
              .filter(arrival -> arrival.revision() <= exchange.revision())
              .sorted(Comparator.comparingLong(Arrival::id))
              .toList();
      Optional<String> swept = swept(arrivals);
      if (swept.isPresent()) {
        return refuse(exchange, swept.get());
      }
      verify(exchange, step, arrivals);
      Site site = ports.sites().get().ofExchange(exchange.siteId());
      try {
        return convert(exchange, site, arrivals, complete);
      } catch (Overtaken e) {
        // nothing was kept; now it is known who was first
        return convert(exchange, site, arrivals, complete);
      }
    } catch (IOException e) {
      return DamagedContentException.in(e)
          .map(damaged -> damaged(exchange, damaged))
          .orElseGet(() -> park(exchange, Unexpected.words(e)));
    } catch (RuntimeException | Error e) {
      Optional<DamagedContentException> damage = DamagedContentException.in(e);
      if (damage.isPresent()) {
        return damaged(exchange, damage.get());
      }
      if (e instanceof DamagedLedgerException) {
        return refuse(exchange, String.valueOf(e.getMessage()));
      }
      ports.listener().unexpected(exchange, Step.CONVERT, e);
      return park(exchange, Unexpected.words(e));
    }
  }

  /**
   * Of a study only headers are read: whether they are what came is seen by reading what is new to
   * the end. A file of another kind is read whole, which shows it.
   */
  private void verify(Exchange exchange, Step step, List<Arrival> arrivals) throws IOException {
    if (exchange.kind() == Kind.STUDY) {
      for (Arrival arrival : arrivals) {
        if (arrival.revision() > step.done()) {
          ports.store().verify(arrival.content());
        }
      }
    }
  }

  private Result damaged(Exchange exchange, DamagedContentException damage) {
    Instant now = ports.now();
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.interventions().damaged(new Damage(now, damage.content(), damage.what()));
              return null;
            });
    return refuse(exchange, String.valueOf(damage.getMessage()));
  }

  /** What stands in the way where objects have been swept; the same objects sent again heal it. */
  static Optional<String> swept(List<Arrival> arrivals) {
    long swept = arrivals.stream().filter(arrival -> arrival.content().isSwept()).count();
    return swept == 0
        ? Optional.empty()
        : Optional.of(
            "the bytes of "
                + swept
                + " of "
                + arrivals.size()
                + " objects have been swept by the retention rule: let the device send them again");
  }

  /**
   * While this exchange was being converted another one has written a recording of it, or was its
   * order, or the examination of its order.
   */
  static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("another exchange has changed what this conversion was made of");
    }
  }

  private Result convert(Exchange exchange, Site site, List<Arrival> arrivals, Complete complete)
      throws IOException {
    return switch (ports.conversion().convert(exchange, site, arrivals)) {
      case Conversion.Outcome.Converted converted -> keep(exchange, complete, converted);
      case Conversion.Outcome.Refused refused -> refuse(exchange, refused.why());
    };
  }

  /**
   * When it is complete, seen from now.
   *
   * @param due when, and by which rule
   * @param detail what the story says of it
   */
  private record Complete(Completeness.Due due, String detail) {}

  private Complete complete(Exchange exchange, int done, Instant now) {
    Carriage carriage = ports.carriage();
    Instant waitingSince =
        ports.ledger().arrivals(exchange.id(), done).stream()
            .findFirst()
            .map(Arrival::at)
            .orElse(exchange.firstAt());
    Optional<Signal> signal = ports.ledger().reached(exchange, done);
    Completeness.Heard heard =
        new Completeness.Heard(
            carriage.carried(exchange.id()), carriage.ended(exchange.id()), signal.isPresent());
    Completeness.Due due =
        completeness.due(exchange.kind(), waitingSince, exchange.lastAt(), heard, now);
    return new Complete(
        due,
        switch (due.reason()) {
          case ANNOUNCED -> signal.map(Signal::words).orElse("");
          case QUIET -> completeness.quiet().toSeconds() + " s";
          case MAX_WAIT -> completeness.maxWait().toSeconds() + " s";
          case ON_ARRIVAL, ASSOCIATION_ENDED -> "";
        });
  }

  private static Optional<Event> event(Completeness.Reason reason) {
    return switch (reason) {
      case ON_ARRIVAL -> Optional.empty();
      case ANNOUNCED -> Optional.of(Event.COMPLETE_AS_ANNOUNCED);
      case ASSOCIATION_ENDED -> Optional.of(Event.COMPLETE_BY_ASSOCIATION);
      case QUIET -> Optional.of(Event.COMPLETE_BY_QUIET);
      case MAX_WAIT -> Optional.of(Event.COMPLETE_BY_WAIT);
    };
  }

  private Result postpone(Exchange exchange, Instant dueAt) {
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.step(exchange.id(), Step.CONVERT)
                  .filter(step -> step.dueAt() != null)
                  .ifPresent(step -> tx.put(step.postponed(dueAt)));
              return null;
            });
    return Result.POSTPONED;
  }

  private Result keep(Exchange came, Complete complete, Conversion.Outcome.Converted converted)
      throws IOException {
    Exchange exchange = came.raised(converted.priority());
    Content bundle;
    try (Spooled spooled = ports.store().spool(new ByteArrayInputStream(converted.bundle()))) {
      bundle = ports.store().sync(List.of(spooled)).getFirst();
    }
    int revision = exchange.revision();
    Instant now = ports.now();
    List<Told> news = news(exchange, converted);
    List<Target> targets = ports.targets().get().taking(exchange, converted.forArchive());
    List<Exchange> again = new ArrayList<>();
    List<String> due =
        ports
            .ledger()
            .write(
                tx -> {
                  tx.raise(exchange.id(), exchange.priority());
                  noteRecordings(tx, exchange, converted);
                  converted.patients().said().forEach(tx.identities()::said);
                  converted.patients().decisions().forEach(tx.identities()::decide);
                  boolean other = isOther(tx, exchange, bundle);
                  tx.converted(exchange.id(), new Ledger.Converted(revision, bundle));
                  again.addAll(ordering.settle(tx, exchange, converted, now));
                  Instant next = again(tx, exchange, now);
                  Step step = tx.step(exchange.id(), Step.CONVERT).orElseThrow();
                  tx.put(step.done(revision, "", now, next));
                  event(complete.due().reason())
                      .ifPresent(event -> tell(tx, exchange, event, complete.detail()));
                  tell(tx, exchange, Event.CONVERTED, "");
                  news.forEach(told -> tell(tx, exchange, told.event(), told.detail()));
                  List<String> ready = new ArrayList<>();
                  for (Target target : targets) {
                    if (want(tx, exchange, target, other, now)) {
                      ready.add(target.id());
                    }
                    if (converted.drawable()) {
                      wantAfterwards(tx, exchange, target.id());
                    }
                  }
                  return ready;
                });
    due.forEach(name -> ports.doorbell().ring(exchange, name));
    again.forEach(examination -> ports.doorbell().ring(examination, Step.CONVERT));
    return Result.DONE;
  }

  /** Whether another Bundle was made of this very revision before: its order was another one. */
  private static boolean isOther(Ledger.Transaction tx, Exchange exchange, Content bundle) {
    return tx.converted(exchange.id())
        .filter(before -> before.revision() == exchange.revision())
        .filter(before -> !before.bundle().digest().equals(bundle.digest()))
        .isPresent();
  }

  /** The exchanges that have brought recordings of this one before. */
  private static List<String> sameAs(Exchange exchange, Conversion.Outcome.Converted converted) {
    return converted.recordings().stream()
        .map(Recordings.Written::exchangeId)
        .filter(id -> !id.equals(exchange.id()))
        .toList();
  }

  /**
   * Notes the recordings that this exchange writes.
   *
   * @throws Overtaken if another one has written one of them meanwhile
   */
  private static void noteRecordings(
      Ledger.Transaction tx, Exchange exchange, Conversion.Outcome.Converted converted) {
    for (Recordings.Written recording : converted.recordings()) {
      if (recording.exchangeId().equals(exchange.id())
          && !tx.firstOf(recording).equals(recording)) {
        throw new Overtaken();
      }
    }
  }

  /** When a revision that came during the conversion is to be looked at: an amendment. */
  private Instant again(Ledger.Transaction tx, Exchange exchange, Instant now) {
    Instant last = tx.exchange(exchange.id()).map(Exchange::lastAt).orElse(now);
    return completeness.dueAt(exchange.kind(), now, last, false, now);
  }

  /**
   * Notes what a target has to do now. One that is parked keeps its time, so that a server that is
   * down is not called for each new image; one that was refused is tried with the new revision.
   *
   * @param other whether the Bundle says something else of a revision than before
   */
  private boolean want(
      Ledger.Transaction tx, Exchange exchange, Target target, boolean other, Instant now) {
    int revision = exchange.revision();
    Step known =
        tx.step(exchange.id(), target.id())
            .orElseGet(() -> new Step(exchange.id(), target.id(), 0, 0, 0, null, null, "", null));
    // an archive has the objects, whatever is said of them
    Step before = other && target instanceof Target.FhirServer ? known.undone() : known;
    Optional<String> first = ports.targets().get().before(target, exchange.kind());
    if (first.filter(id -> !Targets.hasAccepted(tx, exchange, id, revision)).isPresent()) {
      // due in the transaction that notes the other one's acceptance
      tx.put(before.waitingFor(revision));
      return false;
    }
    boolean parked = before.troubleIfAny().filter(Step.Trouble::parked).isPresent();
    Step wanted = before.wanting(revision);
    tx.put(parked ? wanted : wanted.dueAt(now));
    return !parked;
  }

  /** Notes what follows once the target has accepted; it becomes due in that transaction. */
  private void wantAfterwards(Ledger.Transaction tx, Exchange exchange, String target) {
    ports
        .targets()
        .get()
        .after(target)
        .map(Targets.Afterwards::step)
        .ifPresent(
            name ->
                tx.put(
                    tx.step(exchange.id(), name)
                        .orElseGet(
                            () -> new Step(exchange.id(), name, 0, 0, 0, null, null, "", null))
                        .waitingFor(exchange.revision())));
  }

  /** What is told beside the events of the step. */
  private record Told(Event event, String detail) {}

  /** What a conversion has to tell; what was told of an earlier revision is not told again. */
  private List<Told> news(Exchange exchange, Conversion.Outcome.Converted converted) {
    Set<Told> before =
        ports.ledger().story(exchange.id()).stream()
            .map(line -> new Told(line.event(), line.detail()))
            .collect(Collectors.toSet());
    List<Told> news = new ArrayList<>();
    sameAs(exchange, converted).forEach(id -> news.add(new Told(Event.SAME_RECORDING, id)));
    converted.findings().forEach(one -> news.add(new Told(one.event(), one.detail())));
    converted.notes().forEach(note -> news.add(new Told(Event.NOTED, note)));
    return news.stream().distinct().filter(told -> !before.contains(told)).toList();
  }

  private Result refuse(Exchange exchange, String why) {
    Instant now = ports.now();
    ports
        .ledger()
        .<Void>write(
            tx -> {
              Step step = tx.step(exchange.id(), Step.CONVERT).orElseThrow();
              boolean newer = step.wanted() > exchange.revision();
              tx.put(newer ? step.dueAt(again(tx, exchange, now)) : step.quarantined(why));
              tell(tx, exchange, Event.QUARANTINED, why);
              return null;
            });
    return Result.QUARANTINED;
  }

  private Result park(Exchange exchange, String why) {
    Instant now = ports.now();
    ports
        .ledger()
        .<Void>write(
            tx -> {
              Step step = tx.step(exchange.id(), Step.CONVERT).orElseThrow();
              tx.put(step.parked(why, now.plus(retry.after(step.attempts() + 1))));
              if (isNews(step, why)) {
                tell(tx, exchange, Event.PARKED, why);
              }
              return null;
            });
    return Result.PARKED;
  }

  /** The same trouble again is not told again: a server may be down for days. */
  static boolean isNews(Step before, String why) {
    return before.troubleIfAny().filter(trouble -> trouble.why().equals(why)).isEmpty();
  }

  private void tell(Ledger.Transaction tx, Exchange exchange, Event event, String detail) {
    tx.tell(
        exchange.id(),
        new StoryLine(ports.now(), event, exchange.revision(), Step.CONVERT, detail));
  }
}
