package org.farsight.testdata;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.farsight.ecg.LeadId;

/** Writes a synthetic ECG as an HL7 2.5 result, ORU^R01. Segments end in CR. */
final class OruWriter {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
  private static final int BASE64_LINE = 76;

  private final SyntheticEcg ecg;
  private final HeartModel.Ecg made;
  private final List<String> segments = new ArrayList<>();
  private int number;

  OruWriter(SyntheticEcg ecg) {
    this.ecg = ecg;
    this.made = ecg.generate();
  }

  /** Each lead's samples in a row (NA), in UTF-8. */
  byte[] numericArrays() {
    begin("UNICODE UTF-8", named());
    waveform("NA", rows(), ecg.leads().size() + " channels");
    findings();
    return bytes(StandardCharsets.UTF_8);
  }

  /** All leads' samples time by time (MA), in GB 18030; the name as {@code PINYIN^汉字}. */
  byte[] multiplexedArray() {
    begin("GB 18030-2000", pinyinAndCharacters());
    waveform("MA", times(), "multiplexed");
    findings();
    return bytes(GB18030);
  }

  /** The SCP-ECG record of the same ECG in base64, broken into lines as some senders do. */
  byte[] encapsulatedScp() {
    byte[] scp = new ScpWriter(ecg, ScpWriter.Compression.SECOND_DIFFERENCES).write();
    String data = Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\r'}).encodeToString(scp);
    begin("UNICODE UTF-8", named());
    obx("ED", "93000^12-lead ECG^C4", "", "^application^SCP^Base64^" + data, "");
    findings();
    return bytes(StandardCharsets.UTF_8);
  }

  /** A page of the ECG and nothing but text beside it. */
  byte[] pdfOnly(byte[] pdf) {
    begin("UNICODE UTF-8", named());
    obx(
        "ED",
        "11524-6^EKG study^LN",
        "",
        "^application^PDF^Base64^" + Base64.getEncoder().encodeToString(pdf),
        "");
    findings();
    return bytes(StandardCharsets.UTF_8);
  }

  private byte[] bytes(Charset charset) {
    return (String.join("\r", segments) + "\r").getBytes(charset);
  }

  private void begin(String charset, String name) {
    SyntheticPatient patient = ecg.patient();
    String facility = ecg.site().id().toUpperCase(Locale.ROOT);
    String at = ecg.started().plusMinutes(2).format(SECONDS) + "+0800";
    segments.add(
        "MSH|^~\\&|ECG|%s|FARSIGHT|CORE|%s||ORU^R01^ORU_R01|%s|P|2.5|||AL|NE|CHN|%s"
            .formatted(facility, at, ecg.name().replace('/', '-'), charset));
    segments.add(
        "PID|1||%s^^^%s^MR~%s^^^^NI||%s||%s|%s"
            .formatted(
                ecg.site().patientId(patient),
                facility,
                patient.idCard(),
                name,
                patient.birthDateDigits(),
                patient.sex()));
    segments.add("PV1|1|O|" + ecg.site().devicePrefix() + "ECG");
    segments.add(
        "OBR|1|P%s^HIS|F%s^ECG|93000^12-lead ECG^C4|||%s+0800||||||||||||||||||F"
            .formatted(number(), number(), ecg.started().format(SECONDS)));
  }

  private String number() {
    return "%07d".formatted(Math.floorMod(ecg.name().hashCode(), 10_000_000));
  }

  private String named() {
    SyntheticPatient patient = ecg.patient();
    return patient.nameIdeographic() + "^^^^^L^I~" + patient.namePinyin() + "^^^^^L^A";
  }

  private String pinyinAndCharacters() {
    SyntheticPatient patient = ecg.patient();
    return patient.namePinyin().replace("^", " ").strip().toUpperCase(Locale.ROOT)
        + "^"
        + patient.chineseName();
  }

  private void waveform(String type, String samples, String what) {
    obx("TS", "93000&TIM^12-lead ECG^C4", "1", ecg.started().format(SECONDS) + "+0800", "");
    obx("CD", "93000&CHN^12-lead ECG^C4", "1", channels(), "");
    obx(type, "93000&WAV^" + what + "^C4", "1", samples, "");
  }

  /** Sensitivity and frequency with the first channel: they hold for those behind it. */
  private String channels() {
    List<String> channels = new ArrayList<>();
    for (LeadId lead : ecg.leads()) {
      String channel = (channels.size() + 1) + "&" + lead.label();
      if (channels.isEmpty()) {
        channel +=
            "^%s^%s&uV^1&0&0^%d^-32768&32767"
                .formatted(
                    lead.label(), ecg.microvoltsPerStep().toPlainString(), ecg.samplesPerSecond());
      }
      channels.add(channel);
    }
    return String.join("~", channels);
  }

  private int[] samples(LeadId lead) {
    return Objects.requireNonNull(made.leads().get(lead));
  }

  private String rows() {
    return ecg.leads().stream()
        .map(
            lead ->
                Arrays.stream(samples(lead))
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining("^")))
        .collect(Collectors.joining("~"));
  }

  private String times() {
    return IntStream.range(0, ecg.seconds() * ecg.samplesPerSecond())
        .mapToObj(
            i ->
                ecg.leads().stream()
                    .map(lead -> Integer.toString(samples(lead)[i]))
                    .collect(Collectors.joining("^")))
        .collect(Collectors.joining("~"));
  }

  private void findings() {
    measured("8867-4^Heart rate^LN", made.heartRate(), "/min");
    if (ecg.rhythm().hasPWave()) {
      measured("8625-6^PR interval^LN", ecg.rhythm().prMillis(), "ms");
    }
    measured("8633-0^QRS duration^LN", ecg.rhythm().qrsMillis(), "ms");
    measured("8634-8^QT interval^LN", ecg.qtMillis(made), "ms");
    measured("8636-3^QTc interval^LN", ecg.qtcMillis(made), "ms");
    measured("8632-2^QRS axis^LN", ecg.rhythm().qrsAxis(), "deg");
    obx("TX", "18844-1^EKG impression^LN", "", ecg.rhythm().chinese(), "");
  }

  private void measured(String code, int value, String unit) {
    obx("NM", code, "", Integer.toString(value), unit + "^^UCUM");
  }

  private void obx(String type, String code, String subId, String value, String unit) {
    number++;
    segments.add(
        "OBX|%d|%s|%s|%s|%s|%s|||||F|||||||%sECG-03^HM1"
            .formatted(number, type, code, subId, value, unit, ecg.site().devicePrefix()));
  }
}
