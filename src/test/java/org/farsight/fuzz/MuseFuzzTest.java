package org.farsight.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.muse.MuseLimits;
import org.farsight.ecg.muse.MuseReader;
import org.junit.jupiter.params.provider.MethodSource;

/** GE MUSE XML, under its usual rules and under none. */
final class MuseFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(new MuseReader(), new MuseReader(Set.of(), MuseLimits.DEFAULT));

  static Stream<byte[]> seeds() throws IOException {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.muse());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
  }
}
