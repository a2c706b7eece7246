package org.farsight.ecg.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.scp.ScpText.Bits;
import org.farsight.ecg.scp.ScpText.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of every compression, and what stands beside the samples. */
class ScpReaderTest {
  private static final int[] ONE = {
    0, 3, -2, 7, 8, -8, 9, 120, -128, 127, 128, -5000, 32767, -32768
  };
  private static final int[] TWO = {5, 5, 5, 6, 6, 4, 1, -1, -1, -1, 2, 100, 1000, 1001};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void integersOfEachEncodingAreReadBackWithoutACode(int encoding) throws Exception {
    int[] small = {0, 3, -2, 7, 8, -8, 9, 120, -128, 127, 128, -500, 3276, -3276};
    byte[] file = record(small, encoding, false).record();

    assertThat(samples(read(file), LeadId.I)).isEqualTo(small);
    assertThat(samples(read(file), LeadId.II)).isEqualTo(TWO);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void integersOfEachEncodingAreReadBackInTheStandardsCode(int encoding) throws Exception {
    int[] small = {0, 3, -2, 7, 8, -8, 9, 120, -128, 127, 128, -500, 3276, -3276};
    byte[] file = record(small, encoding, true).record();

    assertThat(samples(read(file), LeadId.I)).isEqualTo(small);
    assertThat(samples(read(file), LeadId.II)).isEqualTo(TWO);
  }

  @Test
  void theWholeRangeOfSixteenBitsIsRead() throws Exception {
    assertThat(samples(read(record(ONE, 0, false).record()), LeadId.I)).isEqualTo(ONE);
    assertThat(samples(read(record(ONE, 0, true).record()), LeadId.I)).isEqualTo(ONE);
  }

  /**
   * By hand from EN 1064 annex C: 0 is {@code 0}, 1 is {@code 100}, -1 is {@code 101}, 2 is {@code
   * 1100}, -3 is {@code 11101}; 9 is too large for a code of its own and follows {@code 1111111110}
   * in eight bits.
   */
  @Test
  void theStandardsCodeIsWhatTheStandardPrints() throws Exception {
    byte[] bits =
        new Bits().add("0 100 101 1100 11101 1111111110 00001001".replace(" ", "")).toBytes();
    ScpText record = minimal(6, 1);
    record.with(2, new Fields().u16(19999).toBytes());
    record.with(6, ScpText.signal(5000, 2000, 0, List.of(bits)));

    assertThat(samples(read(record.record()), LeadId.I)).containsExactly(0, 1, -1, 2, -3, 9);
  }

  @Test
  void aTableOfTheFilesOwnAndASwitchToAnotherAreFollowed() throws Exception {
    Fields tables = new Fields().u16(2);
    tables.u16(3);
    code(tables, 1, 1, true, 0, 0b0);
    code(tables, 2, 2, true, -4, 0b01); // 10, its first bit lowest
    code(tables, 2, 2, false, 2, 0b11);
    tables.u16(2);
    code(tables, 1, 1, true, 1000, 0b0);
    code(tables, 1, 9, true, 0, 0b1);
    byte[] bits = new Bits().add("0 10 11 0 1 11111110".replace(" ", "")).toBytes();
    ScpText record = minimal(4, 1).with(2, tables.toBytes());
    record.with(6, ScpText.signal(5000, 2000, 0, List.of(bits)));

    assertThat(samples(read(record.record()), LeadId.I)).containsExactly(0, -4, 1000, -2);
  }

  @Test
  void aReferenceBeatThatWasSubtractedIsAddedAgainInItsZonesOnly() throws Exception {
    // the beat's second sample lies on the fiducial point; the zones leave its last one out
    int[] beat = {10, 100, 20, 5};
    int[] left = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    int[] whole = {1, 11, 101, 21, 1, 1, 1, 11, 101, 21, 1, 1};
    ScpText record = minimal(12, 1).with(3, ScpText.leads(12, true, 1));
    record.with(4, complexes(8, 2, new int[] {2, 3, 4}, new int[] {8, 9, 10}));
    record.with(
        5, ScpText.signal(5000, 2000, 1, List.of(ScpText.plain(ScpText.differences(beat, 1)))));
    record.with(
        6, ScpText.signal(5000, 2000, 1, List.of(ScpText.plain(ScpText.differences(left, 1)))));

    Recording recording = read(record.record());

    assertThat(samples(recording, LeadId.I)).isEqualTo(whole);
    FurtherWaveform further = recording.further().getFirst();
    assertThat(further.kind()).isEqualTo(FurtherWaveform.Kind.REPRESENTATIVE_BEAT);
    assertThat(further.leads().getFirst().samples().toArray()).isEqualTo(beat);
  }

  @Test
  void aBeatWithACoarserStepIsAddedInTheFinerOne() throws Exception {
    ScpText record = minimal(4, 1).with(3, ScpText.leads(4, true, 1));
    record.with(4, complexes(4, 1, new int[] {2, 2, 3}));
    record.with(5, ScpText.signal(5000, 2000, 0, List.of(ScpText.plain(new int[] {10, 20}))));
    record.with(6, ScpText.signal(1000, 2000, 0, List.of(ScpText.plain(new int[] {1, 2, 3, 4}))));

    Lead lead = read(record.record()).lead(LeadId.I).orElseThrow();

    assertThat(lead.samples().toArray()).containsExactly(1, 52, 103, 4);
    assertThat(lead.scale()).isEqualByComparingTo("0.001");
  }

  @Test
  void aLeadThatStartsLaterHasItsOffset() throws Exception {
    Fields leads = new Fields().u8(2).u8(0);
    leads.u32(1).u32(3).u8(1).u32(501).u32(503).u8(2);
    ScpText record = minimal(3, 1).with(3, leads.toBytes());
    byte[] samples = ScpText.plain(new int[] {1, 2, 3});
    record.with(6, ScpText.signal(5000, 2000, 0, List.of(samples, samples)));

    Recording recording = read(record.record());

    assertThat(recording.leads())
        .extracting(Lead::offsetMillis)
        .containsExactly(BigDecimal.ZERO, BigDecimal.valueOf(1000));
  }

  @Test
  void personTimeAndDeviceAreRead() throws Exception {
    Charset gb = Charset.forName("GB2312");
    Fields header = new Fields();
    header.text(0, "欧阳", gb).text(1, "晓雯", gb).text(2, "QS0004", gb);
    header.tag(5, new Fields().u16(1982).u8(1).u8(30).toBytes());
    header.tag(8, new byte[] {2}).tag(14, device(0x27, 15)).text(16, "青山镇卫生院", gb);
    header.tag(25, new Fields().u16(2026).u8(3).u8(2).toBytes()).tag(26, new byte[] {8, 3, 7});
    header.tag(34, new Fields().u16(480).u16(0).u8(0).toBytes()).u8(255).u16(0);
    Recording recording = read(minimal(3, 1).with(1, header.toBytes()).record());

    assertThat(recording.subject().name().orElseThrow().text()).isEqualTo("欧阳晓雯");
    assertThat(recording.subject().name().orElseThrow().ideographic().orElseThrow().family())
        .isEqualTo("欧阳");
    assertThat(recording.subject().id()).contains("QS0004");
    assertThat(recording.subject().birthDate()).contains(LocalDate.of(1982, 1, 30));
    assertThat(recording.acquisition().start()).contains(LocalDateTime.of(2026, 3, 2, 8, 3, 7));
    assertThat(recording.acquisition().offset()).contains(ZoneOffset.ofHours(8));
    assertThat(recording.acquisition().institution()).contains("青山镇卫生院");
    assertThat(recording.acquisition().device().manufacturer()).contains("Hellige");
    assertThat(recording.acquisition().device().model()).contains("HM1");
    assertThat(recording.acquisition().device().serialNumber()).contains("SN7");
    assertThat(recording.remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GBK", "UTF-8"})
  void aChineseNameUnderTheCodeForAsciiIsReadAndRemarked(String charset) throws Exception {
    Fields header = new Fields().text(0, "王", Charset.forName(charset));
    header.text(1, "建国", Charset.forName(charset)).u8(255).u16(0);
    Recording recording = read(minimal(3, 1).with(1, header.toBytes()).record());

    assertThat(recording.subject().name().orElseThrow().text()).isEqualTo("王建国");
    assertThat(recording.remarks()).contains(new Remark("CHINESE_UNDER_ASCII", "section 1, tag 0"));
  }

  @Test
  void measurementsOfTheFirstBeatAndTheRatesAreRead() throws Exception {
    Fields section = new Fields().u8(1).u8(1).u16(830).u16(29999);
    section.u16(100).u16(200).u16(260).u16(352).u16(640).u16(50).u16(-30).u16(999);
    section.u16(5).u16(900).u8(1).u8(0).u16(1).u16(20); // a pacemaker's spike
    section.u16(3).u8(0).u8(0).u8(0).u16(72).u16(29999).u16(417).u8(1).u16(0);
    Recording recording = read(minimal(3, 1).with(7, section.toBytes()).record());

    assertThat(value(recording, Kind.RR_INTERVAL)).contains("830");
    assertThat(value(recording, Kind.PP_INTERVAL)).isEmpty();
    assertThat(value(recording, Kind.P_DURATION)).contains("100");
    assertThat(value(recording, Kind.PR_INTERVAL)).contains("160");
    assertThat(value(recording, Kind.QRS_DURATION)).contains("92");
    assertThat(value(recording, Kind.QT_INTERVAL)).contains("380");
    assertThat(value(recording, Kind.P_AXIS)).contains("50");
    assertThat(value(recording, Kind.QRS_AXIS)).contains("-30");
    assertThat(value(recording, Kind.T_AXIS)).isEmpty();
    assertThat(value(recording, Kind.HEART_RATE)).contains("72");
    assertThat(value(recording, Kind.QTC_BAZETT)).contains("417");
  }

  @Test
  void measurementsOfALeadCarryTheirLeadAndUnit() throws Exception {
    Fields section = new Fields().u16(1).u16(0).u16(3).u16(22);
    section.u16(96).u16(29999).u16(92).u16(380).u16(0).u16(40).u16(19999).u16(0).u16(0);
    section.u16(0).u16(1250);
    Recording recording = read(minimal(3, 1).with(10, section.toBytes()).record());

    assertThat(recording.measurements().all())
        .filteredOn(m -> m.label().equals("R amplitude"))
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.lead()).contains(LeadId.V1);
              assertThat(m.value()).isEqualByComparingTo("1250");
              assertThat(m.unit()).contains("uV");
            });
    assertThat(recording.measurements().all()).noneMatch(m -> m.label().equals("S duration"));
  }

