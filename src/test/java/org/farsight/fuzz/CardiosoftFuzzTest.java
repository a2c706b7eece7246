package org.farsight.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.cardiosoft.CardiosoftLimits;
import org.farsight.ecg.cardiosoft.CardiosoftReader;
import org.junit.jupiter.params.provider.MethodSource;

/** GE CardioSoft XML, under its usual rules and under none. */
final class CardiosoftFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(new CardiosoftReader(), new CardiosoftReader(Set.of(), CardiosoftLimits.DEFAULT));

  static Stream<byte[]> seeds() throws IOException {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.cardiosoft());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
  }
}
