package org.farsight.testdata;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.edf.EdfText;

/** Writes a synthetic ECG as EDF or EDF+: data records of one second, names in pinyin. */
final class EdfWriter {
  private static final int ANNOTATION_BYTES = 120;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd-MMM-uuuu", Locale.ENGLISH);

  private final SyntheticEcg ecg;
  private final HeartModel.Ecg made;

  EdfWriter(SyntheticEcg ecg) {
    this.ecg = ecg;
    this.made = ecg.generate();
  }

  /** EDF of 1992: no annotations, {@code EKG V1}, millivolt. */
  byte[] edf() {
    return file("EKG ", "mV", 3, false);
  }

  /** EDF+ with each premature beat annotated, {@code ECG V1}, microvolt. */
  byte[] edfPlus() {
    return file("ECG ", "uV", 0, true);
  }

  private byte[] file(String prefix, String unit, int shift, boolean plus) {
    BigDecimal step = ecg.microvoltsPerStep();
    SyntheticPatient patient = ecg.patient();
    String started = ecg.started().format(DATE).toUpperCase(Locale.ENGLISH);
    EdfText text =
        new EdfText()
            .patient(
                String.join(
                    " ",
                    ecg.site().patientId(patient),
                    patient.sex(),
                    patient.birthDate().format(DATE).toUpperCase(Locale.ENGLISH),
                    patient.namePinyin().replace("^", "_")))
            .recording("Startdate " + started + " X X Farsight_test_data")
            .started(
                ecg.started().format(DateTimeFormatter.ofPattern("dd.MM.yy")),
                ecg.started().format(DateTimeFormatter.ofPattern("HH.mm.ss")))
            .reserved(plus ? "EDF+C" : "");
    for (LeadId lead : ecg.leads()) {
      text.signal(
          prefix + lead.label(),
          unit,
          ecg.samplesPerSecond(),
          step.multiply(BigDecimal.valueOf(-8000)).movePointLeft(shift).toPlainString(),
          step.multiply(BigDecimal.valueOf(8000)).movePointLeft(shift).toPlainString(),
          "-8000",
          "8000");
    }
    if (plus) {
      text.annotations(ANNOTATION_BYTES);
    }
    for (int second = 0; second < ecg.seconds(); second++) {
      text.record(record(second, plus));
    }
    return text.file();
  }

  private byte[][] record(int second, boolean plus) {
    int from = second * ecg.samplesPerSecond();
    List<byte[]> parts = new ArrayList<>();
    for (LeadId lead : ecg.leads()) {
      int[] whole = Objects.requireNonNull(made.leads().get(lead));
      parts.add(EdfText.samples(Arrays.copyOfRange(whole, from, from + ecg.samplesPerSecond())));
    }
    if (plus) {
      StringBuilder lists = new StringBuilder("+" + second + ";;$");
      for (HeartModel.Beat beat : made.beats()) {
        if (beat.premature() && (int) beat.seconds() == second) {
          lists.append(String.format(Locale.ROOT, "+%.3f;室性期前收缩;$", beat.seconds()));
        }
      }
      parts.add(EdfText.lists(lists.toString()));
    }
    return parts.toArray(byte[][]::new);
  }
}
