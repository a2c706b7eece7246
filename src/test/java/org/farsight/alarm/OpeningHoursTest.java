package org.farsight.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningHoursTest {
  private static final ZoneId ZONE = ZoneId.of("+08:00");

  /** 2026-11-20 is a Friday. */
  private static Instant at(String local) {
    return Instant.parse(local + ":00+08:00");
  }

  @Test
  void onlyTimeWithinTheHoursCounts() {
    OpeningHours hours = OpeningHours.parse(List.of("mon-fri 08:00-17:30", "sat 08:00-12:00"));
    assertThat(hours.within(at("2026-11-20T17:00"), at("2026-11-21T09:00"), ZONE))
        .isEqualTo(Duration.ofMinutes(90));
    assertThat(hours.within(at("2026-11-21T12:00"), at("2026-11-23T08:00"), ZONE)).isZero();
    assertThat(hours.within(at("2026-11-20T09:00"), at("2026-11-20T09:10"), ZONE))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void spansThatOverlapCountOnce() {
    OpeningHours hours = OpeningHours.parse(List.of("fri 08:00-12:00", "fri 10:00-14:00"));
    assertThat(hours.within(at("2026-11-20T00:00"), at("2026-11-21T00:00"), ZONE))
        .isEqualTo(Duration.ofHours(6));
  }

  @Test
  void aWeekMayTurnAtItsEndAndADayHave24Hours() {
    OpeningHours hours = OpeningHours.parse(List.of("fri-mon 00:00-24:00"));
    assertThat(hours.within(at("2026-11-16T00:00"), at("2026-11-23T00:00"), ZONE))
        .isEqualTo(Duration.ofDays(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-17", "mon 8:00-17:00", "noon 08:00-09:00", "mon 17:00-08:00"})
  void whatCannotBeReadIsNamed(String text) {
    assertThatThrownBy(() -> OpeningHours.parse(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
