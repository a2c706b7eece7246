package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;
import org.junit.jupiter.api.Test;

/** What comes of handing over: accepted, tried again, refused, broken off. */
class DeliverStepTest extends StepsFixture {

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
        .startsWith("unexpected IllegalStateException at DeliverStepTest.java:")
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
}
