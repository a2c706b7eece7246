package org.farsight.ecg.edf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.farsight.ecg.edf.EdfText.lists;
import static org.farsight.ecg.edf.EdfText.samples;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.EnumSet;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Subject;
import org.junit.jupiter.api.Test;

/** EDF and EDF+: small files with one thing in each; expected values worked out by hand. */
class EdfReaderTest {
  private static final String[] RANGE = {"-81920", "81917.5", "-32768", "32767"};

  @Test
  void theFirstSamplesAreThoseOfAHandCalculation() throws Exception {
    // bytes 34 12 = 0x1234 = 4660; FF FF = -1; 00 80 = -32768; FF 7F = 32767
    byte[] bytes = {0x34, 0x12, -1, -1, 0, -128, -1, 127};
    Recording recording = read(new EdfText().signal("ECG II", "uV", 4, RANGE).record(bytes));
    Lead lead = recording.leads().getFirst();

    assertThat(lead.id()).contains(LeadId.II);
    assertThat(lead.samples().toArray()).containsExactly(4660, -1, -32768, 32767);
    // (81917.5 - -81920) uV / (32767 - -32768) = 163837.5 / 65535 = 2.5 uV
    assertThat(lead.scale()).isEqualByComparingTo("0.0025");
    // -81920 uV - -32768 * 2.5 uV = 0
    assertThat(lead.origin()).isZero();
    assertThat(lead.rate().hertz()).isEqualByComparingTo("4");
    assertThat(lead.rate().periodMillis()).isEqualByComparingTo("250");
    assertThat(recording.remarks()).isEmpty();
  }

  @Test
  void scaleAndOriginFollowUnitAndRange() throws Exception {
    // 0 to 10 mV over 0 to 4000: 0.0025 mV a step, 0 mV at 0; -1 to 3 V: 1000 mV a step
    assertCalibration("mV", "0.0025", "0", "0", "10", "0", "4000");
    assertCalibration("V", "1000", "-1000", "-1", "3", "0", "4");
    // a physical minimum above the maximum turns the signal over
    assertCalibration("mV", "-0.01", "0", "10", "-10", "-1000", "1000");
    // 2048 - (-2048) uV over 4095 steps has no end: 18 digits, and a remark
    Recording endless =
        read(
            new EdfText()
                .signal("ECG", "uV", 1, "-2048", "2048", "-2048", "2047")
                .record(samples(1)));
    assertThat(endless.leads().getFirst().scale()).isEqualByComparingTo("0.00100024420024420024");
    assertThat(endless.remarks()).extracting(Remark::rule).containsExactly("SCALE_TO_18_DIGITS");
  }

  @Test
  void aRateMayBeAnyFractionOfADataRecord() throws Exception {
    EdfText text = new EdfText().seconds("0.12").signal("I", "mV", 30, RANGE);
    Lead lead = read(text.record(new byte[60]).record(new byte[60])).leads().getFirst();

    assertThat(lead.rate().hertz()).isEqualByComparingTo("250");
    assertThat(lead.samples().length()).isEqualTo(60);
    assertThat(lead.durationMillis()).isEqualByComparingTo("240");
  }

  @Test
  void leadsAreKnownByTheNamesThatRecordersUse() throws Exception {
    String[] labels = {
      "ECG I", "EKG V1", "aVR", "ecg_V6", "ECGII", "ECG III-Ref", "ECG", "V4R", "ECG V5-WCT"
    };
    EdfText text = new EdfText();
    byte[][] record = new byte[labels.length][];
    for (int i = 0; i < labels.length; i++) {
      text.signal(labels[i], "uV", 1, RANGE);
      record[i] = samples(i);
    }
    assertThat(read(text.record(record)).leads())
        .extracting(Lead::label)
        .containsExactly("I", "V1", "aVR", "V6", "II", "III", "ECG", "V4R", "V5");
  }

