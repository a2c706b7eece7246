package org.farsight.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.edf.EdfLimits;
import org.farsight.ecg.edf.EdfReader;
import org.junit.jupiter.params.provider.MethodSource;

/** EDF and EDF+, under its usual rules and under none. */
final class EdfFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(new EdfReader(), new EdfReader(Set.of(), EdfLimits.DEFAULT));

  static Stream<byte[]> seeds() {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.edf());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
  }
}
