package org.farsight.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.farsight.exchange.Conversion.Outcome.Converted;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;
import org.junit.jupiter.api.Test;

/** When studies are converted, and what a conversion leaves to do. */
class StepsTest extends StepsFixture {
  private static final byte[] BUNDLE = {1};

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
        .containsExactly(
            Event.COMPLETE_BY_QUIET,
            Event.CONVERTED,
            Event.NOTED,
            Event.DELIVERED,
            Event.DELIVERED);
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
  void whatAConversionFindsUrgentIsWorkedOnFirstAndItsFindingsAreToldOnce() throws IOException {
    arrive("a", Kind.ECG, 1);
    arrive("b", Kind.ECG, 1);
    Conversion plain = conversion;
    Conversion.Finding finding = new Conversion.Finding(Event.CRITICAL_VALUE, "slow heart", "心动过缓");
    steps.run("a", Step.CONVERT);
    conversion =
        (exchange, site, arrivals) ->
            new Conversion.Outcome.Converted(
                "urgent".getBytes(UTF_8),
                List.of(),
                List.of(),
                true,
                Priority.STAT,
                List.of(finding),
                false);
    assertThat(steps.run("b", Step.CONVERT)).isEqualTo(Result.DONE);

    assertThat(ledger.exchange("a").orElseThrow().priority()).isEqualTo(Priority.ROUTINE);
    assertThat(ledger.exchange("b").orElseThrow().priority()).isEqualTo(Priority.STAT);
    for (String target : List.of("core", "archive")) {
      assertThat(ledger.due(target, now, 10))
          .extracting(due -> due.exchange().id(), Ledger.Due::step)
          .containsExactly(tuple("b", target), tuple("a", target));
    }
    assertThat(ExchangeView.of(ledger, "b").orElseThrow().story())
        .anySatisfy(
            line -> {
              assertThat(line.en()).isEqualTo("critical: slow heart");
              assertThat(line.zh()).isEqualTo("危急值：心动过缓");
            });

    // a later revision that is not urgent takes nothing back, and tells nothing twice
    arrive("b", Kind.ECG, 2);
    assertThat(steps.run("b", Step.CONVERT)).isEqualTo(Result.DONE);
    conversion = plain;
    arrive("b", Kind.ECG, 3);
    assertThat(steps.run("b", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(ledger.exchange("b").orElseThrow().priority()).isEqualTo(Priority.STAT);
    assertThat(ledger.story("b"))
        .extracting(StoryLine::event)
        .filteredOn(event -> event == Event.CRITICAL_VALUE)
        .hasSize(1);
  }

  @Test
  void anEcgGoesToTheTargetsThatTakeIt() {
    arrive("a", Kind.ECG, 1);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(ledger.steps("a"))
        .extracting(Step::name)
        .containsExactly(Step.CONVERT, "archive", "core");

    targets.set(
        new Targets(
            List.of(Objects.requireNonNull(targets.get()).entries().getFirst(), withoutEcgs())));
    arrive("b", Kind.ECG, 1);
    assertThat(steps.run("b", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(ledger.steps("b")).extracting(Step::name).containsExactly(Step.CONVERT, "core");
  }

  private static Targets.Entry withoutEcgs() {
    Target archive =
        new Target.Archive("archive", "PACS", "localhost", 104, "ME", Target.Tls.NONE, false);
    return new Targets.Entry(archive, work -> new DeliveryOutcome.Accepted(""));
  }

  @Test
  void anEcgThatAnotherExchangeHasBroughtGoesToNoArchive() {
    arrive("first", Kind.ECG, 1);
    Recordings.Written first = new Recordings.Written("key", "first", "digest");
    conversion =
        (exchange, site, arrivals) -> new Converted(BUNDLE, List.of(), List.of(first), false);
    arrive("a", Kind.ECG, 1);

    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(ledger.steps("a")).extracting(Step::name).containsExactly(Step.CONVERT, "core");
    assertThat(ledger.story("a"))
        .filteredOn(line -> line.event() == Event.SAME_RECORDING)
        .extracting(StoryLine::detail)
        .containsExactly("first");
    assertThat(ledger.recording("key")).isEmpty();
  }

  @Test
  void ofTwoThatConvertTheSameEcgAtOnceTheSecondConvertsAgainAndKnows() {
    arrive("first", Kind.ECG, 1);
    arrive("a", Kind.ECG, 1);
    Recordings.Written first = new Recordings.Written("key", "first", "digest 1");
    List<String> conversions = new ArrayList<>();
    conversion =
        (exchange, site, arrivals) -> {
          conversions.add(exchange.id());
          Optional<Recordings.Written> known = ledger.recording("key");
          // the other one is faster than this conversion
          ledger.<Void>write(
              tx -> {
                tx.firstOf(first);
                return null;
              });
          Recordings.Written own = new Recordings.Written("key", exchange.id(), "digest 2");
          return new Converted(BUNDLE, List.of(), List.of(known.orElse(own)), known.isEmpty());
        };

    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(conversions).containsExactly("a", "a");
    assertThat(ledger.recording("key")).contains(first);
    assertThat(story()).containsOnlyOnce(Event.CONVERTED).contains(Event.SAME_RECORDING);
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
    assertThat(ledger.due(Step.CONVERT, now.plusSeconds(9999), 9)).isEmpty();

    conversion = usual;
    arrive("a", Kind.ECG, 2);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(step(Step.CONVERT).troubleIfAny()).isEmpty();
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
