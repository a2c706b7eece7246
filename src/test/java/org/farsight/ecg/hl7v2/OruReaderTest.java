package org.farsight.ecg.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import org.farsight.Samples;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.scp.ScpReader;
import org.junit.jupiter.api.Test;

/** HL7 v2 results: small messages with one thing in each; expected values worked out by hand. */
class OruReaderTest {
  private static final String MSH =
      "MSH|^~\\&|ECG|LAKE|FARSIGHT|CORE|20260302080500+0800||ORU^R01^ORU_R01|17|P|2.5";
  private static final String PID =
      "PID|1||80001^^^LAKE^MR~330000196803140033^^^^NI||王^建国^^^^^L^I~Wang^Jianguo^^^^^L^A"
          + "||19680314|M";
  private static final String OBR =
      "OBR|1|P1^HIS|F1^ECG|93000^12-lead ECG^C4|||20260302080307.25+0800";
  private static final String CHN =
      "OBX|2|CD|93000&CHN|1|1&I^^2.5&uV^1&0&0^500^-2048&2047~2&II||||||F";
  private static final String TIM = "OBX|1|TS|93000&TIM|1|20260302080307+0800||||||F";
  private static final OruReader READER = new OruReader(List.of(new ScpReader()));

  @Test
  void rowsOfSamplesAreChannels() throws Exception {
    // 7.14.1.3: components are samples, repetitions are channels
    Recording recording =
        read(MSH, PID, OBR, TIM, CHN, "OBX|3|NA|93000&WAV|1|1^-2^^4~5^6^7^8||||||F");

    assertThat(recording.leads()).extracting(Lead::label).containsExactly("I", "II");
    Lead one = recording.leads().getFirst();
    assertThat(one.samples().at(1)).isEqualTo(-2);
    assertThat(one.samples().isMissing(2)).as("a component that is not present").isTrue();
    assertThat(recording.leads().get(1).samples().toArray()).containsExactly(5, 6, 7, 8);
    assertThat(one.scale()).isEqualByComparingTo("0.0025");
    assertThat(recording.leads().get(1).scale())
        .as("what a repetition leaves out is as in the last that has it")
        .isEqualByComparingTo("0.0025");
    assertThat(one.rate().hertz()).isEqualByComparingTo("500");
    assertThat(recording.acquisition().start()).contains(LocalDateTime.of(2026, 3, 2, 8, 3, 7));
    assertThat(recording.acquisition().offset()).contains(ZoneOffset.ofHours(8));
    assertThat(recording.remarks()).isEmpty();
  }

  @Test
  void multiplexedSamplesAreTimes() throws Exception {
    Recording recording = read(MSH, TIM, CHN, "OBX|3|MA|93000&WAV|1|1^2~3^4~^6~7||||||F");

    assertThat(recording.leads().get(0).samples().at(1)).isEqualTo(3);
    assertThat(recording.leads().get(0).samples().isMissing(2)).isTrue();
    assertThat(recording.leads().get(1).samples().at(2)).isEqualTo(6);
    assertThat(recording.leads().get(1).samples().isMissing(3)).isTrue();
    assertThat(recording.leads().get(1).samples().length()).isEqualTo(4);
  }

  @Test
  void calibrationAndDecimalsStayExact() throws Exception {
    // 0.5 mV a step times 1.02; baseline: 4 steps stand for 0; sampled 2 ms later
    String channel = "OBX|2|CD|9&CHN|1|1^V1^0.5&mV^1.02&4&0.002^250||||||F";
    Lead lead = read(MSH, TIM, channel, "OBX|3|NA|9&WAV|1|4^5.25^-1||||||F").leads().getFirst();

    assertThat(lead.id()).contains(LeadId.V1);
    assertThat(lead.samples().toArray()).containsExactly(400, 525, -100);
    assertThat(lead.scale()).isEqualByComparingTo("0.0051");
    assertThat(lead.origin()).isEqualByComparingTo("-2.04");
    assertThat(lead.offsetMillis()).isEqualByComparingTo("2");
  }

  @Test
  void samplesGoOnInFurtherSegmentsAndBehindGaps() throws Exception {
    String channel = "OBX|2|CD|9&CHN|1|1&II^^1&uV^^100||||||F";
    Recording recording =
        read(
            MSH,
            TIM,
            channel,
            "OBX|3|NA|9&WAV|1|1^2||||||F",
            "OBX|4|CE|9&ANO|1|9903^Beat marker||||||F",
            "OBX|5|NA|9&WAV|1|3^4||||||F",
            "OBX|6|TS|9&TIM|1|20260302080307.07+0800||||||F",
            "OBX|7|NA|9&WAV|1|8^9||||||F");
    Lead lead = recording.leads().getFirst();

    assertThat(lead.samples().length()).isEqualTo(9);
    assertThat(lead.samples().missingCount()).isEqualTo(3);
    assertThat(lead.samples().at(7)).isEqualTo(8);
    Annotation beat = recording.annotations().getFirst();
    assertThat(beat.code().value()).isEqualTo("9903");
    assertThat(beat.startMillis().orElseThrow()).isEqualByComparingTo("20");
    assertThat(beat.lead()).contains(LeadId.II);
  }

