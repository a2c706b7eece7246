package org.farsight.ecg.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.dicom.io.Part10File;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.VoltageUnit;
import org.farsight.ecg.waveform.EcgFileSet.EcgFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pydicom and DCMTK find in the objects made of every file of every format. */
class WaveformObjectReadByOthersTest {
  private static final Path DCMDUMP = Path.of("/usr/bin/dcmdump");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  static Stream<EcgFile> files() {
    return EcgFileSet.all().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void pydicomReadsEverySampleOfTheSource(EcgFile file) throws Exception {
    List<IndependentReader.Row> rows =
        IndependentReader.read("read_made_waveform.py", "numpy, pydicom", made(file));
    List<Lead> leads = file.recording().leads();

    assertThat(rows).hasSizeGreaterThanOrEqualTo(leads.size());
    for (Lead lead : leads) {
      IndependentReader.Row row =
          rows.stream()
              .filter(r -> r.name().equals(lead.label().replace(' ', '_')))
              .findFirst()
              .orElseThrow();
      BigDecimal unit = VoltageUnit.of(row.unit()).orElseThrow().millivolts();
      assertThat(row.scale().multiply(unit)).isEqualByComparingTo(lead.scale());
      assertThat(row.timing()).isEqualByComparingTo(lead.rate().hertz());
      assertThat(row.samples()).hasSize(lead.samples().length());
      for (int i = 0; i < row.samples().length; i++) {
        if (!lead.samples().isMissing(i)) {
          assertThat(row.samples()[i]).isEqualTo(lead.samples().at(i));
        }
      }
    }
  }

  @Test
  void dcmdumpReadsEachObjectWithoutAWord() throws Exception {
    assumeTrue(Files.isExecutable(DCMDUMP), "DCMTK is not installed");
    int read = 0;
    for (EcgFile file : EcgFileSet.all()) {
      Process dump =
          new ProcessBuilder(DCMDUMP.toString(), "-v", "+E", made(file).toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(dump.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(dump.waitFor()).as(said).isZero();
      assertThat(said).as("%s", file).doesNotContain("W:", "E:", "F:");
      read++;
    }
    assertThat(read).isGreaterThanOrEqualTo(12);
  }

  private Path made(EcgFile file) throws IOException {
    WaveformIdentity identity =
        WaveformIdentity.of("ab".repeat(32), Instant.EPOCH, ZoneId.of("Asia/Shanghai"));
    Path path = folder.resolve(file + ".dcm");
    try (OutputStream out = Files.newOutputStream(path)) {
      Part10File.write(
          out, WaveformObject.of(file.recording(), identity), WaveformObject.SYNTAX, "");
    }
    return path;
  }
}
