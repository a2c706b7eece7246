package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Steps.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clock is set while work waits. */
class ClockWatchTest extends StepsFixture {
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Duration> told = new ArrayList<>();
  private Duration counted = Duration.ZERO;
  private ClockWatch watch;

  @BeforeEach
  void watch() {
    watch =
        new ClockWatch(
            ledger, ledger.interventions(), () -> now, () -> counted.toNanos(), told::add);
    watch.start();
  }

  private void pass(Duration time) {
    now = now.plus(time);
    counted = counted.plus(time);
    watch.look();
  }

  private void set(Duration by) {
    now = now.plus(by);
    watch.look();
  }

  private void parked() {
    arrive("a", Kind.ECG, 1);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    delivery = work -> new DeliveryOutcome.Retry(Duration.ofSeconds(60), "busy");
    assertThat(steps.run("a", "core")).isEqualTo(Result.PARKED);
    delivery = work -> new DeliveryOutcome.Accepted("201");
  }

  @Test
  void anHourBackFreezesNoStudy() {
    arrive("a", Kind.STUDY, 1);
    pass(Duration.ofSeconds(2));
    set(HOUR.negated());
    assertThat(told).containsExactly(HOUR.negated());
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.NOT_DUE);
    pass(Duration.ofSeconds(3));
    assertThat(steps.run("a", Step.CONVERT)).as("5 s after the image").isEqualTo(Result.DONE);
  }

  @Test
  void anImageThatComesAfterTheJumpBackIsWaitedForAsEver() {
    arrive("a", Kind.STUDY, 1);
    pass(Duration.ofSeconds(2));
    set(HOUR.negated());
    pass(Duration.ofSeconds(1));
    arrive("a", Kind.STUDY, 2);
    pass(Duration.ofSeconds(3));
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.POSTPONED);
    pass(Duration.ofSeconds(2));
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(step(Step.CONVERT).done()).isEqualTo(2);
  }

  @Test
  void anHourBackOrForwardChangesNoWaitOfARetry() {
    for (Duration by : List.of(HOUR.negated(), HOUR)) {
      told.clear();
      Instant before = now;
      if (ledger.exchange("a").isEmpty()) {
        parked();
      } else {
        arrive("a", Kind.ECG, 2);
        assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
        delivery = work -> new DeliveryOutcome.Retry(Duration.ofSeconds(60), "busy");
        assertThat(steps.run("a", "core")).isEqualTo(Result.PARKED);
        delivery = work -> new DeliveryOutcome.Accepted("201");
      }
      pass(Duration.ofSeconds(10));
      set(by);
      assertThat(told).containsExactly(by);
      pass(Duration.ofSeconds(49));
      assertThat(steps.run("a", "core")).as("before " + before).isEqualTo(Result.NOT_DUE);
      pass(Duration.ofSeconds(1));
      assertThat(steps.run("a", "core")).isEqualTo(Result.DONE);
    }
  }

  @Test
  void anHourForwardEndsNoQuietTimeAndDropsNothing() {
    arrive("a", Kind.STUDY, 1);
    pass(Duration.ofSeconds(1));
    set(HOUR);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.NOT_DUE);
    pass(Duration.ofSeconds(4));
    assertThat(steps.run("a", Step.CONVERT)).as("5 s after the image").isEqualTo(Result.DONE);
    arrive("a", Kind.STUDY, 2);
    pass(Duration.ofSeconds(4));
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.NOT_DUE);
    pass(Duration.ofSeconds(1));
    assertThat(steps.run("a", Step.CONVERT)).as("a late image").isEqualTo(Result.DONE);
    assertThat(step(Step.CONVERT).done()).isEqualTo(2);
  }

  @Test
  void whatWaitsGoesOnWhereTheClockWentBackWhileNoEngineRan() {
    parked();
    now = now.minus(HOUR);
    watch();
    assertThat(told).containsExactly(HOUR.negated());
    pass(Duration.ofSeconds(60));
    assertThat(steps.run("a", "core")).isEqualTo(Result.DONE);
  }

  @Test
  void aClockThatGoesAsItShouldIsLeftAlone() {
    parked();
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofSeconds(1));
      set(Duration.ofMillis(i % 2 == 0 ? 30 : -30));
    }
    assertThat(told).isEmpty();
  }
}
