package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.exchange.Priority;
import org.farsight.fhir.Deadlines.Examination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClocksTest {

  @ParameterizedTest
  @CsvSource({
    "ECG, ROUTINE, ECG,              30",
    "ECG, ROUTINE, 心电图 胸痛待查,   10",
    "ECG, STAT,    ECG,              10",
    "DX,  STAT,    胸部正位,          30",
    "DX,  ROUTINE, 胸部正位,         120",
    "CT,  STAT,    Head,             60",
    "MR,  ASAP,    Head,             60",
    "CT,  URGENT,  Head,            240",
    "CT,  ROUTINE, Head,            240",
    "CT,  ROUTINE, 住院 胸部平扫,    360",
    "MR,  ROUTINE, 疑难病例,        1440",
    "US,  ROUTINE, 腹部,            240",
    "US,  STAT,    腹部,             30",
  })
  void whatHospitalsAskForHoldsWithoutConfiguration(
      String modality, Priority priority, String words, int minutes) {
    assertThat(Clocks.STANDARD.allowed(new Examination("lake", modality, priority, words)))
        .contains(Duration.ofMinutes(minutes));
  }

  @Test
  void theFirstRowThatFitsCounts() {
    Clocks clocks =
        clocks(
            row("hill-ct", Set.of("hill"), Set.of("CT"), Set.of(), 20),
            row("hill", Set.of("hill"), Set.of(), Set.of(), 40),
            row("stroke", Set.of(), Set.of("CT"), Set.of("stroke"), 15));
    assertThat(clocks.allowed(of("hill", "CT", "CT Head"))).contains(Duration.ofMinutes(20));
    assertThat(clocks.allowed(of("hill", "DX", "Chest"))).contains(Duration.ofMinutes(40));
    assertThat(clocks.allowed(of("lake", "CT", "Acute STROKE?"))).contains(Duration.ofMinutes(15));
    assertThat(clocks.allowed(of("lake", "CT", "CT Head"))).contains(Duration.ofHours(4));
  }

  @Test
  void aRowOfNoMinutesTakesTheDeadlineAway() {
    Clocks clocks = clocks(row("teaching", Set.of("lake"), Set.of(), Set.of(), 0));
    assertThat(clocks.allowed(of("lake", "CT", ""))).isEmpty();
  }

  @Test
  void aRowThatNeverCountsIsNamed() {
    Clocks.Row hill = row("hill", Set.of("hill"), Set.of(), Set.of(), 40);
    Clocks.Row ct = row("hill-ct", Set.of("hill"), Set.of("CT"), Set.of(), 20);
    assertThat(new Clocks(List.of(hill, ct), List.of()).shadowed())
        .containsExactly("hill-ct never counts: hill comes first");
    assertThat(new Clocks(List.of(ct, hill), List.of()).shadowed()).isEmpty();
    assertThat(Clocks.STANDARD.shadowed()).as("our own").isEmpty();
  }

  private static Clocks clocks(Clocks.Row... own) {
    return new Clocks(
        Stream.concat(Stream.of(own), Clocks.DEFAULTS.stream()).toList(),
        List.of(new Clocks.Pathway("stroke", List.of("stroke", "卒中"))));
  }

  private static Clocks.Row row(
      String name, Set<String> sites, Set<String> modalities, Set<String> pathways, int minutes) {
    return new Clocks.Row(name, sites, modalities, Set.of(), pathways, Duration.ofMinutes(minutes));
  }

  private static Examination of(String site, String modality, String words) {
    return new Examination(site, modality, Priority.ROUTINE, words);
  }
}
