package org.farsight.testdata;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.sierra.SierraText;

/**
 * Writes a synthetic ECG as Philips Sierra XML: version 1.04 as a cart does, in UTF-16, with
 * representative beats at twice the rate and a finer step; version 1.03 as a monitor does.
 */
final class SierraWriter {
  private static final int CHANNELS = 16;
  private static final int BEAT_MILLIS = 1200;
  private static final int BEFORE_R_MILLIS = 500;
  private static final int BEAT_RATE = 1000;

  private final SyntheticEcg ecg;
  private final HeartModel.Ecg made;
  private final StringBuilder out = new StringBuilder();

  SierraWriter(SyntheticEcg ecg) {
    this.ecg = ecg;
    this.made = ecg.generate();
  }

  /** Version 1.04: UTF-16 with a byte order mark. */
  byte[] cart() {
    line("<?xml version=\"1.0\" encoding=\"utf-16\"?>");
    open("PhilipsECG", "1.04");
    line("<dataacquisition date=\"%s\" time=\"%s\">", date(), ecg.started().toLocalTime());
    line("<machine machineid=\"7\" detaildescription=\"HeartModel:HM1:1\">Cart</machine>");
    line("<acquirer><institutionname>%s</institutionname></acquirer>", ecg.site().name());
    line("<signalcharacteristics><samplingrate>%d</samplingrate>", ecg.samplesPerSecond());
    line("<resolution>%s</resolution>", step());
    line("<acquisitiontype>10-WIRE</acquisitiontype>");
    line("</signalcharacteristics></dataacquisition>");
    patient();
    line("<interpretations><interpretation date=\"%s\" time=\"08:34:00\">", date());
    line("<globalmeasurements>");
    measurements("heartrate", "print", "qrsdur", "qtint", "qtcb");
    line("<rrint>%d</rrint></globalmeasurements>", made.rrMillis());
    statement();
    line("</interpretation></interpretations><waveforms>");
    line(
        "<parsedwaveforms dataencoding=\"Base64\" compression=\"XLI\" numberofleads=\"%d\"",
        ecg.leads().size());
    line("leadlabels=\"%s\" durationperchannel=\"%d\"", labels(), 1000 * ecg.seconds());
    line("samplespersecond=\"%d\" resolution=\"%s\"", ecg.samplesPerSecond(), step());
    line("signaloffset=\"0\" signalsigned=\"True\" bitspersample=\"16\">");
    line("%s</parsedwaveforms>", SierraText.base64(rhythm()));
    beats();
    line("</waveforms></restingecgdata>");
    byte[] text = out.toString().getBytes(StandardCharsets.UTF_16LE);
    byte[] file = new byte[text.length + 2];
    file[0] = (byte) 0xFF;
    file[1] = (byte) 0xFE;
    System.arraycopy(text, 0, file, 2, text.length);
    return file;
  }

