package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.junit.jupiter.api.Test;

/** The crash test's hold on the engine. */
class CrashTestTest {

  @Test
  void withoutItsPropertiesNothingIsThere() {
    CrashTest none = CrashTest.of(new Properties());
    assertThat(none.killSwitch()).isSameAs(KillSwitch.OFF);
    assertThat(none.segment()).isEmpty();
    assertThat(none.redo()).isEmpty();
    assertThat(none.unchecked()).isFalse();
    Doorbell doorbell = (exchange, step) -> {};
    assertThat(none.ports().over(doorbell)).as("the port itself").isSameAs(doorbell);
    assertThat(none.meters()).isNotInstanceOf(KillingMeters.class).satisfies(Meters::close);
  }

  @Test
  void itEndsAtThePassageThatWasNamedAndOnlyThere() {
    List<KillPoint> ended = new ArrayList<>();
    KillSwitch third = CrashTest.killSwitch(Map.of(KillPoint.COMMITTED, 3), ended::add);
    for (int i = 0; i < 2; i++) {
      third.pass(KillPoint.COMMITTED);
      third.pass(KillPoint.BELL_RUNG);
    }
    assertThat(ended).isEmpty();
    third.pass(KillPoint.COMMITTED);
    third.pass(KillPoint.COMMITTED);
    assertThat(ended).containsExactly(KillPoint.COMMITTED);
  }

  @Test
  void ofSeveralPlacesItEndsAtTheOneThatItComesToFirstAndOnce() {
    List<KillPoint> ended = new ArrayList<>();
    KillSwitch either =
        CrashTest.killSwitch(
            Map.of(KillPoint.COMMITTED, 2, KillPoint.BELL_RUNG, 1, KillPoint.CONVERTED, 1),
            ended::add);
    either.pass(KillPoint.COMMITTED);
    either.pass(KillPoint.BELL_DUE);
    assertThat(ended).isEmpty();
    either.pass(KillPoint.BELL_RUNG);
    either.pass(KillPoint.COMMITTED);
    either.pass(KillPoint.CONVERTED);
    assertThat(ended).containsExactly(KillPoint.BELL_RUNG);
  }

  @Test
  void aPlaceThatDoesNotExistIsRefused() {
    Properties properties = new Properties();
    properties.setProperty(KillSwitch.KILL_AT, "LUNCH:1");
    assertThatThrownBy(() -> CrashTest.of(properties)).hasMessageContaining("LUNCH");
  }

  @Test
  void sizesAreThoseNamed() {
    Properties properties = new Properties();
    properties.setProperty(KillSwitch.SEGMENT_BYTES, "1000");
    properties.setProperty(KillSwitch.REDO_BYTES, "2000");
    properties.setProperty(KillSwitch.KILL_AT, "COMMITTED:2,BELL_DUE,CONVERTED:1");
    CrashTest some = CrashTest.of(properties);
    assertThat(some.segment()).hasValue(1000L);
    assertThat(some.redo()).hasValue(2000);
    assertThat(some.killSwitch()).isNotSameAs(KillSwitch.OFF);
    assertThat(some.meters()).isInstanceOf(KillingMeters.class).satisfies(Meters::close);
  }

  @Test
  void aDoorbellIsRungBetweenItsTwoPlaces() {
    StringBuilder told = new StringBuilder();
    KillingPorts ports = new KillingPorts(point -> told.append(point).append(' '));
    ports.over((exchange, step) -> told.append("ring ")).ring(exchange(), "convert");
    assertThat(told.toString()).isEqualTo("BELL_DUE ring BELL_RUNG ");
  }

  private static Exchange exchange() {
    Instant at = Instant.parse("2026-03-01T08:00:00Z");
    return new Exchange("x", "s", Kind.ECG, "k", "p", "", "", "ECG", Priority.ROUTINE, 1, at, at);
  }
}
