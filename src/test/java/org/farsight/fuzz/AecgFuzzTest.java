package org.farsight.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.aecg.AecgLimits;
import org.farsight.ecg.aecg.AecgReader;
import org.junit.jupiter.params.provider.MethodSource;

/** HL7 aECG, under its usual rules and under none. */
final class AecgFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(new AecgReader(), new AecgReader(Set.of(), AecgLimits.DEFAULT));

  static Stream<byte[]> seeds() throws IOException {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.aecg());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
  }
}
