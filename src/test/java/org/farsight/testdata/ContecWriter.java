package org.farsight.testdata;

import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.contec.ContecText;

/** Writes a synthetic ECG as Contec's native file: eight leads, the name in GB 18030. */
final class ContecWriter {
  /** What the cart stores; the other four are derived from II and III. */
  static final List<LeadId> EIGHT =
      List.of(
          LeadId.II, LeadId.III, LeadId.V1, LeadId.V2, LeadId.V3, LeadId.V4, LeadId.V5, LeadId.V6);

  private static final int ZERO_MILLIVOLT = 2048;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final SyntheticEcg ecg;

  ContecWriter(SyntheticEcg ecg) {
    this.ecg = ecg;
  }

  byte[] write() {
    HeartModel.Ecg made = ecg.generate();
    List<int[]> columns =
        ecg.leads().stream()
            .map(lead -> Objects.requireNonNull(made.leads().get(lead)))
            .map(samples -> Arrays.stream(samples).map(s -> s + ZERO_MILLIVOLT).toArray())
            .toList();
    return new ContecText("0000012", ecg.started().format(CLOCK))
        .person(
            ecg.patient().chineseName(),
            Charset.forName("GB18030"),
            ecg.patient().sex().equals("M") ? 1 : 0,
            0)
        .write(columns);
  }
}