  @Test
  void statementsSayWhoHasConfirmedThem() throws Exception {
    Fields text = new Fields().u8(1).bytes(new byte[7]).u8(1).u8(1).u16(13);
    text.bytes("Sinus rhythm\0".getBytes(StandardCharsets.US_ASCII));
    Fields coded = new Fields().u8(0).bytes(new byte[7]).u8(2);
    coded.u8(1).u16(5).u8(1).bytes("NSR\0".getBytes(StandardCharsets.US_ASCII));
    coded.u8(2).u16(7).u8(2).bytes("Paced\0".getBytes(StandardCharsets.US_ASCII));
    Recording recording =
        read(minimal(3, 1).with(8, text.toBytes()).with(11, coded.toBytes()).record());

    assertThat(recording.statements())
        .extracting(Statement::text)
        .containsExactly("Sinus rhythm", "NSR", "Paced");
    assertThat(recording.statements())
        .extracting(Statement::author)
        .containsExactly(Statement.Author.PERSON, Statement.Author.DEVICE, Statement.Author.DEVICE);
    assertThat(recording.statements().get(1).code().orElseThrow().value()).isEqualTo("NSR");
  }

  @Test
  void sectionsOfVersionThreeAreNamedAndKept() throws Exception {
    byte[] file = minimal(3, 1).version(30).with(12, new byte[20]).with(18, new byte[4]).record();

    assertThat(read(file).remarks())
        .extracting(Remark::where)
        .containsExactly("section 12", "section 18");
  }

