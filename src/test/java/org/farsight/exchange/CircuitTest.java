package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Circuit.Pass;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.TargetStatus.Stage;
import org.junit.jupiter.api.Test;

/** When a target is called, and by how many. */
class CircuitTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  private final Circuit circuit = new Circuit("core", CircuitRule.DEFAULT);
  private Instant now = T0;

  @Test
  void aTargetThatRefusesThreeTimesInARowIsDown() {
    fail("a", Cause.TARGET);
    fail("a", Cause.TARGET);
    assertThat(stage()).isEqualTo(Stage.UP);
    fail("a", Cause.TARGET);
    assertThat(circuit.status())
        .isEqualTo(
            new TargetStatus("core", Stage.DOWN, T0, 3, "TARGET", T0.plus(Duration.ofSeconds(2))));
    assertThat(circuit.enter(now)).isEqualTo(Pass.NONE);
    assertThat(circuit.room(now, 500)).isZero();
  }

  @Test
  void whatIsAcceptedInBetweenBeginsTheCountAnew() {
    for (int i = 0; i < 10; i++) {
      fail("a" + i, Cause.TARGET);
      fail("b" + i, Cause.EITHER);
      accept();
    }
    assertThat(stage()).isEqualTo(Stage.UP);
  }

  @Test
  void oneExchangeThatNeverGetsAnAnswerDoesNotMakeTheTargetDown() {
    for (int i = 0; i < 50; i++) {
      fail("poison", Cause.EITHER);
    }
    assertThat(stage()).isEqualTo(Stage.UP);
    fail("another", Cause.EITHER);
    assertThat(stage()).as("now two of them in a row").isEqualTo(Stage.DOWN);
  }

  @Test
  void troubleOfExchangesSaysNothingAboutTheTarget() {
    for (int i = 0; i < 50; i++) {
      fail("a" + i, Cause.EXCHANGE);
    }
    assertThat(stage()).isEqualTo(Stage.UP);
    assertThat(circuit.room(now, 500)).isEqualTo(500);
  }

  @Test
  void itIsProbedByOneAtATimeWithGrowingWaits() {
    goDown();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Instant next = circuit.status().nextProbeIfDown().orElseThrow();
      assertThat(circuit.enter(next.minusMillis(1))).isEqualTo(Pass.NONE);
      waits.add(Duration.between(now, next).toSeconds());
      now = next;
      assertThat(circuit.room(now, 500)).isEqualTo(1);
      assertThat(circuit.enter(now)).isEqualTo(Pass.PROBE);
      assertThat(circuit.enter(now)).as("while the probe is out").isEqualTo(Pass.NONE);
      circuit.failed(Pass.PROBE, "p" + i, new Retry(null, "still down", Cause.TARGET), now);
    }
    assertThat(waits).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void aTargetThatAsksForALongerWaitGetsIt() {
    fail("a", Cause.TARGET);
    fail("b", Cause.TARGET);
    circuit.failed(
        circuit.enter(now), "c", new Retry(Duration.ofMinutes(9), "503", Cause.TARGET), now);
    assertThat(circuit.enter(now.plusSeconds(539))).isEqualTo(Pass.NONE);
    assertThat(circuit.enter(now.plusSeconds(540))).isEqualTo(Pass.PROBE);
  }

  @Test
  void aProbeThatShowsNothingIsFollowedByAnotherAtOnce() {
    goDown();
    now = now.plusSeconds(2);
    circuit.neither(circuit.enter(now), now);
    assertThat(stage()).isEqualTo(Stage.DOWN);
    assertThat(circuit.enter(now)).isEqualTo(Pass.PROBE);
  }

  @Test
  void itIsGivenMoreEachSecondWhenItIsBack() {
    goDown();
    now = now.plusSeconds(2);
    circuit.enter(now);
    assertThat(circuit.accepted(now)).contains(Duration.ofSeconds(2));
    List<Integer> perSecond = new ArrayList<>();
    for (int second = 0; second < 10; second++) {
      int passed = 0;
      while (stage() == Stage.RECOVERING && circuit.enter(now) == Pass.CALL) {
        assertThat(circuit.accepted(now)).isEmpty();
        passed++;
      }
      perSecond.add(passed);
      now = now.plusSeconds(1);
    }
    assertThat(perSecond).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
    assertThat(circuit.room(now, 500)).isEqualTo(500);
    assertThat(stage()).isEqualTo(Stage.UP);
  }

  @Test
  void oneThatFallsBackWaitsForLongerThanBefore() {
    goDown();
    now = now.plusSeconds(2);
    circuit.enter(now);
    circuit.accepted(now);
    fail("x", Cause.TARGET);
    assertThat(stage()).isEqualTo(Stage.DOWN);
    assertThat(circuit.status().nextProbeIfDown()).contains(now.plusSeconds(4));
  }

  @Test
  void aLateAnswerFromBeforeBringsItBackButALateFailureDoesNotEndTheProbe() {
    Pass before = circuit.enter(now);
    goDown();
    now = now.plusSeconds(2);
    assertThat(circuit.enter(now)).isEqualTo(Pass.PROBE);
    circuit.failed(before, "late", new Retry(null, "timed out", Cause.EITHER), now);
    assertThat(circuit.enter(now)).as("the probe is still out").isEqualTo(Pass.NONE);
    assertThat(circuit.accepted(now)).isPresent();
    assertThat(stage()).isEqualTo(Stage.RECOVERING);
  }

  @Test
  void aClockThatIsPutBackDoesNotKeepItWaiting() {
    goDown();
    assertThat(circuit.enter(now.minus(Duration.ofHours(8)))).isEqualTo(Pass.PROBE);
  }

  private void goDown() {
    for (int i = 0; i < 3; i++) {
      fail("d" + i, Cause.TARGET);
    }
    assertThat(stage()).isEqualTo(Stage.DOWN);
  }

  private void fail(String exchange, Cause cause) {
    circuit.failed(circuit.enter(now), exchange, new Retry(null, cause.name(), cause), now);
  }

  private void accept() {
    circuit.enter(now);
    circuit.accepted(now);
  }

  private Stage stage() {
    return circuit.status().stage();
  }
}
