package org.farsight.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed files are what the generators write, byte for byte, and nothing else is there. */
class GeneratedFilesTest {
  private static final Path TEST_DATA = Path.of("test-data");

  @Test
  void theDicomObjectsAreTheGenerators() throws IOException {
    Map<String, byte[]> files = new TreeMap<>(GenerateImages.files());
    GenerateEcg.files().entrySet().stream()
        .filter(file -> file.getKey().startsWith("dicom/"))
        .forEach(file -> files.put(file.getKey().substring("dicom/".length()), file.getValue()));
    assertSame(TEST_DATA.resolve("dicom"), files);
  }

  @Test
  void theOrdersAreTheGenerators() throws IOException {
    assertSame(TEST_DATA.resolve("hl7v2"), GenerateOrders.files());
  }

  @Test
  void theOrdersNameThePatientInTheirDeclaredCharacters() {
    for (ImageStudy study : GenerateImages.STUDIES) {
      Charset charset = study.unicode() ? StandardCharsets.UTF_8 : Charset.forName("GB18030");
      assertThat(GenerateOrders.files())
          .anySatisfy(
              (name, bytes) ->
                  assertThat(new String(bytes, charset))
                      .contains(study.accession())
                      .contains(study.studyUid())
                      .contains(study.patient().nameIdeographic())
                      .contains(study.unicode() ? "|UNICODE UTF-8\r" : "|GB 18030-2000\r"));
    }
  }

  @Test
  void bothSitesHaveStudiesOfDifferentPatientsUnderDifferentNumbers() {
    assertThat(GenerateImages.STUDIES).extracting(ImageStudy::accession).doesNotHaveDuplicates();
    assertThat(GenerateImages.STUDIES).extracting(ImageStudy::studyUid).doesNotHaveDuplicates();
    assertThat(GenerateImages.STUDIES.stream().map(ImageStudy::site).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(BranchClinic.QINGSHAN, BranchClinic.HEWAN);
  }

  @Test
  void runLengthCodingGivesBackEachRow() {
    byte[] plane = new byte[3 * 300];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (byte) (i < 300 ? 7 : i < 600 ? i : i / 3 % 5);
    }
    byte[] coded = RunLengthCoding.encode(new byte[][] {plane}, 300);
    assertThat(Arrays.copyOf(unpack(coded, 64), plane.length)).isEqualTo(plane);
  }

  /** PackBits read straight from PS3.5 §G.3.2. */
  private static byte[] unpack(byte[] coded, int from) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    int at = from;
    while (at < coded.length - 1) {
      int n = coded[at++];
      if (n >= 0) {
        out.write(coded, at, n + 1);
        at += n + 1;
      } else if (n != -128) {
        byte[] run = new byte[1 - n];
        Arrays.fill(run, coded[at++]);
        out.writeBytes(run);
      }
    }
    return out.toByteArray();
  }

  private static void assertSame(Path folder, Map<String, byte[]> generated) throws IOException {
    Map<String, Path> committed = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(Files::isRegularFile)
          .forEach(f -> committed.put(folder.relativize(f).toString().replace('\\', '/'), f));
    }
    assertThat(Set.copyOf(committed.keySet())).isEqualTo(Set.copyOf(generated.keySet()));
    for (Map.Entry<String, byte[]> file : generated.entrySet()) {
      assertThat(Arrays.equals(Files.readAllBytes(committed.get(file.getKey())), file.getValue()))
          .as("%s is what the generator writes", file.getKey())
          .isTrue();
    }
  }
}
