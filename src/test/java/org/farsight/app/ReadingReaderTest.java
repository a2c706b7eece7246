package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.farsight.exchange.Priority;
import org.farsight.fhir.Deadlines.Examination;
import org.farsight.reading.Clocks;
import org.farsight.reading.ReadingOptions.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingReaderTest {
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

  @Test
  void whatIsNotSaidIsAsHospitalsDoIt() throws Exception {
    ReadingSettings settings = read("fhir: {url: 'http://h/f'}\n").reading();
    assertThat(settings.clocks()).isEqualTo(Clocks.STANDARD);
    assertThat(settings.groups()).containsExactly(new Group("remote-reading", "远程诊断中心"));
    assertThat(settings.poll()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.escalate()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.target()).contains("fhir");
    assertThat(settings.subscription()).isEmpty();
    assertThat(read("http: {port: 0}\n").reading().target()).isEmpty();
  }

  @Test
  void clocksGroupsAndPathwaysAreRead() throws Exception {
    ReadingSettings settings =
        read("""
        sites:
          lake: {calling-aets: [A]}
        reading:
          department-name: 影像中心
          escalate-minutes: 5
          groups:
            on-call: {name: 值班组}
            chief: {name: 主任组}
          pathways:
            stroke: {words: [卒中, stroke]}
          clocks:
            stroke: {modalities: [CT, MR], pathways: [stroke], minutes: 20}
            lake: {sites: [lake], priorities: [routine], minutes: 90}
        """)
            .reading();
    assertThat(settings.groups())
        .extracting(Group::id)
        .containsExactly("remote-reading", "on-call", "chief");
    assertThat(settings.clocks().allowed(new Examination("x", "CT", Priority.STAT, "急性卒中")))
        .contains(Duration.ofMinutes(20));
    assertThat(settings.clocks().allowed(new Examination("lake", "CT", Priority.ROUTINE, "")))
        .contains(Duration.ofMinutes(90));
    assertThat(settings.clocks().allowed(new Examination("lake", "ECG", Priority.STAT, "")))
        .contains(Duration.ofMinutes(10));
  }

  @Test
  void eachMistakeIsNamedWithItsPlace() {
    assertThat(
            mistakes(
                """
                reading:
                  target: nowhere
                  subscription-url: not an address
                  subscription-token-file: /nowhere/token
                  clocks:
                    far: {sites: [moon], minutes: 5}
                    odd: {priorities: [soon], pathways: [walk], modalities: [ct scan], minutes: 5}
                    none: {modalities: [CT]}
                    never: {modalities: [CT], priorities: [stat], minutes: 5}
                  pathways:
                    empty: {words: []}
                """))
        .anyMatch(line -> line.contains("farsight.yaml:2") && line.contains("no FHIR server"))
        .anyMatch(line -> line.contains("farsight.yaml:3: reading.subscription-url"))
        .anyMatch(line -> line.contains("farsight.yaml:4") && line.contains("cannot be read"))
        .anyMatch(line -> line.contains("farsight.yaml:6") && line.contains("moon is no site"))
        .anyMatch(line -> line.contains("farsight.yaml:7") && line.contains("soon is none of"))
        .anyMatch(line -> line.contains("farsight.yaml:7") && line.contains("walk is no pathway"))
        .anyMatch(line -> line.contains("farsight.yaml:7") && line.contains("is no modality"))
        .anyMatch(line -> line.contains("reading.clocks.none.minutes is missing"))
        .anyMatch(line -> line.contains("never never counts: none comes first"))
        .anyMatch(line -> line.contains("reading.pathways.empty.words is missing"));
  }
}
