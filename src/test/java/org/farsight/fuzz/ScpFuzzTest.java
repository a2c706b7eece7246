package org.farsight.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.scp.ScpLimits;
import org.farsight.ecg.scp.ScpReader;
import org.farsight.ecg.scp.ScpRule;
import org.junit.jupiter.params.provider.MethodSource;

/** SCP-ECG, under its usual rules, under none, and whatever the checksums say. */
final class ScpFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(
          new ScpReader(),
          new ScpReader(Set.of(), ScpLimits.DEFAULT),
          new ScpReader(EnumSet.allOf(ScpRule.class), ScpLimits.DEFAULT));

  static Stream<byte[]> seeds() {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.scp());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
  }
}