  @Test
  void samplesThatAreFewerThanAnnouncedAreTakenAndRemarked() throws Exception {
    ScpText record = minimal(3, 1).with(3, ScpText.leads(5, false, 1));

    assertThat(samples(read(record.record()), LeadId.I)).containsExactly(1, 2, 3);
    assertThat(read(record.record()).remarks())
        .extracting(Remark::rule)
        .containsExactly("SHORTER_THAN_ANNOUNCED");
    assertThatThrownBy(
            () ->
                new ScpReader(EnumSet.noneOf(ScpRule.class), ScpLimits.DEFAULT)
                    .read(record.record()))
        .hasMessageContaining("hold less than 5 samples")
        .hasMessageContaining("the samples of I");
  }

  @Test
  void aWrongCrcIsRefusedWithItsSection() throws Exception {
    byte[] file = record(TWO, 1, true).record();
    byte[] spoilt = file.clone();
    spoilt[file.length - 3] ^= 1;
    int crc = ScpText.crc(java.util.Arrays.copyOfRange(spoilt, 2, spoilt.length));
    spoilt[0] = (byte) crc;
    spoilt[1] = (byte) (crc >> 8);

    assertThatThrownBy(() -> read(spoilt))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining("CRC")
        .hasMessageContaining("section 6");
  }

  @Test
  void aCrcOfZeroIsNone() throws Exception {
    byte[] file = record(TWO, 1, true).record();
    file[0] = 0;
    file[1] = 0;

    assertThat(read(file).remarks())
        .containsExactly(new Remark("ZERO_CRC_IS_NO_CRC", "record header, byte 0"));
  }

