package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class AcquisitionTimesTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @Test
  void aDateAndATimeOfDicomAreAMomentInTheZoneOfTheSite() {
    assertThat(AcquisitionTimes.time("20261123", "142005.123", SHANGHAI))
        .contains(Instant.parse("2026-11-23T06:20:05Z"));
    assertThat(AcquisitionTimes.time("20261123", "1420", SHANGHAI))
        .contains(Instant.parse("2026-11-23T06:20:00Z"));
  }

  @Test
  void whatIsNoMomentIsNone() {
    assertThat(AcquisitionTimes.time("20261123", "", SHANGHAI)).isEmpty();
    assertThat(AcquisitionTimes.time("", "142005", SHANGHAI)).isEmpty();
    assertThat(AcquisitionTimes.time("20261323", "142005", SHANGHAI)).isEmpty();
    assertThat(AcquisitionTimes.time("20261123", "256199", SHANGHAI)).isEmpty();
  }
}
