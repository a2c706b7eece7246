package org.farsight.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void theMedianIsTheMiddleOneOrTheMeanOfTwo() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
    assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 6.0))).isEqualTo(5.5);
    assertThat(Statistics.median(List.of(2.0))).isEqualTo(2);
    assertThat(Statistics.median(List.of())).isNaN();
  }

  @Test
  void aPercentileIsTheNearestRank() {
    long[] values = LongStream.rangeClosed(1, 200).toArray();
    assertThat(Statistics.percentile(values, 50)).isEqualTo(100);
    assertThat(Statistics.percentile(values, 99)).isEqualTo(198);
    assertThat(Statistics.percentile(values, 100)).isEqualTo(200);
    assertThat(Statistics.percentile(new long[] {7}, 1)).isEqualTo(7);
    assertThat(Statistics.percentile(new long[0], 50)).isNaN();
  }

  @Test
  void percentilesDoNotSortWhatTheyAreGiven() {
    long[] values = {3, 1, 2};
    assertThat(Statistics.percentile(values, 100)).isEqualTo(3);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void aRunTellsObjectsAndMegabytesASecond() {
    Run run = new Run(10, 5_000_000, 2, new long[] {1_000_000, 3_000_000});
    assertThat(run.perSecond()).isEqualTo(5);
    assertThat(run.megabytesPerSecond()).isEqualTo(2.5);
    assertThat(run.percentileMillis(99)).isEqualTo(3);
  }
}
