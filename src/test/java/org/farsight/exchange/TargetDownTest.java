package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.TargetStatus.Stage;
import org.junit.jupiter.api.Test;

/** What happens to exchanges while one of their targets is down, and when it is back. */
class TargetDownTest extends StepsFixture {
  private static final Delivery REFUSED =
      work -> new Retry(null, "connection refused", Cause.TARGET);

  private boolean up;

  @Test
  void whatIsForATargetThatIsDownWaitsAsItIs() {
    goDown();
    arrive("later", Kind.ECG, 1);
    steps.run("later", Step.CONVERT);
    Step before = ledger.step("later", "core").orElseThrow();
    int rows = ledger.story("later").size();
    for (int i = 0; i < 100; i++) {
      assertThat(steps.run("later", "core")).isEqualTo(Result.HELD);
    }
    assertThat(ledger.step("later", "core")).contains(before);
    assertThat(ledger.story("later")).hasSize(rows);
    assertThat(steps.run("later", "archive")).as("nobody else is held up").isEqualTo(Result.DONE);
    assertThat(steps.run("later", Step.CONVERT)).isEqualTo(Result.NOT_DUE);
    assertThat(told).containsExactly("core down: connection refused");
  }

  @Test
  void itIsProbedByTheMostUrgentAndWhatWasTriedNeedNotWaitOutItsTime() {
    goDown();
    now = now.plusSeconds(600);
    arrive("new", Kind.ECG, 1);
    steps.run("new", Step.CONVERT);
    ledger.<Void>write(
        tx -> {
          tx.raise("new", Priority.STAT);
          return null;
        });
    assertThat(ledger.due("core", now, 9).getFirst().exchange().id()).isEqualTo("new");
    assertThat(steps.run("new", "core")).as("the probe").isEqualTo(Result.PARKED);
    assertThat(steps.run("d0", "core")).isEqualTo(Result.HELD);

    up = true;
    now = now.plusSeconds(4);
    assertThat(steps.run("new", "core")).isEqualTo(Result.DONE);
    assertThat(told).last().isEqualTo("core back after 604 s");
    assertThat(ledger.due("core", now, 9))
        .as("the oldest first, whatever wait each had")
        .extracting(due -> due.exchange().id())
        .containsExactly("d0", "d1", "d2");
    assertThat(circuits.statuses())
        .extracting(TargetStatus::target, TargetStatus::stage)
        .containsExactly(tuple("core", Stage.RECOVERING), tuple("archive", Stage.UP));
  }

  @Test
  void aStepThatWasTriedAsksBeforeItSendsAgainAlsoAfterARestart() {
    arrive("a", Kind.ECG, 1);
    arrive("b", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    steps.run("b", Step.CONVERT);
    delivery = work -> new Retry(null, "no answer", Cause.EITHER);
    steps.run("a", "core");
    now = now.plusSeconds(1);
    steps.run("a", "core");
    assertThat(works).extracting(Delivery.Work::triedBefore).containsExactly(false, true);

    works.clear();
    steps = newSteps();
    steps.run("b", "core");
    assertThat(works).as("it may have been on the wire").allMatch(Delivery.Work::triedBefore);
  }

  @Test
  void aTargetThatGivesNoAnswerIsNotAskedMoreOftenThanItsTriesAllow() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    delivery = work -> new Retry(Duration.ofSeconds(60), "timed out", Cause.EITHER);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 22; i++) {
      assertThat(steps.run("a", "core")).isEqualTo(Result.PARKED);
      Instant next = Optional.ofNullable(step("core").dueAt()).orElseThrow();
      waits.add(Duration.between(now, next).toSeconds());
      now = next;
    }
    assertThat(waits.subList(0, 20)).containsOnly(60L);
    assertThat(waits.subList(20, 22)).containsOnly(300L);
    assertThat(story().stream().filter(Event.PARKED::equals)).hasSize(1);
    assertThat(told).as("it is one exchange only").isEmpty();
  }

  @Test
  void aTargetThatAReloadHasChangedIsAskedAnew() {
    goDown();
    Delivery working = work -> new Accepted("ok");
    targets.set(
        new Targets(
            List.of(
                new Targets.Entry(new Target.FhirServer("core", "http://elsewhere/fhir"), working),
                archive())));
    now = now.plusSeconds(1);
    assertThat(steps.run("d0", "core")).isEqualTo(Result.DONE);
    assertThat(circuits.statuses()).extracting(TargetStatus::stage).containsOnly(Stage.UP);
  }

  private Targets.Entry archive() {
    return Optional.ofNullable(targets.get()).orElseThrow().entries().get(1);
  }

  /** Three exchanges fail at core, one after the other; the archive takes all. */
  private void goDown() {
    Delivery core = work -> up ? new Accepted("ok") : REFUSED.deliver(work);
    targets.set(
        new Targets(
            List.of(
                new Targets.Entry(new Target.FhirServer("core", "http://localhost/fhir"), core),
                archive())));
    for (int i = 0; i < 3; i++) {
      String id = "d" + i;
      arrive(id, Kind.ECG, 1);
      steps.run(id, Step.CONVERT);
      assertThat(steps.run(id, "archive")).isEqualTo(Result.DONE);
      assertThat(steps.run(id, "core")).isEqualTo(Result.PARKED);
      now = now.plusMillis(10);
    }
  }
}