  @Test
  void groupsOfChannelsStandSideBySide() throws Exception {
    Recording recording =
        read(
            MSH,
            "OBX|1|TS|9&TIM|a|20260302080307||||||F",
            "OBX|2|CD|9&CHN|a|1&I^^1&uV^^100||||||F",
            "OBX|3|NA|9&WAV|a|1^2||||||F",
            "OBX|4|TS|9&TIM|b|20260302080309.5||||||F",
            "OBX|5|CD|9&CHN|b|1&V1^^1&uV^^200~2&SpO2^^1&%^^1||||||F",
            "OBX|6|NA|9&WAV|b|3^4~98||||||F",
            "OBX|7|CD|9&CHN|c|1&I^^1&uV^^100||||||F",
            "OBX|8|NA|9&WAV|c|5^6||||||F");

    assertThat(recording.leads()).extracting(Lead::label).containsExactly("I", "V1");
    assertThat(recording.leads().get(1).offsetMillis()).isEqualByComparingTo("2500");
    assertThat(recording.further()).hasSize(1);
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .containsExactly("CHANNEL_IS_NO_VOLTAGE");
  }

  @Test
  void aMessageWithoutSuffixesIsReadByItsDataTypes() throws Exception {
    String[] bare = {MSH, "OBX|1|CD|93000|1|1&I^^1&uV^^100||||||F", "OBX|2|NA|93000|1|1^2||||||F"};
    Recording recording = read(bare);
    assertThat(recording.leads().getFirst().samples().toArray()).containsExactly(1, 2);
    assertThat(recording.remarks()).extracting(Remark::rule).contains("CATEGORY_BY_DATA_TYPE");
    OruReader strict = new OruReader(EnumSet.noneOf(OruRule.class), OruLimits.DEFAULT, List.of());
    assertThatThrownBy(() -> strict.read(message(bare)))
        .hasMessage("no samples, no ECG file and no PDF in any observation at OBX[1]");
  }

  @Test
  void personOrderAndFindingsAreRead() throws Exception {
    Recording recording =
        read(
            MSH,
            PID,
            "PV1|1|O|ECG room",
            OBR,
            TIM,
            CHN,
            "OBX|3|NA|9&WAV|1|1~2||||||F|||||||CART-9^HM1",
            "OBX|4|NM|8867-4^HR^LN||61|{beats}/min^^UCUM|||||F",
            "OBX|5|NM|QTc^QTc^L||0.41|s|||||F",
            "OBX|6|NM|147842^MDC_ECG_HEART_RATE^MDC||0|bpm|||||F",
            "OBX|7|SN|8634-8^QT^LN||^380|ms|||||F",
            "OBX|8|FT|18844-1^Impression^LN||窦性心律\\.br\\正常 \\T\\ 无异常||||||F",
            "OBX|9|CE|dx^Diagnosis^L||164889003^Atrial fibrillation^SCT||||||F|||||17^张^医");
    Subject subject = recording.subject();

    assertThat(subject.ids())
        .extracting(Subject.Id::value)
        .containsExactly("80001", "330000196803140033");
    assertThat(subject.ids().getFirst().issuer()).as("the sender's own").isEmpty();
    assertThat(subject.ids().getLast().issuer()).contains("2.16.156.10011.1.3");
    assertThat(subject.name().orElseThrow().text()).isEqualTo("王建国");
    assertThat(subject.name().orElseThrow().alphabetic().orElseThrow().family()).isEqualTo("Wang");
    assertThat(subject.sex()).contains(Subject.Sex.MALE);
    assertThat(subject.birthDate()).contains(LocalDate.of(1968, 3, 14));
    assertThat(recording.acquisition().accession()).contains("F1");
    assertThat(recording.acquisition().orders()).containsExactly("P1", "F1");
    assertThat(recording.acquisition().department()).contains("ECG room");
    assertThat(recording.acquisition().device().serialNumber()).contains("CART-9");
    assertThat(recording.measurements().of(Kind.HEART_RATE).orElseThrow().value())
        .isEqualByComparingTo("61");
    assertThat(recording.measurements().of(Kind.QT_INTERVAL).orElseThrow().value())
        .isEqualByComparingTo("380");
    assertThat(recording.statements())
        .extracting(Statement::text)
        .containsExactly("窦性心律", "正常 & 无异常", "Atrial fibrillation");
    assertThat(recording.statements())
        .extracting(Statement::author)
        .containsExactly(
            Statement.Author.UNSTATED, Statement.Author.UNSTATED, Statement.Author.PERSON);
    assertThat(recording.remarks()).extracting(Remark::rule).contains("ZERO_IS_NOT_MEASURED");
  }

