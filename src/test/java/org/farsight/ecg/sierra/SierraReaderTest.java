package org.farsight.ecg.sierra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.xml.XmlRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files with one thing in each. */
class SierraReaderTest {
  private static final String SIX = "I II III aVR aVL aVF";

  /** I and II as given, the rest by Einthoven and Goldberger but for one step here and there. */
  private static final List<int[]> LIMBS =
      List.of(
          new int[] {10, 11, 9, -300},
          new int[] {-25, -24, 1000, 7},
          new int[] {-35, -35, 990, 307},
          new int[] {7, 6, -504, 147},
          new int[] {22, 23, -490, -303},
          new int[] {-30, -29, 995, 157});

  @Test
  void theLimbLeadsAreThoseThatWereRecordedWhateverTheRuleMakesOfThem() throws Exception {
    Recording recording = read(xli(SierraText.xli(SierraText.stored(LIMBS)), 4));

    assertThat(recording.leads())
        .extracting(Lead::label)
        .containsExactly("I", "II", "III", "aVR", "aVL", "aVF");
    for (int i = 0; i < LIMBS.size(); i++) {
      Lead lead = recording.leads().get(i);
      assertThat(lead.samples().toArray()).isEqualTo(LIMBS.get(i));
      assertThat(lead.scale()).isEqualByComparingTo("0.005");
      assertThat(lead.rate().hertz()).isEqualByComparingTo("500");
      assertThat(lead.isDerived()).isFalse();
    }
  }

  /**
   * By hand, from the description: values 3, 5, 64 + 4, 0 and the head's difference 1. y = 3, 5,
   * 2*5 - 3 - 1 = 6, 2*6 - 5 - 4 = 3.
   */
  @Test
  void aBlockMadeByHandGivesTheSamplesCalculatedByHand() throws Exception {
    byte[] codes = SierraText.packed(List.of(0, 0, 0, 0, 3, 5, 68, 0, 1023));
    byte[] flat = SierraText.block(1, (short) 0, zeros());
    byte[] data = SierraText.block(1, (short) 1, codes);
    byte[] all = new byte[data.length + 5 * flat.length];
    System.arraycopy(data, 0, all, 0, data.length);
    for (int i = 0; i < 5; i++) {
      System.arraycopy(flat, 0, all, data.length + i * flat.length, flat.length);
    }
    Recording recording = read(xli(all, 4));

    assertThat(recording.lead(LeadId.I).orElseThrow().samples().toArray())
        .containsExactly(3, 5, 6, 3);
    assertThat(recording.lead(LeadId.III).orElseThrow().samples().toArray())
        .containsExactly(-3, -5, -6, -3);
    // -(3 + 0)/2 is -1.5, cut to -1; (3 + 3)/2 is 3
    assertThat(recording.lead(LeadId.AVR).orElseThrow().samples().toArray())
        .containsExactly(-1, -2, -3, -1);
    assertThat(recording.lead(LeadId.AVL).orElseThrow().samples().toArray())
        .containsExactly(3, 5, 6, 3);
  }

  @Test
  void samplesWithoutCompressionAreWholeLeads() throws Exception {
    byte[] bytes = SierraText.plain(1, 2, -3, 4, 10, 20, 30, 40, 9, 18, 33, 36);
    Recording base64 = read(plain("Base64", SierraText.base64(bytes), "I II III", 4));
    Recording text = read(plain("Plain", "1 2 -3 4\n10 20 30 40 9 18 33 36", "I II III", 4));

    assertThat(base64.lead(LeadId.I).orElseThrow().samples().toArray())
        .containsExactly(1, 2, -3, 4);
    assertThat(base64.lead(LeadId.III).orElseThrow().samples().toArray())
        .containsExactly(9, 18, 33, 36);
    assertThat(text.leads()).isEqualTo(base64.leads());
  }

  /** Were they differences, the third would be about 0 where II - I is not. */
  @Test
  void uncompressedLeadsThatMayBeDifferencesAreRefused() {
    assertFault(plain("Plain", "1 2 -3 4 10 20 30 40 0 0 0 1", "I II III", 4), "III is not II - I");
  }

  @Test
  void anOffsetIsSubtractedByTheOriginAndUnsignedIsRead() throws Exception {
    String file =
        plain("Base64", SierraText.base64(SierraText.plain(40_000, 32_768)), "V1", 2)
            .replace("signaloffset=\"0\"", "signaloffset=\"32768\"")
            .replace("signalsigned=\"True\"", "signalsigned=\"False\"");
    Lead lead = read(file).leads().getFirst();

    assertThat(lead.samples().toArray()).containsExactly(40_000, 32_768);
    assertThat(lead.origin()).isEqualByComparingTo("-163.84");
  }

