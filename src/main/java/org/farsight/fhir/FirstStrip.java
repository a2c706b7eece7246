package org.farsight.fhir;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Samples;

/**
 * The first ten seconds of a recording that is too long to stand in a resource (Holter).
 *
 * @param leads each lead's samples of these seconds, integer for integer
 * @param wholeSeconds how long the recording is
 */
record FirstStrip(List<Lead> leads, BigDecimal wholeSeconds) {
  static final int SECONDS = 10;
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000L * SECONDS);

  static FirstStrip of(List<Lead> recording) {
    BigDecimal whole =
        recording.stream()
            .map(lead -> lead.offsetMillis().add(lead.durationMillis()))
            .max(BigDecimal::compareTo)
            .orElse(BigDecimal.ZERO);
    List<Lead> leads =
        recording.stream()
            .filter(lead -> lead.offsetMillis().compareTo(MILLIS) < 0)
            .map(FirstStrip::cut)
            .toList();
    return new FirstStrip(leads, whole.movePointLeft(3).setScale(1, RoundingMode.HALF_UP));
  }

  private static Lead cut(Lead lead) {
    int count =
        MILLIS
            .subtract(lead.offsetMillis())
            .divide(lead.rate().periodMillis(), 0, RoundingMode.CEILING)
            .min(BigDecimal.valueOf(lead.samples().length()))
            .intValue();
    Samples all = lead.samples();
    BitSet missing = new BitSet();
    IntStream.range(0, count).filter(all::isMissing).forEach(missing::set);
    return new Lead(
        lead.id(),
        lead.label(),
        lead.rate(),
        Samples.of(Arrays.copyOf(all.toArray(), count), missing),
        lead.scale(),
        lead.origin(),
        lead.offsetMillis(),
        lead.derivation());
  }

  /** What a reader must know. */
  String words() {
    return "The first "
        + SECONDS
        + " s of a recording of "
        + wholeSeconds.toPlainString()
        + " s; the whole is in the original. 长程记录共 "
        + wholeSeconds.toPlainString()
        + " 秒，此处仅为最初 "
        + SECONDS
        + " 秒，全部数据见原始文件。";
  }
}