  @Test
  void charactersAreReadWhateverTheHeaderSays() throws Exception {
    String waveform = "OBX|3|NA|9&WAV|1|1~2||||||F\r";
    for (String declared : List.of("", "UNICODE UTF-8", "GB 18030-2000", "8859/15", "nonsense")) {
      for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
        String text = String.join("\r", MSH + "||||||" + declared, PID, TIM, CHN, waveform);
        // any bytes are Latin letters, and these are Chinese ones in both: the header is believed
        boolean believed =
            declared.equals("8859/15")
                || (declared.startsWith("GB") && charset.equals(StandardCharsets.UTF_8));
        Recording recording = (Recording) READER.content(text.getBytes(charset));
        String name = recording.subject().name().orElseThrow().text();
        assertThat(name.equals("王建国")).as("%s in %s", declared, charset).isEqualTo(!believed);
      }
    }
    assertThat(
            READER
                .read(
                    String.join("\r", MSH + "||||||UNICODE UTF-8", PID, TIM, CHN, waveform)
                        .getBytes(Charset.forName("GB18030")))
                .remarks())
        .extracting(Remark::rule)
        .containsExactly("CHARACTER_SET_IS_ANOTHER");
  }

  @Test
  void pinyinBesideCharactersIsTwoWritingsOfOneName() throws Exception {
    Recording recording =
        read(MSH, "PID|1||1||OUYANG XIAOWEN^欧阳晓雯", TIM, CHN, "OBX|3|NA|9&WAV|1|1~2||||||F");
    Subject.Name name = recording.subject().name().orElseThrow();

    assertThat(name.text()).isEqualTo("欧阳晓雯");
    assertThat(name.alphabetic().orElseThrow().family()).isEqualTo("OUYANG XIAOWEN");
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .containsExactly("PINYIN_AND_CHARACTERS");
  }

  @Test
  void lineFeedsByteOrderMarkAndBrokenBase64AreReadAndNamed() throws Exception {
    byte[] scp = Files.readAllBytes(Path.of("test-data/ecg/scp/hewan-normal.scp"));
    String data = Base64.getMimeEncoder(60, new byte[] {'\r'}).encodeToString(scp);
    String text =
        "\uFEFF"
            + String.join("\n", MSH, PID, OBR, "OBX|1|ED|9||^application^SCP^Base64^" + data)
            + "||||||F\n";
    Recording recording = READER.read(text.getBytes(StandardCharsets.UTF_8));
    Recording alone = new ScpReader().read(scp);

    assertThat(recording.leads()).isEqualTo(alone.leads());
    assertThat(recording.further()).isEqualTo(alone.further());
    assertThat(recording.subject().id()).as("the message counts").contains("80001");
    assertThat(recording.acquisition().start()).isEqualTo(alone.acquisition().start());
    assertThat(recording.format()).isEqualTo(OruReader.FORMAT);
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .containsExactly(
            "BYTE_ORDER_MARK",
            "LINE_FEEDS",
            "LINE_END_WITHIN_A_FIELD",
            "ENCAPSULATED_scp-ecg",
            "THE_FILE_NAMES_ANOTHER_PATIENT_ID");
  }

  @Test
  void aPageWithoutSamplesIsADocument() throws Exception {
    byte[] file = Files.readAllBytes(Samples.require("hl7v2/dcm4che-ORU_R01-PDF.hl7"));
    EcgDocument document = (EcgDocument) READER.content(file);

    assertThat(document.mediaType()).isEqualTo("application/pdf");
    assertThat(document.page()).startsWith("%PDF-1.3".getBytes(StandardCharsets.US_ASCII));
    assertThat(document.subject().id()).contains("PID_1");
    assertThat(document.acquisition().accession()).contains("AccessionNumber");
    assertThat(document.title()).isEqualTo("Microscopic Observation");
    assertThat(document.toString()).doesNotContain("PID_1");
    assertThatThrownBy(() -> READER.read(file)).hasMessageContaining("a page and no samples");
  }

  @Test
  void faultsNameSegmentAndField() {
    String wav = "OBX|3|NA|9&WAV|1|1~2||||||F";
    assertFault("OBX[3]-5", "fewer channels", MSH, TIM, CHN, "OBX|3|NA|9&WAV|1|1||||||F");
    assertFault("OBX[3]-5", "more channels", MSH, TIM, CHN, "OBX|3|NA|9&WAV|1|1~2~3||||||F");
    assertFault("OBX[3]-5", "more channels", MSH, TIM, CHN, "OBX|3|MA|9&WAV|1|1^2^3||||||F");
    assertFault("OBX[3]-5", "sample 0 is no number", MSH, TIM, CHN, "OBX|3|NA|9&WAV|1|x~1||||||F");
    assertFault("OBX[1]-5", "no date and time", MSH, "OBX|1|TS|9&TIM|1|noon||||||F");
    assertFault("OBX[2]-5", "without a channel definition", MSH, TIM, wav);
    assertFault(
        "OBX[2]-5", "sensitivity of a channel is no number", MSH, TIM, CHN.replace("2.5&", "x&"));
    assertFault("OBX[2]-5", "sampling frequency 0", MSH, TIM, CHN.replace("^500^", "^0^"));
    assertFault("PID[2]-3", "two patients", MSH, PID, PID);
    assertFault("MSH[1]-9", "no ORU^R01", MSH.replace("ORU^R01", "ORU^R99"), TIM, CHN, wav);
    assertFault("OBX[1]-5", "without data", MSH, "OBX|1|ED|9||^application^SCP^Base64||||||F");
    assertFault("OBX[1]-5", "not in their enc", MSH, "OBX|1|ED|9||^application^SCP^Base64^*||||F");
    assertFault("OBX[1]-5", "table 0299", MSH, "OBX|1|ED|9||^application^SCP^Zip^AAAA||||||F");
    assertFault("OBX[1]", "no samples, no ECG file", MSH, PID, "OBX|1|NM|8867-4||61||||||F");
    assertFault("OBX[4]-5", "between two samples", MSH, TIM, CHN, wav, tim("07.0031"));
    assertFault("OBX[4]-5", "before their end", MSH, TIM, CHN, wav, tim("07.000"));
    assertFault(
        "OBX[4]-5", "more samples than", MSH, TIM, CHN, wav, tim("07").replace("2026", "2027"));
  }

  @Test
  void aMessageThatIsCutWithinAValueIsRefused() {
    byte[] whole = message(MSH, TIM, CHN, "OBX|3|NA|9&WAV|1|1^2^3~4^5^6||||||F");
    byte[] cut = Arrays.copyOf(whole, whole.length - 9);
    assertThatThrownBy(() -> READER.read(cut)).hasMessageContaining("the last segment is cut");
  }

  @Test
  void limitsAreHeld() {
    byte[] file = message(MSH, TIM, CHN, "OBX|3|NA|9&WAV|1|1^2~3^4||||||F");
    assertLimit(new OruLimits(99, 9, 9, 9, 999), file, "above the limit of 99");
    assertLimit(new OruLimits(9999, 3, 9, 9, 999), file, "more samples than the limit of 3");
    byte[] apart = message(MSH, TIM, CHN, "OBX|3|NA|9&WAV|1|1^2~3^4||||||F", tim("07.020"));
    assertLimit(new OruLimits(9999, 99, 3, 9, 999), apart, "missing between its parts than");
    assertLimit(new OruLimits(9999, 9, 9, 3, 999), file, "more segments than the limit of 3");
    assertLimit(new OruLimits(9999, 9, 9, 9, 40), file, "longer than the limit of 40 characters");
  }

  @Test
  void onlyResultsAreRecognised() throws Exception {
    assertThat(READER.recognises(message(MSH))).isTrue();
    assertThat(READER.recognises(("\u000B" + MSH).getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(READER.recognises(message(MSH.replace("ORU", "ADT")))).isFalse();
    assertThat(READER.recognises("MSH".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(READER.recognises("MSHXXXXXXXX".getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void aSmallMessageHoldsTheContractAtEveryOffset() throws Exception {
    byte[] file =
        message(
            MSH, PID, OBR, TIM, CHN, "OBX|3|NA|9&WAV|1|1^-2~3^4||||||F", "OBX|4|TX|x||窦性||||||F");
    EcgReaderContract contract = new EcgReaderContract(READER, file);

    contract.isReadAlikeTwice();
    contract.isToldWhenCut(1);
    contract.survivesMutations(4000, 20260302);
  }

  private static String tim(String seconds) {
    return "OBX|4|TS|9&TIM|1|202603020803" + seconds + "+0800||||||F";
  }

  private static void assertLimit(OruLimits limits, byte[] file, String words) {
    OruReader reader = new OruReader(EnumSet.allOf(OruRule.class), limits, List.of());
    assertThatThrownBy(() -> reader.read(file)).hasMessageContaining(words);
  }

  private static void assertFault(String where, String words, String... segments) {
    assertThatThrownBy(() -> read(segments))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(words)
        .hasMessageEndingWith(" at " + where);
  }

  private static Recording read(String... segments) throws EcgFormatException {
    return READER.read(message(segments));
  }

  private static byte[] message(String... segments) {
    return (String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8);
  }
}
