package org.farsight.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Steps on a real ledger and store, with a conversion and a delivery that do as they are told. */
@SuppressWarnings("NullAway.Init")
abstract class StepsFixture {
  static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  static final Duration QUIET = Duration.ofSeconds(5);
  static final RetryPolicy RETRY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 20, Duration.ofMinutes(5));

  @TempDir Path dir;
  SqlLedger ledger;
  SegmentStore store;
  Steps steps;
  Instant now = T0;
  final List<String> rung = new ArrayList<>();
  final List<Delivery.Work> works = new ArrayList<>();
  final Set<String> carried = new HashSet<>();
  final Set<String> ended = new HashSet<>();
  final List<Throwable> unexpected = new ArrayList<>();
  final AtomicReference<Targets> targets = new AtomicReference<>();
  Conversion conversion =
      (exchange, site, arrivals) ->
          new Conversion.Outcome.Converted(
              ("bundle of " + arrivals.size()).getBytes(UTF_8), List.of("a note"));
  Delivery delivery = work -> new DeliveryOutcome.Accepted("0000H");

  final List<String> told = new ArrayList<>();
  final Circuits circuits = new Circuits(targets::get, CircuitRule.DEFAULT, new Told());

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(SqlLedger.Options.in(dir.resolve("ledger")));
    store =
        SegmentStore.open(SegmentStore.Options.in(dir.resolve("store")), ledger.committedEnds());
    Delivery recorded =
        work -> {
          works.add(work);
          return delivery.deliver(work);
        };
    targets.set(
        new Targets(
            List.of(
                new Targets.Entry(new Target.FhirServer("core", "http://localhost/fhir"), recorded),
                new Targets.Entry(
                    new Target.Archive("archive", "PACS", "localhost", 104, "ME"), recorded))));
    steps = newSteps();
  }

  /** What a process of its own would run. */
  Steps newSteps() {
    Carriage carriage =
        new Carriage() {
          @Override
          public boolean carried(String exchangeId) {
            return carried.contains(exchangeId);
          }

          @Override
          public boolean ended(String exchangeId) {
            return ended.contains(exchangeId);
          }
        };
    return new Steps(
        new Steps.Ports(
            ledger,
            store,
            (exchange, site, arrivals) -> conversion.convert(exchange, site, arrivals),
            targets::get,
            () -> new Sites(List.of(), true),
            carriage,
            (exchange, step) -> rung.add(step),
            circuits,
            new Listener(),
            () -> now),
        new Completeness(QUIET, Duration.ofSeconds(60)),
        RETRY);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    ledger.close();
  }

  final class Listener implements StepListener {
    @Override
    public void finished(Exchange exchange, String step, Result result, Duration took) {
      assertThat(took).isEqualTo(Duration.ZERO);
    }

    @Override
    public void progressed(Exchange exchange, String step, int revision) {
      rung.add("progress " + revision);
    }

    @Override
    public void unexpected(Exchange exchange, String step, Throwable cause) {
      unexpected.add(cause);
    }
  }

  final class Told implements CircuitListener {
    @Override
    public void down(TargetStatus status) {
      told.add(status.target() + " down: " + status.why());
    }

    @Override
    public void back(String target, Duration downFor) {
      told.add(target + " back after " + downFor.toSeconds() + " s");
    }
  }

  void arrive(String id, Kind kind, int revision) {
    ledger.<Void>write(
        tx -> {
          if (revision == 1) {
            tx.open(
                new Exchange(
                    id,
                    "unknown:X",
                    kind,
                    "k" + id,
                    "P",
                    "",
                    "",
                    "CT",
                    Priority.ROUTINE,
                    0,
                    now,
                    now));
          }
          String instance = kind == Kind.STUDY ? id + "." + revision : "";
          ObjectFacts facts =
              new ObjectFacts("f", "c", instance, "t", "k" + id, "s", "CT", "P", "", "");
          Content content = kept(id + revision);
          tx.append(new Arrival(0, id, revision, now, Way.C_STORE, "X", content, facts, 0));
          Instant due = kind == Kind.ECG ? now : now.plus(QUIET);
          Step step =
              tx.step(id, Step.CONVERT)
                  .orElseGet(() -> new Step(id, Step.CONVERT, 0, 0, 0, null, null, "", null));
          tx.put(step.isWaiting() ? step.wanting(revision) : step.wanting(revision).dueAt(due));
          return null;
        });
  }

  Content kept(String text) {
    try (ContentStore.Spooled object =
        store.spool(new ByteArrayInputStream(text.getBytes(UTF_8)))) {
      return store.sync(List.of(object)).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Step step(String name) {
    return ledger.step("a", name).orElseThrow();
  }

  State state() {
    return State.of(ledger.exchange("a").orElseThrow().revision(), ledger.steps("a"));
  }

  List<Event> story() {
    return ledger.story("a").stream().map(StoryLine::event).toList();
  }

  @Nullable String why(String name) {
    return step(name).troubleIfAny().map(Step.Trouble::why).orElse(null);
  }
}
