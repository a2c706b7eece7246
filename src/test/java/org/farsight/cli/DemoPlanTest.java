package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPlanTest {
  @Test
  void theTestDataAreEnoughForADemonstration() throws Exception {
    DemoPlan plan = DemoPlan.of(Path.of("test-data"));

    assertThat(plan.pushes()).hasSizeGreaterThanOrEqualTo(12);
    assertThat(plan.sites()).containsOnlyKeys("qingshan", "hewan");
    assertThat(plan.sites().get("qingshan"))
        .satisfies(site -> assertThat(site.name()).isEqualTo("青山镇卫生院"))
        .satisfies(site -> assertThat(site.devices()).contains("QS_CT", "QS_MR", "QS_ECG"));
    assertThat(plan.pushes().stream().map(DemoPlan.Push::modality).collect(Collectors.toSet()))
        .contains("CT", "MR", "US", "DX", "CR", "ECG", "HL7 aECG");
    assertThat(plan.pushes().stream().map(DemoPlan.Push::way).distinct())
        .containsExactlyInAnyOrder(DemoPlan.Way.values());
    assertThat(plan.pushes().stream().map(DemoPlan.Push::key)).doesNotHaveDuplicates();
    assertThat(plan.pushes()).anyMatch(push -> push.patient().complete());
  }

  @Test
  void aFileThatDoesNotSayItsSiteIsAMistake(@TempDir Path folder) throws Exception {
    Path dicom = Files.createDirectory(folder.resolve("dicom"));
    Files.copy(Path.of("test-data/dicom/ct/head/qingshan-01.dcm"), dicom.resolve("image.dcm"));
    assertThatThrownBy(() -> DemoPlan.of(folder))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("image.dcm");
  }
}
