package org.farsight.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.waveform.WaveformLimits;
import org.farsight.ecg.waveform.WaveformReader;
import org.junit.jupiter.params.provider.MethodSource;

/** DICOM waveforms, under the usual rules and under none. */
final class WaveformFuzzTest {
  private static final List<EcgReader> READERS =
      List.of(new WaveformReader(), new WaveformReader(Set.of(), WaveformLimits.DEFAULT));

  static Stream<byte[]> seeds() {
    return EcgSeeds.chosen(READERS.size(), EcgSeeds.waveform());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isARecordingOrARefusalThatSaysWhere(byte[] input) {
    EcgClaims.hold(READERS, input);
  }
}
