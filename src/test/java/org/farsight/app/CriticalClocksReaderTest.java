package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.farsight.critical.CriticalClocks;
import org.farsight.critical.CriticalClocks.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriticalClocksReaderTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Configuration read(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("farsight.yaml"), yaml);
    return ConfigurationReader.read(file, folder, List.of());
  }

  private List<String> mistakes(String yaml) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read(yaml));
    return refused == null ? List.of() : refused.mistakes();
  }

  private static Row row(String name, Set<String> sites, Set<String> of, int tell, int answer) {
    return new Row(name, sites, of, Duration.ofMinutes(tell), Duration.ofMinutes(answer));
  }

  @Test
  void whatIsNotSaidIsAsTheRulesOfHospitalsAre() throws Exception {
    assertThat(read("http: {port: 0}\n").critical()).isEqualTo(CriticalClocks.STANDARD);
  }

  @Test
  void rowsComeBeforeWhatHoldsForAll() throws Exception {
    assertThat(
            read("""
            sites:
              lake: {calling-aets: [A]}
            critical:
              acknowledge-within-minutes: 15
              clocks:
                lake-ecg: {sites: [lake], modalities: [ECG], acknowledge-within-minutes: 5}
                ct: {modalities: [CT, MR], tell-within-minutes: 20}
            """)
                .critical()
                .rows())
        .containsExactly(
            row("lake-ecg", Set.of("lake"), Set.of("ECG"), 1, 5),
            row("ct", Set.of(), Set.of("CT", "MR"), 20, 15),
            row("ecg", Set.of(), Set.of("ECG"), 1, 15),
            row("other", Set.of(), Set.of(), 30, 15));
  }

  @Test
  void mistakesAreNamedWithTheirLine() {
    assertThat(
            mistakes(
                """
                critical:
                  clocks:
                    all: {acknowledge-within-minutes: 5}
                    Late: {sites: [nowhere], modalities: [x]}
                """))
        .anyMatch(line -> line.contains(":4") && line.contains("Late: a name is a-z"))
        .anyMatch(line -> line.contains("nowhere is no site"))
        .anyMatch(line -> line.contains("x is no modality"))
        .anyMatch(line -> line.contains("Late never counts: all comes first"));
    assertThat(mistakes("critical: {acknowledge-within-minutes: 0}\n"))
        .anyMatch(line -> line.contains("critical.acknowledge-within-minutes"));
    assertThat(mistakes("critical: {acknowledge: 5}\n"))
        .anyMatch(line -> line.contains("unknown key"));
  }
}
