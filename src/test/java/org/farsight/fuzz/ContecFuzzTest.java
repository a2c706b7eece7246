package org.farsight.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.contec.ContecLimits;
import org.farsight.ecg.contec.ContecReader;
import org.junit.jupiter.params.provider.MethodSource;

/** Contec's native file, under its usual rules and under none. */
final class ContecFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(new ContecReader(), new ContecReader(Set.of(), ContecLimits.DEFAULT));

  static Stream<byte[]> seeds() {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.contec());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
  }
}