  @Test
  void signalsThatAreNoEcgAreLeftOutWithARemark() throws Exception {
    EdfText text =
        new EdfText()
            .signal("EEG A1-A2", "uV", 2, RANGE)
            .signal("Resp chest", "", 1, RANGE)
            .signal("ECG V2", "uV", 3, RANGE)
            .signal("X", "uV", 1, RANGE)
            .signal("ECG HR", "bpm", 1, RANGE)
            .record(samples(1, 2), samples(3), samples(4, 5, 6), samples(7), samples(8))
            .record(samples(11, 12), samples(13), samples(14, 15, 16), samples(17), samples(18));
    Recording recording = read(text);

    assertThat(recording.leads()).extracting(Lead::label).containsExactly("V2");
    assertThat(recording.leads().getFirst().samples().toArray())
        .containsExactly(4, 5, 6, 14, 15, 16);
    assertThat(recording.remarks())
        .containsExactly(
            new Remark("SIGNAL_IS_NO_ECG_LEAD", "byte 256"),
            new Remark("SIGNAL_IS_NO_ECG_LEAD", "byte 272"),
            new Remark("SIGNAL_IS_NO_ECG_LEAD", "byte 304"),
            new Remark("ECG_SIGNAL_IS_NO_VOLTAGE", "byte 320"));
    assertFault(
        new EdfText().signal("EEG Cz", "uV", 1, RANGE).record(samples(1)),
        "none of 1 signals is an ECG lead");
  }

  @Test
  void personTimeAndEquipmentAreReadAsEdfPlusWritesThem() throws Exception {
    Recording recording =
        read(
            plus("EDF+C")
                .patient("QS000137 F 30-JAN-1982 Ouyang_Xiaowen")
                .recording("Startdate 02-MAR-2026 ACC_17 X Holter_H3")
                .record(samples(1, 2), lists("+0.5;;$")));

    assertThat(recording.subject().id()).contains("QS000137");
    assertThat(recording.subject().name().orElseThrow().text()).isEqualTo("Ouyang Xiaowen");
    assertThat(recording.subject().sex()).contains(Subject.Sex.FEMALE);
    assertThat(recording.subject().birthDate()).contains(LocalDate.of(1982, 1, 30));
    assertThat(recording.acquisition().start())
        .as("the first record starts half a second after the header's time")
        .contains(LocalDateTime.of(2026, 3, 2, 8, 3, 7, 500_000_000));
    assertThat(recording.acquisition().accession()).contains("ACC 17");
    assertThat(recording.acquisition().device().model()).contains("Holter H3");
    assertThat(recording.remarks()).isEmpty();
  }

  @Test
  void withheldAndFreeTextAreToldApart() throws Exception {
    Recording withheld =
        read(
            plus("EDF+C")
                .patient("X X X X")
                .recording("Startdate X X X X")
                .started("01.01.85", "00.00.00")
                .record(samples(1, 2), lists("+0;;$")));
    assertThat(withheld.subject()).isEqualTo(Subject.UNNAMED);
    assertThat(withheld.acquisition().start()).isEmpty();

    EdfText free = new EdfText().signal("ECG", "mV", 1, RANGE).record(samples(1));
    Recording old =
        read(free.patient("MCH-0234567").recording("ward 3").started("16.09.87", "20.35.00"));
    assertThat(old.subject().id()).contains("MCH-0234567");
    assertThat(old.acquisition().start()).contains(LocalDateTime.of(1987, 9, 16, 20, 35));
    assertThat(read(free.started("84-01-01", "1:2:3")).remarks())
        .extracting(Remark::rule)
        .containsExactly("OTHER_SEPARATORS", "TIME_NOT_UNDERSTOOD", "OTHER_SEPARATORS");
  }

  @Test
  void chineseInTheHeaderIsRead() throws Exception {
    String text = "QS000137 F 30-JAN-1982 欧阳晓雯";
    for (Charset charset : new Charset[] {StandardCharsets.UTF_8, Charset.forName("GB18030")}) {
      String bytes = new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
      Recording recording =
          read(plus("EDF+C").patient(bytes).record(samples(1, 2), lists("+0;;$")));
      assertThat(recording.subject().name().orElseThrow().text()).isEqualTo("欧阳晓雯");
      assertThat(recording.remarks())
          .extracting(Remark::rule)
          .containsExactly("CHINESE_IN_THE_HEADER");
    }
  }

