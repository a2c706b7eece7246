package org.farsight.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.formats.EcgFormats;
import org.junit.jupiter.api.Test;

/** The committed pages are the generator's, and are read back as what their carrier says. */
class GeneratePagesTest {
  private static final Path TEST_DATA = Path.of("test-data");
  private static final String BARE = "ecg/pdf/hewan-normal-page.pdf";
  private static final String CARRIED = "ecg/pdf/hewan-normal-page.hl7";

  @Test
  void theCommittedPagesAreTheGeneratorsByteForByte() throws Exception {
    Map<String, byte[]> pages = GenerateEcg.pages();
    assertThat(pages.keySet()).containsExactlyInAnyOrder(BARE, CARRIED);
    for (Map.Entry<String, byte[]> page : pages.entrySet()) {
      assertThat(Files.readAllBytes(TEST_DATA.resolve(page.getKey()))).isEqualTo(page.getValue());
    }
  }

  @Test
  void aBarePageNamesNobodyAndACarriedOneWhomItsCarrierNames() throws Exception {
    EcgDocument bare = read(BARE);
    EcgDocument carried = read(CARRIED);
    SyntheticEcg ecg = GenerateEcg.PAGE;

    assertThat(bare.subject()).isEqualTo(Subject.UNNAMED);
    assertThat(bare.page()).isEqualTo(Files.readAllBytes(TEST_DATA.resolve(BARE)));
    assertThat(carried.page()).isEqualTo(bare.page());
    assertThat(carried.subject().id()).contains(ecg.site().patientId(ecg.patient()));
    assertThat(carried.subject().name().orElseThrow().text())
        .isEqualTo(ecg.patient().chineseName());
    assertThat(carried.acquisition().start()).contains(ecg.started());
    assertThat(carried.measurements().of(Kind.HEART_RATE)).isPresent();
    assertThat(carried.statements())
        .extracting(Statement::text)
        .isEqualTo(List.of(ecg.rhythm().chinese()));
  }

  private static EcgDocument read(String path) throws Exception {
    byte[] bytes = Objects.requireNonNull(Files.readAllBytes(TEST_DATA.resolve(path)));
    return (EcgDocument) EcgFormats.standard().readerOf(bytes).orElseThrow().content(bytes);
  }
}