  /** Version 1.03: UTF-8, no names of leads, no beats. */
  byte[] monitor() {
    line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    open("SierraECG", "1.03");
    line("<dataacquisition date=\"%s\" time=\"%s\">", date(), ecg.started().toLocalTime());
    line("<machine machineid=\"9\" detaildescription=\"\">Monitor</machine>");
    line("<acquirer><institutionname>%s</institutionname></acquirer>", ecg.site().name());
    line("<signalcharacteristics><samplingrate>%d</samplingrate>", ecg.samplesPerSecond());
    line("<signalresolution>%s</signalresolution>", step());
    line("<acquisitiontype>STD-12</acquisitiontype><bitspersample>16</bitspersample>");
    line("<signaloffset>0</signaloffset><signalsigned>True</signalsigned>");
    line("</signalcharacteristics></dataacquisition>");
    patient();
    line("<interpretations><interpretation date=\"%s\" time=\"10:12:00\">", date());
    line("<interpretationmeasurements>");
    measurements("heartrate", "meanprint", "meanqrsdur", "meanqtint", "meanqtc");
    line("</interpretationmeasurements>");
    statement();
    line("</interpretation></interpretations><waveforms>");
    line("<parsedwaveforms compressflag=\"True\" compressmethod=\"XLI\" dataencoding=\"Base64\"");
    line("durationperchannel=\"%d\" nbitspersample=\"16\">", 1000 * ecg.seconds());
    line("%s</parsedwaveforms></waveforms></restingecgdata>", SierraText.base64(rhythm()));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void open(String type, String version) {
    line("<restingecgdata xmlns=\"http://www3.medical.philips.com\" status=\"Unconfirmed\">");
    String uuid = UUID.nameUUIDFromBytes(ecg.name().getBytes(StandardCharsets.UTF_8)).toString();
    line("<documentinfo><documentname>%s.xml</documentname>", uuid);
    line("<documenttype>%s</documenttype>", type);
    line("<documentversion>%s</documentversion></documentinfo>", version);
  }

  private void patient() {
    SyntheticPatient patient = ecg.patient();
    String[] name = patient.nameIdeographic().split("\\^", -1);
    line("<patient><generalpatientdata>");
    line("<patientid>%s</patientid>", ecg.site().patientId(patient));
    line("<name><lastname>%s</lastname><firstname>%s</firstname></name>", name[0], name[1]);
    line("<age><dateofbirth>%s</dateofbirth></age>", patient.birthDate());
    line("<sex>%s</sex>", patient.sex().equals("M") ? "Male" : "Female");
    line("</generalpatientdata></patient>");
  }

  private void measurements(String rate, String pr, String qrs, String qt, String qtc) {
    Rhythm rhythm = ecg.rhythm();
    line("<%s>%d</%s>", rate, made.heartRate(), rate);
    if (rhythm.hasPWave()) {
      line("<%s>%d</%s><pfrontaxis>%d</pfrontaxis>", pr, rhythm.prMillis(), pr, rhythm.pAxis());
    } else {
      line("<%s></%s>", pr, pr);
    }
    line("<%s>%d</%s>", qrs, rhythm.qrsMillis(), qrs);
    line("<%s>%d</%s>", qt, ecg.qtMillis(made), qt);
    line("<%s>%d</%s>", qtc, ecg.qtcMillis(made), qtc);
    line("<qrsfrontaxis>%d</qrsfrontaxis>", rhythm.qrsAxis());
    line("<tfrontaxis>%d</tfrontaxis>", rhythm.tAxis());
  }

  private void statement() {
    line("<statement><statementcode>HM</statementcode>");
    line("<leftstatement>%s</leftstatement><rightstatement/></statement>", ecg.rhythm().chinese());
  }

  /** Twelve leads, and four empty channels behind them, as carts write. */
  private byte[] rhythm() {
    List<int[]> channels = new ArrayList<>();
    for (LeadId lead : ecg.leads()) {
      channels.add(Objects.requireNonNull(made.leads().get(lead)));
    }
    while (channels.size() < CHANNELS) {
      channels.add(new int[ecg.seconds() * ecg.samplesPerSecond()]);
    }
    return SierraText.xli(SierraText.stored(channels));
  }

  private void beats() {
    SyntheticEcg finer =
        new SyntheticEcg(
            ecg.name(),
            ecg.site(),
            ecg.patient(),
            ecg.rhythm(),
            ecg.started(),
            ecg.seconds(),
            BEAT_RATE,
            BigDecimal.ONE,
            ecg.leads());
    HeartModel.Ecg fine = finer.generate();
    double first =
        fine.beats().stream()
            .mapToDouble(HeartModel.Beat::seconds)
            .filter(seconds -> seconds * 1000 > BEFORE_R_MILLIS)
            .findFirst()
            .orElseThrow();
    int from = (int) StrictMath.round(first * BEAT_RATE) - BEFORE_R_MILLIS;
    line("<repbeats dataencoding=\"Base64\" samplespersec=\"1000\" resolution=\"1\"");
    line("repbeatmethod=\"mean\">");
    for (LeadId lead : ecg.leads()) {
      int[] whole = Objects.requireNonNull(fine.leads().get(lead));
      byte[] beat = SierraText.plain(Arrays.copyOfRange(whole, from, from + BEAT_MILLIS));
      line("<repbeat leadname=\"%s\"><waveform duration=\"%d\">", lead.label(), BEAT_MILLIS);
      line("%s</waveform></repbeat>", SierraText.base64(beat));
    }
    line("</repbeats>");
  }

  private String labels() {
    return String.join(" ", ecg.leads().stream().map(LeadId::label).toList());
  }

  private String step() {
    return ecg.microvoltsPerStep().toPlainString();
  }

  private String date() {
    return ecg.started().toLocalDate().toString();
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
