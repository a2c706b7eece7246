package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.report.ReportTemplate;
import org.farsight.report.ReportTemplates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The templates as they are shipped, and what is said of one with mistakes. */
class TemplateReaderTest {
  private static final Path SHIPPED = Path.of("routes/reports");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      return files.sorted().toList();
    }
  }

  private static ReportTemplates shipped() throws Exception {
    return new ReportTemplates(
        files().stream().map(file -> TemplateReader.read(file).template()).toList());
  }

  @Test
  void theShippedOnesHaveNoMistakesAndSpeakBothLanguages() throws Exception {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(6);
    for (Path file : files()) {
      assertThat(TemplateReader.read(file).mistakes()).as("%s", file).isEmpty();
    }
    for (ReportTemplate template : shipped().all()) {
      assertThat(template.name().zh()).isNotEqualTo(template.name().en());
      for (ReportTemplate.Phrase phrase : template.phrases()) {
        assertThat(phrase.text().zh()).as(template.id()).isNotEqualTo(phrase.text().en());
      }
    }
  }

  @Test
  void theOneThatFitsAnExaminationBestComesFirst() throws Exception {
    ReportTemplates all = shipped();

    assertThat(all.fitting("CT", "CT 胸部平扫").getFirst().id()).isEqualTo("ct-chest");
    assertThat(all.fitting("CT", "HEAD plain").getFirst().id()).isEqualTo("ct-head");
    assertThat(all.fitting("DX", "胸部正位").getFirst().id()).isEqualTo("xray-chest");
    assertThat(all.fitting("ECG", "").getFirst().id()).isEqualTo("ecg-resting");
    assertThat(all.fitting("US", "腹部").getFirst().id()).isEqualTo("us-abdomen");
    assertThat(all.fitting("MG", "").getFirst().id()).isEqualTo("general");
    assertThat(all.fitting("CT", "膝关节")).extracting(ReportTemplate::id).contains("ct-head");
  }

  @Test
  void mistakesAreToldWithFileAndLine() throws Exception {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(
        file,
        """
        name: {zh: 坏}
        modalities: [ct]
        fields:
          rate: {zh: 心率, type: number, range: 300 .. 20, from: pulse}
          side: {zh: 侧, type: choice, choices: [左]}
        findings: {zh: "{rat} 次"}
        phrases:
          one: {zh: 一, into: summary}
        colour: red
        """);

    assertThat(TemplateReader.read(file).mistakes())
        .anySatisfy(one -> assertThat(one).contains("bad.yaml:2:", "ct is no modality"))
        .anySatisfy(one -> assertThat(one).contains("bad.yaml:4:", "larger number first"))
        .anySatisfy(one -> assertThat(one).contains("bad.yaml:4:", "pulse is none of"))
        .anySatisfy(one -> assertThat(one).contains("bad.yaml:5:", "two or more"))
        .anySatisfy(one -> assertThat(one).contains("bad.yaml:6:", "{rat} is none of"))
        .anySatisfy(one -> assertThat(one).contains("bad.yaml:8:", "findings or impression"))
        .anySatisfy(one -> assertThat(one).contains("bad.yaml:8:", "text is missing"))
        .anySatisfy(one -> assertThat(one).contains("bad.yaml:9:", "unknown key colour"));
  }
}