  @Test
  void leadsThatTheCartHasComputedFromFewerElectrodesSaySo() throws Exception {
    String file =
        plain("Plain", "1 2", "V1", 2).replace("<acquisitiontype>STD-12", "<acquisitiontype>EASI");

    assertThat(read(file).leads().getFirst().derivation()).contains("EASI");
  }

  @ParameterizedTest
  @CsvSource({"C4,V4", "C3R,V3R", "-aVR,aVRneg", "aVR,aVR", "VX1,VX1"})
  void theSchemasNamesOfLeadsAreKnown(String written, String label) throws Exception {
    assertThat(read(plain("Plain", "1 2", written, 2)).leads().getFirst().label()).isEqualTo(label);
  }

  @Test
  void channelsWithoutANameAreLeftOutAndTheirPulseIsMarked() throws Exception {
    List<int[]> channels = new ArrayList<>(SierraText.stored(LIMBS));
    channels.getFirst()[2] = 200;
    int[] spare = {0, 0, 200, 0};
    channels.add(spare);
    channels.add(spare);
    Recording recording = read(xli(SierraText.xli(channels), 4));

    assertThat(recording.leads()).hasSize(6);
    assertThat(recording.annotations().getFirst().startMillis().orElseThrow())
        .isEqualByComparingTo("4");
    assertThat(recording.annotations().getFirst().endMillis().orElseThrow())
        .isEqualByComparingTo("6");

    channels.set(7, new int[] {0, 5, 200, 0});
    Recording other = read(xli(SierraText.xli(channels), 4));
    assertThat(other.annotations()).isEmpty();
    assertThat(other.remarks())
        .extracting(Remark::rule)
        .contains("CHANNELS_WITHOUT_A_NAME_LEFT_OUT");
  }

