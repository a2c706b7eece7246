package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.hl7v2.OruLimits;
import org.farsight.ecg.hl7v2.OruReader;
import org.farsight.ecg.scp.ScpReader;
import org.junit.jupiter.params.provider.MethodSource;

/** HL7 v2 results, under the usual rules and under none. */
final class OruFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(
          new OruReader(List.of(new ScpReader())),
          new OruReader(Set.of(), OruLimits.DEFAULT, List.of()));

  /** A message may carry a PDF alone, which is no recording. */
  private static final OruReader CARRIER = new OruReader(List.of(new ScpReader()));

  static Stream<byte[]> seeds() {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.oru());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
    byte[] file = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    try {
      assertThat(CARRIER.content(file)).isEqualTo(CARRIER.content(file));
    } catch (EcgFormatException e) {
      assertThat(e.where()).isNotBlank();
    }
  }
}