  @Test
  void annotationsStandWhereTheyAreOnTheTimeAxis() throws Exception {
    Recording recording =
        read(
            plus("EDF+C")
                .record(samples(1, 2), lists("+0.25;;$+0.75;beep;再次;$+0.5~1.5;晕厥;$"))
                .record(samples(3, 4), lists("+1.25;;$")));

    assertThat(recording.annotations())
        .extracting(a -> a.code().value())
        .containsExactly("beep", "再次", "晕厥");
    Annotation last = recording.annotations().getLast();
    assertThat(last.startMillis().orElseThrow()).isEqualByComparingTo("250");
    assertThat(last.endMillis().orElseThrow()).isEqualByComparingTo("1750");
    assertThat(recording.leads().getFirst().samples().toArray()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void theGapsOfADiscontiguousFileAreMissingSamples() throws Exception {
    EdfText text =
        plus("EDF+D")
            .record(samples(1, 2), lists("+0;;$"))
            .record(samples(3, 4), lists("+2.5;;$"))
            .record(samples(5, 6), lists("+3.5;;$"));
    Lead lead = read(text).leads().getFirst();

    assertThat(lead.samples().length()).isEqualTo(9);
    assertThat(lead.samples().missingCount()).isEqualTo(3);
    assertThat(lead.samples().isMissing(2)).isTrue();
    assertThat(lead.samples().isMissing(4)).isTrue();
    assertThat(lead.samples().at(5)).isEqualTo(3);
    assertThat(lead.samples().at(8)).isEqualTo(6);

    byte[] contiguous = text.reserved("EDF+C").file();
    assertThat(new EdfReader().read(contiguous).remarks())
        .extracting(Remark::rule)
        .containsExactly("GAPS_IN_A_CONTIGUOUS_FILE");
    assertThatThrownBy(
            () -> new EdfReader(EnumSet.noneOf(EdfRule.class), EdfLimits.DEFAULT).read(contiguous))
        .hasMessage("a contiguous file has gaps at byte 192");
  }

  @Test
  void recordsThatFitNoSampleOrOverlapAreRefused() {
    EdfText between = plus("EDF+D").record(samples(1, 2), lists("+0;;$"));
    assertFault(
        between.record(samples(3, 4), lists("+1.3;;$")),
        "data record 1 starts between two samples");
    EdfText back = plus("EDF+D").record(samples(1, 2), lists("+5;;$"));
    assertFault(
        back.record(samples(3, 4), lists("+5.5;;$")),
        "data record 1 starts before the one before it has ended");
    EdfText far = plus("EDF+D").record(samples(1, 2), lists("+0;;$"));
    assertFault(
        far.record(samples(3, 4), lists("+9e20;;$")),
        "data record 1 starts too far from the first");
    EdfText much = plus("EDF+D").record(samples(1, 2), lists("+0;;$"));
    assertFault(much.record(samples(3, 4), lists("+900000000;;$")), "more samples than the limit");
  }

  @Test
  void whatCannotBeReadIsNamedWithItsPlace() {
    assertFault(plus("EDF+C").record(samples(1, 2), lists("")), "does not say when it starts");
    assertFault(
        plus("EDF+C").record(samples(1, 2), lists("+0;;$+0;" + "x".repeat(52))), "is not ended");
    assertFault(plus("EDF+C").record(samples(1, 2), lists("x;;$")), "no number of seconds");
    assertFault(plus("EDF+C").record(samples(1, 2), lists("+0$")), "without byte 20");
    assertFault(one("uV", "1", "1", "0", "9"), "physical maximum of signal 0 is the physical min");
    assertFault(one("uV", "0", "1", "9", "9"), "is not above the digital minimum");
    assertFault(one("uV", "a", "1", "0", "9"), "physical minimum of signal 0 is no number");
    assertFault(one("uV", "0", "1", "0.5", "9"), "digital minimum of signal 0 is no whole number");
    assertFault(one("uV", "0", "1", "0", "9").seconds("0"), "has no sampling rate");
    assertFault(one("uV", "0", "1", "0", "9").seconds("-1"), "is negative");
    assertFault(one("uV", "0", "1", "0", "9").count("2"), "2 bytes of data are not 2 records of 2");
    assertFault(one("uV", "0", "1", "0", "9").count("-2"), "number of data records is negative");
  }

  @Test
  void aRecorderThatWasSwitchedOffLeavesTheNumberOfRecordsOpen() throws Exception {
    EdfText text = new EdfText().count("-1").signal("ECG", "mV", 2, RANGE);
    byte[] file = text.record(samples(1, 2)).record(samples(3, 4)).file();

    Recording recording = new EdfReader().read(file);
    assertThat(recording.leads().getFirst().samples().toArray()).containsExactly(1, 2, 3, 4);
    assertThat(recording.remarks())
        .containsExactly(new Remark("UNKNOWN_NUMBER_OF_RECORDS", "byte 236"));
    assertThatThrownBy(
            () -> new EdfReader(EnumSet.noneOf(EdfRule.class), EdfLimits.DEFAULT).read(file))
        .hasMessageContaining("the number of data records is not known");
  }

  @Test
  void limitsAreHeld() {
    byte[] file = plus("EDF+C").record(samples(1, 2), lists("+0;;$+0;a;b;$")).file();
    var rules = EnumSet.allOf(EdfRule.class);

    assertThatThrownBy(() -> new EdfReader(rules, new EdfLimits(99, 9, 9)).read(file))
        .hasMessageContaining("above the limit of 99");
    assertThatThrownBy(() -> new EdfReader(rules, new EdfLimits(9999, 1, 9)).read(file))
        .hasMessageContaining("more samples than the limit of 1");
    assertThatThrownBy(() -> new EdfReader(rules, new EdfLimits(9999, 9, 1)).read(file))
        .hasMessageContaining("more annotations than the limit of 1");
  }

  @Test
  void onlyAHeaderThatAddsUpIsRecognised() {
    byte[] file = one("uV", "0", "1", "0", "9").file();
    assertThat(new EdfReader().recognises(file)).isTrue();
    byte[] other = file.clone();
    other[184] = '7';
    assertThat(new EdfReader().recognises(other)).isFalse();
    byte[] bdf = file.clone();
    bdf[0] = (byte) 0xFF;
    assertThat(new EdfReader().recognises(bdf)).isFalse();
  }

  @Test
  void aSmallFileHoldsTheContractAtEveryOffset() throws Exception {
    byte[] file =
        plus("EDF+D")
            .record(samples(1, 2), lists("+0;;$+0~1;a;$"))
            .record(samples(3, 4), lists("+2.5;;$"))
            .file();
    EcgReaderContract contract = new EcgReaderContract(new EdfReader(), file);

    contract.isReadAlikeTwice();
    contract.isRefusedWhenCut(1);
    contract.survivesMutations(5000, 20260302);
  }

  /** Lead II with two samples a second, and 60 bytes of annotations. */
  private static EdfText plus(String reserved) {
    return new EdfText().reserved(reserved).signal("ECG II", "uV", 2, RANGE).annotations(60);
  }

  private static EdfText one(String dimension, String... range) {
    return new EdfText().signal("ECG", dimension, 1, range).record(samples(1));
  }

  private static void assertCalibration(String unit, String scale, String origin, String... range)
      throws EcgFormatException {
    Lead lead = read(one(unit, range)).leads().getFirst();
    assertThat(lead.scale()).isEqualByComparingTo(new BigDecimal(scale));
    assertThat(lead.origin()).isEqualByComparingTo(new BigDecimal(origin));
  }

  private static void assertFault(EdfText text, String words) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(words)
        .hasMessageContaining(" at byte ");
  }

  private static Recording read(EdfText text) throws EcgFormatException {
    return new EdfReader().read(text.file());
  }
}