  @Test
  void whatCannotBeReadIsNamed() throws Exception {
    assertFault(minimal(3, 1).without(6), "section 6 is missing");
    assertFault(minimal(3, 1).without(3), "section 3 is missing");
    assertFault(minimal(3, 1).with(3, new byte[] {0, 0}), "without leads");
    byte[] three = ScpText.plain(new int[] {1, 2, 3});
    assertFault(
        minimal(3, 1).with(6, ScpText.signal(0, 2000, 0, List.of(three))), "a step of 0 nV");
    assertFault(minimal(3, 1).with(6, ScpText.signal(5000, 2000, 3, List.of(three))), "encoding 3");
    byte[] bimodal = ScpText.signal(5000, 2000, 1, List.of(three));
    bimodal[5] = 1;
    assertFault(minimal(3, 1).with(6, bimodal), "bimodal compression");
    assertFault(minimal(3, 1).with(2, new Fields().u16(0).toBytes()), "0 code tables");
    assertFault(
        minimal(3, 1).with(3, ScpText.leads(3, true, 1)), "a reference beat was subtracted");
    assertFault(
        minimal(3, 1).with(3, new Fields().u8(1).u8(0).u32(1).u32(4_000_000_000L).u8(1).toBytes()),
        "more than");
  }

  @Test
  void randomSamplesOfManyLeadsAreReadBack() throws Exception {
    Random random = new Random(20260302);
    int[] samples = random.ints(2000, -900, 900).toArray();
    for (int encoding = 0; encoding <= 2; encoding++) {
      byte[] coded = ScpText.coded(ScpText.differences(samples, encoding));
      ScpText record = minimal(samples.length, 1).with(2, new Fields().u16(19999).toBytes());
      record.with(6, ScpText.signal(2500, 1000, encoding, List.of(coded)));
      Lead lead = read(record.record()).lead(LeadId.I).orElseThrow();
      assertThat(lead.samples().toArray()).isEqualTo(samples);
      assertThat(lead.rate().hertz()).isEqualByComparingTo("1000");
      assertThat(lead.scale()).isEqualByComparingTo("0.0025");
    }
  }

  private static void assertFault(ScpText record, String words) {
    assertThatThrownBy(() -> read(record.record()))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(words);
  }

  private static Recording read(byte[] file) throws EcgFormatException {
    return new ScpReader().read(file);
  }

  private static int[] samples(Recording recording, LeadId lead) {
    return recording.lead(lead).orElseThrow().samples().toArray();
  }

  private static Optional<String> value(Recording recording, Kind kind) {
    return recording.measurements().of(kind).map(m -> m.value().toPlainString());
  }

  /** Lead I with the samples 1, 2, 3, …, or what section 6 is replaced by. */
  private static ScpText minimal(int count, int lead) {
    int[] samples = java.util.stream.IntStream.rangeClosed(1, Math.min(count, 3)).toArray();
    return new ScpText()
        .with(1, new Fields().u8(255).u16(0).toBytes())
        .with(3, ScpText.leads(count, false, lead))
        .with(6, ScpText.signal(5000, 2000, 0, List.of(ScpText.plain(samples))));
  }

  private static ScpText record(int[] leadOne, int encoding, boolean coded) {
    List<int[]> differences =
        List.of(ScpText.differences(leadOne, encoding), ScpText.differences(TWO, encoding));
    ScpText record =
        new ScpText()
            .with(1, new Fields().u8(255).u16(0).toBytes())
            .with(3, ScpText.leads(leadOne.length, false, 1, 2));
    if (coded) {
      record.with(2, new Fields().u16(19999).toBytes());
    }
    return record.with(
        6,
        ScpText.signal(
            5000,
            2000,
            encoding,
            differences.stream().map(coded ? ScpText::coded : ScpText::plain).toList()));
  }

  private static byte[] complexes(int millis, int fiducial, int[]... zones) {
    Fields section = new Fields().u16(millis).u16(fiducial).u16(zones.length);
    for (int[] zone : zones) {
      section.u16(0).u32(zone[0]).u32(zone[1]).u32(zone[2]);
    }
    for (int[] zone : zones) {
      section.u32(zone[0]).u32(zone[2]);
    }
    return section.toBytes();
  }

  private static void code(
      Fields tables, int prefix, int total, boolean keeps, int base, int bits) {
    tables.u8(prefix).u8(total).u8(keeps ? 1 : 0).u16(base).u32(bits);
  }

  private static byte[] device(int language, int manufacturer) {
    byte[] model = "HM1\0\0\0".getBytes(StandardCharsets.US_ASCII);
    Fields device = new Fields().u16(0).u16(0).u16(1).u8(0).u8(manufacturer).bytes(model);
    device.u8(20).u8(0xA0).u8(language).u8(0).u8(1).bytes(new byte[16]);
    return device.u8(2).bytes("1\0SN7\0002\0003\0".getBytes(StandardCharsets.US_ASCII)).toBytes();
  }
}
