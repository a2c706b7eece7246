package org.farsight.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessFiguresTest {
  @Test
  void cpuTimeIsThatOfTheProcessAndItsEndedChildren() {
    String stat =
        "4711 (java (odd) name) S 1 4711 4711 0 -1 4194560 2500 90 0 0 1234 66 100 50 20 0 30 0 55";
    assertThat(ProcessFigures.cpuSeconds(List.of(stat))).isEqualTo(14.5);
  }

  @Test
  void memoryIsToldInBytes() {
    List<String> status = List.of("Name:\tjava", "VmHWM:\t  2048 kB", "VmRSS:\t  1024 kB");
    assertThat(ProcessFigures.kilobytes(status, "VmRSS:")).contains(1024L * 1024);
    assertThat(ProcessFigures.kilobytes(status, "VmHWM:")).contains(2048L * 1024);
    assertThat(ProcessFigures.kilobytes(status, "VmSwap:")).isEmpty();
  }

  @Test
  void thisProcessHasFigures() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc here");
    ProcessFigures here = ProcessFigures.of(ProcessHandle.current().pid());
    assertThat(here.cpuSeconds()).hasValueSatisfying(s -> assertThat(s).isPositive());
    assertThat(here.rss()).hasValueSatisfying(rss -> assertThat(rss).isGreaterThan(10 << 20));
    assertThat(here.peakRss().orElseThrow()).isGreaterThan(10 << 20);
  }

  @Test
  void aProcessThatIsGoneHasNone() {
    ProcessFigures gone = ProcessFigures.of(Integer.MAX_VALUE);
    assertThat(gone.cpuSeconds()).isEmpty();
    assertThat(gone.rss()).isEmpty();
    assertThat(gone.forgetPeak()).isFalse();
  }
}
