package org.farsight.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps on a real ledger and store, with a conversion and a delivery that do as they are told. */
@SuppressWarnings("NullAway.Init")
class StepsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final RetryPolicy RETRY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 20, Duration.ofMinutes(5));

  @TempDir Path dir;
  private SqlLedger ledger;
  private SegmentStore store;
  private Steps steps;
  private Instant now = T0;
  private final List<String> rung = new ArrayList<>();
  private final List<Delivery.Work> works = new ArrayList<>();
  private final Set<String> carried = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final List<Throwable> unexpected = new ArrayList<>();
  private final AtomicReference<Targets> targets = new AtomicReference<>();
  private Conversion conversion =
      (exchange, site, arrivals) ->
          new Conversion.Outcome.Converted(
              ("bundle of " + arrivals.size()).getBytes(UTF_8), List.of("a note"));
  private Delivery delivery = work -> new DeliveryOutcome.Accepted("0000H");

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
    steps =
        new Steps(
            new Steps.Ports(
                ledger,
                store,
                (exchange, site, arrivals) -> conversion.convert(exchange, site, arrivals),
                targets::get,
                () -> new Sites(List.of(), true),
                carriage,
                (exchange, step) -> rung.add(step),
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

  private final class Listener implements StepListener {
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

  private void arrive(String id, Kind kind, int revision) {
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
          Content content = new Content(id + revision, "segments/00000001", 0, 0);
          tx.append(new Arrival(0, id, revision, now, Way.C_STORE, "X", content, facts, 0));
          Instant due = kind == Kind.ECG ? now : now.plus(QUIET);
          Step step =
              tx.step(id, Step.CONVERT)
                  .orElseGet(() -> new Step(id, Step.CONVERT, 0, 0, 0, null, null, "", null));
          tx.put(step.isWaiting() ? step.wanting(revision) : step.wanting(revision).dueAt(due));
          return null;
        });
  }

  private Step step(String name) {
    return ledger.step("a", name).orElseThrow();
  }

  private State state() {
    return State.of(ledger.exchange("a").orElseThrow().revision(), ledger.steps("a"));
  }

  private List<Event> story() {
    return ledger.story("a").stream().map(StoryLine::event).toList();
  }

  @Test
  void aStudyIsConvertedWhenQuietAndDeliveredToEachTarget() throws IOException {
    arrive("a", Kind.STUDY, 1);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.NOT_DUE);
    now = T0.plusSeconds(3);
    arrive("a", Kind.STUDY, 2);
    now = T0.plusSeconds(5);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.POSTPONED);
    assertThat(step(Step.CONVERT).dueAt()).isEqualTo(T0.plusSeconds(8));
    assertThat(state()).isEqualTo(State.RECEIVED);

    now = T0.plusSeconds(8);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.NOT_DUE);
    assertThat(rung).containsExactly("core", "archive");
    Ledger.Converted converted = ledger.converted("a").orElseThrow();
    assertThat(converted.revision()).isEqualTo(2);
    assertThat(new String(store.read(converted.bundle(), 100), UTF_8)).isEqualTo("bundle of 2");
    assertThat(state()).isEqualTo(State.CONVERTED);

    assertThat(steps.run("a", "core")).isEqualTo(Result.DONE);
    assertThat(state()).isEqualTo(State.CONVERTED);
    assertThat(steps.run("a", "archive")).isEqualTo(Result.DONE);
    assertThat(state()).isEqualTo(State.DELIVERED);
    assertThat(step("core").proof()).isEqualTo("0000H");
    assertThat(story())
        .containsExactly(Event.CONVERTED, Event.NOTED, Event.DELIVERED, Event.DELIVERED);
    assertThat(works.getFirst().bundle()).isEqualTo(converted.bundle());
    assertThat(works.getFirst().arrivals()).hasSize(2);
  }

  @Test
  void aStudyWaitsWhileItIsCarriedButNotForEver() {
    arrive("a", Kind.STUDY, 1);
    carried.add("a");
    for (int second = 5; second < 60; second += 5) {
      now = T0.plusSeconds(second);
      assertThat(steps.run("a", Step.CONVERT)).as("at %s", second).isEqualTo(Result.POSTPONED);
    }
    now = T0.plusSeconds(60);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
  }

  @Test
  void theEndOfItsAssociationCompletesAStudy() {
    arrive("a", Kind.STUDY, 1);
    ended.add("a");
    ledger.<Void>write(
        tx -> {
          tx.put(step(Step.CONVERT).dueAt(now));
          return null;
        });
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
  }

  @Test
  void anEcgGoesToTheTargetsThatTakeIt() {
    arrive("a", Kind.ECG, 1);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(ledger.steps("a")).extracting(Step::name).containsExactly(Step.CONVERT, "core");
  }

  @Test
  void aLateImageIsAnAmendment() {
    arrive("a", Kind.STUDY, 1);
    deliverAll();
    now = T0.plusSeconds(100);
    arrive("a", Kind.STUDY, 2);
    assertThat(state()).isEqualTo(State.RECEIVED);
    now = T0.plusSeconds(105);
    works.clear();
    deliverAll();

    assertThat(works).extracting(Delivery.Work::fromRevision).containsOnly(1);
    assertThat(works).extracting(Delivery.Work::toRevision).containsOnly(2);
    assertThat(works.getFirst().arrivals()).extracting(Arrival::revision).containsExactly(2);
    assertThat(state()).isEqualTo(State.DELIVERED);
    assertThat(story().stream().filter(Event.NOTED::equals)).as("the same note once").hasSize(1);
  }

  private void deliverAll() {
    now = now.plus(QUIET);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(steps.run("a", "core")).isEqualTo(Result.DONE);
    assertThat(steps.run("a", "archive")).isEqualTo(Result.DONE);
  }

  @Test
  void whatComesDuringTheConversionIsConvertedAfterIt() {
    Conversion usual = conversion;
    conversion =
        (exchange, site, arrivals) -> {
          if (exchange.revision() == 1) {
            arrive("a", Kind.STUDY, 2);
            assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.RUNNING);
          }
          return usual.convert(exchange, site, arrivals);
        };
    arrive("a", Kind.STUDY, 1);
    now = T0.plus(QUIET);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(step(Step.CONVERT).done()).isEqualTo(1);
    assertThat(step(Step.CONVERT).dueAt()).isEqualTo(now.plus(QUIET));

    now = now.plus(QUIET);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(step(Step.CONVERT).done()).isEqualTo(2);
    assertThat(step("core").wanted()).isEqualTo(2);
  }

  @Test
  void whatCannotBeConvertedWaitsForAPersonOrForANewRevision() {
    Conversion usual = conversion;
    conversion = (exchange, site, arrivals) -> new Conversion.Outcome.Refused("no pixels");
    arrive("a", Kind.ECG, 1);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.QUARANTINED);
    assertThat(step(Step.CONVERT).trouble()).isEqualTo(new Step.Trouble(false, "no pixels"));
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.NOT_DUE);
    assertThat(ledger.due(now.plusSeconds(9999), 9)).isEmpty();

    conversion = usual;
    arrive("a", Kind.ECG, 2);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(step(Step.CONVERT).troubleIfAny()).isEmpty();
  }

  @Test
  void aReceiverThatIsDownIsTriedAgainAtItsTimesAndToldOnce() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    delivery = work -> new DeliveryOutcome.Retry(null, "connection refused");
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 22; i++) {
      assertThat(steps.run("a", "core")).isEqualTo(Result.PARKED);
      Instant next = Optional.ofNullable(step("core").dueAt()).orElseThrow();
      waits.add(Duration.between(now, next).toSeconds());
      assertThat(steps.run("a", "core")).isEqualTo(Result.NOT_DUE);
      now = next;
    }
    assertThat(waits.subList(0, 8)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(waits.subList(19, 22)).containsExactly(60L, 300L, 300L);
    assertThat(story().stream().filter(Event.PARKED::equals)).hasSize(1);

    delivery = work -> new DeliveryOutcome.Retry(Duration.ofSeconds(90), "503");
    steps.run("a", "core");
    assertThat(step("core").dueAt()).as("the server asked").isEqualTo(now.plusSeconds(90));
    now = now.plusSeconds(90);
    delivery = work -> new DeliveryOutcome.Accepted("ok");
    assertThat(steps.run("a", "core")).isEqualTo(Result.DONE);
    assertThat(step("core").attempts()).isZero();
    assertThat(step("core").troubleIfAny()).isEmpty();
  }

  @Test
  void aNewRevisionDoesNotCallAParkedTargetBeforeItsTime() {
    arrive("a", Kind.STUDY, 1);
    now = T0.plus(QUIET);
    steps.run("a", Step.CONVERT);
    delivery = work -> new DeliveryOutcome.Retry(Duration.ofHours(1), "down");
    steps.run("a", "core");
    delivery = work -> new DeliveryOutcome.Refused("never");
    steps.run("a", "archive");
    Instant next = step("core").dueAt();
    arrive("a", Kind.STUDY, 2);
    now = now.plus(QUIET);
    rung.clear();
    steps.run("a", Step.CONVERT);

    assertThat(step("core").dueAt()).isEqualTo(next);
    assertThat(step("core").wanted()).isEqualTo(2);
    assertThat(step("archive").isDue(now)).as("refused: tried with the new revision").isTrue();
    assertThat(rung).containsExactly("archive");
  }

  @Test
  void aRefusedDeliveryWaitsForAPerson() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    delivery = work -> new DeliveryOutcome.Refused("422 profile");
    assertThat(steps.run("a", "core")).isEqualTo(Result.QUARANTINED);
    assertThat(ledger.quarantinedSteps(9)).containsExactly(step("core"));
    assertThat(story()).endsWith(Event.QUARANTINED);
  }

  @Test
  void anUnexpectedFailureIsParkedWithItsPlaceButNotWithWhatItSays() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    delivery =
        work -> {
          throw new IllegalStateException("of patient WANG^XIAOMING");
        };
    assertThat(steps.run("a", "core")).isEqualTo(Result.PARKED);
    assertThat(why("core"))
        .startsWith("unexpected IllegalStateException at StepsTest.java:")
        .doesNotContain("WANG");
    assertThat(unexpected).hasSize(1);

    now = now.plusSeconds(9);
    delivery =
        work -> {
          throw new IllegalStateException(new ConnectException("Connection refused"));
        };
    steps.run("a", "core");
    assertThat(why("core")).endsWith(": ConnectException Connection refused");
  }

  private @Nullable String why(String name) {
    return step(name).troubleIfAny().map(Step.Trouble::why).orElse(null);
  }

  @Test
  void aTargetThatIsNotConfiguredAnyMoreIsSaidSo() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    targets.set(new Targets(List.of()));
    assertThat(steps.run("a", "core")).isEqualTo(Result.PARKED);
    assertThat(why("core")).contains("target core is not configured");
    assertThat(step("core").dueAt()).isEqualTo(now.plus(RETRY.slow()));
  }

  @Test
  void aLongDeliveryGoesOnWhereItWasAfterACrash() {
    for (int i = 1; i <= 130; i++) {
      arrive("a", Kind.STUDY, i);
    }
    now = T0.plus(QUIET);
    steps.run("a", Step.CONVERT);
    delivery =
        work -> {
          for (int i = 1; i <= 120; i++) {
            work.progress().accepted(i);
          }
          return new DeliveryOutcome.Retry(null, "lost");
        };
    rung.clear();
    steps.run("a", "archive");
    assertThat(rung).containsExactly("progress 50", "progress 100");
    assertThat(step("archive").done()).as("also what came after the last note").isEqualTo(120);
    assertThat(state()).isEqualTo(State.CONVERTED);

    now = now.plusSeconds(1);
    works.clear();
    delivery = work -> new DeliveryOutcome.Accepted("0000H");
    assertThat(steps.run("a", "archive")).isEqualTo(Result.DONE);
    assertThat(works.getFirst().fromRevision()).isEqualTo(120);
    assertThat(works.getFirst().arrivals()).hasSize(10);
  }

  @Test
  void whatWasAllAcceptedWithoutProofIsTriedAgain() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    delivery =
        work -> {
          work.progress().accepted(1);
          return new DeliveryOutcome.Retry(null, "no answer to the release");
        };
    steps.run("a", "core");
    now = now.plusSeconds(5);
    assertThat(step("core").isDue(now)).isTrue();
  }

  @Test
  void aConversionThatRunsOutOfMemoryIsParked() {
    arrive("a", Kind.ECG, 1);
    conversion =
        (exchange, site, arrivals) -> {
          throw new OutOfMemoryError("a very large ECG");
        };
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.PARKED);
    assertThat(why(Step.CONVERT)).startsWith("unexpected OutOfMemoryError");
    assertThat(step(Step.CONVERT).dueAt()).isEqualTo(now.plusSeconds(1));
  }
}
