package org.farsight.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.sierra.SierraLimits;
import org.farsight.ecg.sierra.SierraReader;
import org.junit.jupiter.params.provider.MethodSource;

/** Philips Sierra XML, under its usual rules and under none. */
final class SierraFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(new SierraReader(), new SierraReader(Set.of(), SierraLimits.DEFAULT));

  static Stream<byte[]> seeds() {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.sierra());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
  }
}