  @Test
  void beatsHaveARateAndAStepOfTheirOwn() throws Exception {
    String beats =
        """
        <repbeats dataencoding="Base64" samplespersec="1000" resolution="1" repbeatmethod="mean">
        <repbeat leadname="V2"><waveform duration="3">%s</waveform></repbeat>
        <repbeat leadname="V3"><waveform duration="0"/></repbeat></repbeats>
        """
            .formatted(SierraText.base64(SierraText.plain(5, -6, 7)));
    Recording recording = read(with(plain("Plain", "1 2", "V2", 2), "</waveforms>", beats));
    Lead beat = recording.further().getFirst().leads().getFirst();

    assertThat(recording.leads()).hasSize(1);
    assertThat(recording.further().getFirst().leads()).hasSize(1);
    assertThat(beat.samples().toArray()).containsExactly(5, -6, 7);
    assertThat(beat.rate().hertz()).isEqualByComparingTo("1000");
    assertThat(beat.scale()).isEqualByComparingTo("0.001");
    String vague = with(plain("Plain", "1 2", "V2", 2), "</waveforms>", beats);
    assertThat(read(vague.replace("resolution=\"1\" repbeat", "repbeat")).remarks())
        .extracting(Remark::rule)
        .contains("REPRESENTATIVE_BEATS_LEFT_OUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "GB18030"})
  void personTimeAndZoneAreReadInEveryEncoding(String charset) throws Exception {
    String file =
        with(
                plain("Plain", "1 2", "V2", 2),
                "</restingecgdata>",
                """
                <patient><generalpatientdata><patientid>QS01</patientid><MRN>QS01</MRN>
                <uniquepatientid>---</uniquepatientid><name><lastname>孙</lastname>
                <firstname>丽华</firstname></name><age><dateofbirth>1963-06-17</dateofbirth></age>
                <sex>Female</sex></generalpatientdata></patient>
                <orderinfo><ordernumber>A7</ordernumber><uniqueorderid/></orderinfo>
                """)
            .replace("time=\"08:33:07\"", "time=\"08:33:07+08:00\"");
    Recording recording = new SierraReader().read(file.getBytes(charset));

    assertThat(recording.subject().name().orElseThrow().text()).isEqualTo("孙丽华");
    assertThat(recording.subject().ids()).extracting(Subject.Id::value).containsExactly("QS01");
    assertThat(recording.subject().sex()).contains(Subject.Sex.FEMALE);
    assertThat(recording.subject().birthDate()).contains(LocalDate.of(1963, 6, 17));
    assertThat(recording.acquisition().start()).contains(LocalDateTime.of(2026, 3, 2, 8, 33, 7));
    assertThat(recording.acquisition().offset()).contains(ZoneOffset.ofHours(8));
    assertThat(recording.acquisition().orders()).containsExactly("A7");
  }

  @Test
  void theNewestInterpretationCountsAndEditedLinesAreAPersons() throws Exception {
    String interpretations =
        """
        <interpretations><interpretation date="2026-03-02" time="08:34:00">
        <statement><leftstatement>OLD</leftstatement></statement></interpretation>
        <interpretation date="2026-03-02" time="09:10:00"><globalmeasurements>
        <heartrate>61</heartrate><print>Failed</print></globalmeasurements>
        <severity code="NO">- NORMAL ECG -</severity>
        <statement editedflag="False"><statementcode>SR</statementcode>
        <leftstatement>SINUS RHYTHM</leftstatement><rightstatement>rate 61</rightstatement>
        </statement><statement editedflag="True"><leftstatement>SEEN</leftstatement></statement>
        </interpretation></interpretations>
        <internalmeasurements><crossleadmeasurements><meanventrate>99</meanventrate>
        <meanprint>150</meanprint><atrialrate>60</atrialrate></crossleadmeasurements>
        </internalmeasurements>
        """;
    Recording recording =
        read(with(plain("Plain", "1 2", "V2", 2), "</restingecgdata>", interpretations));

    assertThat(recording.statements())
        .extracting(Statement::text)
        .containsExactly("SINUS RHYTHM (rate 61)", "SEEN", "- NORMAL ECG -");
    assertThat(recording.statements())
        .extracting(Statement::author)
        .containsExactly(Statement.Author.DEVICE, Statement.Author.PERSON, Statement.Author.DEVICE);
    assertThat(recording.measurements().of(Kind.HEART_RATE).orElseThrow().value())
        .isEqualByComparingTo("61");
    assertThat(recording.measurements().of(Kind.PR_INTERVAL).orElseThrow().value())
        .isEqualByComparingTo("150");
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .containsExactlyInAnyOrder("OLDER_INTERPRETATIONS_LEFT_OUT", "NOT_MEASURED_SAYS_THE_FILE");
  }

  @Test
  void whatCannotBeReadIsNamedWithItsPath() {
    String good = plain("Plain", "1 2", "V1", 2);
    assertFault(good.replace("SierraECG", "Other"), "document type");
    assertFault(good.replace(">1.04", ">1.05"), "neither 1.03 nor 1.04");
    assertFault(good.replace("\"Plain\"", "\"Hex\""), "neither Base64 nor Plain");
    assertFault(good.replace("bitspersample=\"16\"", "bitspersample=\"24\""), "24 bits");
    assertFault(good.replace("samplespersecond=\"500\"", "samplespersecond=\"0\""), "sampling");
    assertFault(good.replace(" resolution=\"5\"", " resolution=\"0\""), "a step of 0");
    assertFault(good.replace("channel=\"4\"", "channel=\"5\""), "5 ms at 500 Hz");
    assertFault(good.replace("channel=\"4\"", "channel=\"6\""), "1 leads of 3");
    assertFault(good.replace(">1 2<", ">1 x<"), "sample 1 is no 32-bit integer");
    assertFault(good.replace("leads=\"1\"", "leads=\"2\""), "numberofleads");
    assertFault(good.replace("leadlabels=\"V1\"", "").replace("STD-12", "STD-16"), "not known");
    assertFault(plain("Base64", "AA", "V1", 1), "half a sample");
    assertFault(
        plain("Base64", "AAAA", "V1", 2)
            .replace("<parsedw", "<oldw")
            .replace("</parsedw", "</oldw"),
        "no waveforms/parsedwaveforms");
  }

  @Test
  void xliThatDoesNotAddUpIsRefused() throws Exception {
    byte[] good = SierraText.xli(SierraText.stored(LIMBS));
    assertFault(xli(Arrays.copyOf(good, good.length - 1), 4), "bytes where");
    assertFault(xli(Arrays.copyOf(good, 5), 4), "without its head");
    assertFault(xli(good, 3), "more than the 6 bytes");
    assertFault(xli(good, 5), "8 bytes instead of the 10");
    assertFault(xli(good, 4).replace("\"" + SIX, "\"II I" + SIX.substring(4)), "first leads");
    assertFault(xli(good, 4).replace("\"XLI\"", "\"ZIP\""), "nor XLI");
    assertFault(xli(one(2, zeros()), 4), "kind 2");
    assertFault(xli(one(1, SierraText.packed(List.of(0, 300, 1023))), 4), "stands for nothing");
    assertFault(xli(one(1, SierraText.packed(List.of(256, 1023))), 4), "stands for nothing");
    assertFault(xli(one(1, SierraText.packed(List.of(0, 0))), 4), "no end code");
    assertFault(xli(one(1, zeros()), 4), "1 channels for 6 leads");
  }

  @Test
  void xliThatBlowsUpIsStoppedAtTheLengthThatTheFileAnnounces() {
    List<Integer> codes = new ArrayList<>(List.of(0));
    for (int i = 256; i < 1023; i++) {
      codes.add(i);
    }
    assertFault(xli(one(1, SierraText.packed(codes)), 4), "more than the 8 bytes");
  }

  @Test
  void limitsAreHeld() {
    byte[] bytes = plain("Plain", "1 2", "V1", 2).getBytes(StandardCharsets.UTF_8);
    byte[] packed =
        xli(SierraText.xli(SierraText.stored(LIMBS)), 4).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> limited(100, 10).read(bytes)).hasMessageContaining("than 100 bytes");
    assertThatThrownBy(() -> limited(9999, 1).read(bytes)).hasMessageContaining("limit of 1");
    assertThatThrownBy(() -> limited(9999, 23).read(packed)).hasMessageContaining("limit of 23");
  }

  @Test
  void anotherRootIsNeverTaken() {
    SierraReader reader = new SierraReader();
    for (String other :
        List.of("<RestingECG/>", "<a><restingecgdata/></a>", "<restingecgdatas/>")) {
      assertThat(reader.recognises(other.getBytes(StandardCharsets.UTF_8))).isFalse();
      assertThatThrownBy(() -> reader.read(other.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(EcgFormatException.class)
          .hasMessageContaining("the root is no restingecgdata");
    }
    assertThat(reader.recognises("<p:restingecgdata/>".getBytes(StandardCharsets.UTF_16))).isTrue();
  }

  @Test
  void aSmallFileHoldsTheContractAtEveryOffset() throws Exception {
    byte[] bytes =
        xli(SierraText.xli(SierraText.stored(LIMBS)), 4).getBytes(StandardCharsets.UTF_16);
    EcgReaderContract contract = new EcgReaderContract(new SierraReader(), bytes);

    contract.isReadAlikeTwice();
    contract.isRefusedWhenCut(1);
    contract.survivesMutations(3000, 20260305);
  }

  private static SierraReader limited(int bytes, int samples) {
    return new SierraReader(EnumSet.allOf(XmlRule.class), new SierraLimits(bytes, samples));
  }

  private static byte[] zeros() {
    return SierraText.packed(List.of(0, 0, 0, 0, 0, 0, 64, 0, 1023));
  }

  private static byte[] one(int kind, byte[] codes) {
    return SierraText.block(kind, (short) 0, codes);
  }

  private static void assertFault(String text, String words) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("/restingecgdata");
  }

  private static Recording read(String text) throws EcgFormatException {
    return new SierraReader().read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String xli(byte[] blocks, int samples) {
    return plain("Base64", SierraText.base64(blocks), SIX, samples)
        .replace("dataencoding=", "compression=\"XLI\" dataencoding=");
  }

  private static String with(String file, String before, String more) {
    return file.replace(before, more + before);
  }

  private static String plain(String encoding, String data, String labels, int samples) {
    return """
    <restingecgdata status="Unconfirmed"><documentinfo><documentname>a.xml</documentname>
    <documenttype>SierraECG</documenttype><documentversion>1.04</documentversion>
    </documentinfo><dataacquisition date="2026-03-02" time="08:33:07"><signalcharacteristics>
    <acquisitiontype>STD-12</acquisitiontype></signalcharacteristics></dataacquisition>
    <waveforms><parsedwaveforms dataencoding="%s" numberofleads="%d" leadlabels="%s"
    durationperchannel="%d" samplespersecond="500" resolution="5" signaloffset="0"
    signalsigned="True" bitspersample="16">%s</parsedwaveforms></waveforms></restingecgdata>
    """
        .formatted(encoding, labels.split(" ").length, labels, 2 * samples, data);
  }
}
