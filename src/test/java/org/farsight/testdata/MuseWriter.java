package org.farsight.testdata;

import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.scp.ScpText;

/** Writes a synthetic ECG as GE MUSE XML: eight leads, a rhythm and a median beat. */
final class MuseWriter {
  /** What MUSE stores; the other four are derived from I and II. */
  static final List<LeadId> EIGHT =
      List.of(
          LeadId.I, LeadId.II, LeadId.V1, LeadId.V2, LeadId.V3, LeadId.V4, LeadId.V5, LeadId.V6);

  private static final int MEDIAN_MILLIS = 600;
  private static final int BEFORE_R_MILLIS = 250;

  private final SyntheticEcg ecg;
  private final HeartModel.Ecg made;
  private final StringBuilder out = new StringBuilder();

  MuseWriter(SyntheticEcg ecg) {
    this.ecg = ecg;
    this.made = ecg.generate();
  }

  byte[] write(Charset charset) {
    line("<?xml version=\"1.0\" encoding=\"%s\"?>", charset.name());
    line("<!DOCTYPE RestingECG SYSTEM \"restecg.dtd\">");
    line("<RestingECG>");
    line("<MuseInfo><MuseVersion>9.0.0.0</MuseVersion></MuseInfo>");
    header();
    measurements();
    diagnosis();
    beats();
    int from =
        (int) Math.round(firstWholeBeat() * ecg.samplesPerSecond()) - atRate(BEFORE_R_MILLIS);
    waveform("Median", from, from + atRate(MEDIAN_MILLIS));
    waveform("Rhythm", 0, ecg.seconds() * ecg.samplesPerSecond());
    line("</RestingECG>");
    return out.toString().getBytes(charset);
  }

  private void header() {
    SyntheticPatient patient = ecg.patient();
    String[] name = patient.nameIdeographic().split("\\^", -1);
    DateTimeFormatter date = DateTimeFormatter.ofPattern("MM-dd-yyyy", Locale.ROOT);
    line("<PatientDemographics>");
    line("<PatientID>%s</PatientID>", ecg.site().patientId(patient));
    line("<DateofBirth>%s</DateofBirth>", patient.birthDate().format(date));
    line("<Gender>%s</Gender>", patient.sex().equals("M") ? "MALE" : "FEMALE");
    line("<PatientLastName>%s</PatientLastName>", name[0]);
    line("<PatientFirstName>%s</PatientFirstName>", name[1]);
    line("</PatientDemographics>");
    line("<TestDemographics>");
    line("<SiteName>%s</SiteName>", ecg.site().name());
    line("<AcquisitionDevice>HM1</AcquisitionDevice><Status>Unconfirmed</Status>");
    line("<AcquisitionTime>%s</AcquisitionTime>", ecg.started().toLocalTime());
    line("<AcquisitionDate>%s</AcquisitionDate>", ecg.started().format(date));
    line("<CartNumber>3</CartNumber>");
    line("<AcquisitionSoftwareVersion>1</AcquisitionSoftwareVersion>");
    line("</TestDemographics>");
  }

  private void measurements() {
    Rhythm rhythm = ecg.rhythm();
    line("<RestingECGMeasurements>");
    line("<VentricularRate>%d</VentricularRate>", made.heartRate());
    if (rhythm.hasPWave()) {
      line("<AtrialRate>%d</AtrialRate>", made.heartRate());
      line("<PRInterval>%d</PRInterval>", rhythm.prMillis());
      line("<PAxis>%d</PAxis>", rhythm.pAxis());
    }
    line("<QRSDuration>%d</QRSDuration>", rhythm.qrsMillis());
    line("<QTInterval>%d</QTInterval>", ecg.qtMillis(made));
    line("<QTCorrected>%d</QTCorrected>", ecg.qtcMillis(made));
    line("<RAxis>%d</RAxis><TAxis>%d</TAxis>", rhythm.qrsAxis(), rhythm.tAxis());
    line("</RestingECGMeasurements>");
  }

  private void diagnosis() {
    line("<Diagnosis><Modality>RESTING</Modality><DiagnosisStatement>");
    line("<StmtFlag>ENDSLINE</StmtFlag><StmtText>%s</StmtText>", ecg.rhythm().chinese());
    line("</DiagnosisStatement></Diagnosis>");
  }

  private void beats() {
    line("<QRSTimesTypes>");
    int number = 1;
    for (HeartModel.Beat beat : made.beats()) {
      line(
          "<QRS><Number>%d</Number><Type>%d</Type><Time>%d</Time></QRS>",
          number++, beat.premature() ? 1 : 0, Math.round(1000 * beat.seconds()));
    }
    line("<GlobalRR>%d</GlobalRR></QRSTimesTypes>", made.rrMillis());
  }

  private double firstWholeBeat() {
    return made.beats().stream()
        .mapToDouble(HeartModel.Beat::seconds)
        .filter(seconds -> seconds * 1000 > BEFORE_R_MILLIS)
        .findFirst()
        .orElseThrow();
  }

  private int atRate(int millis) {
    return millis * ecg.samplesPerSecond() / 1000;
  }

  private void waveform(String type, int from, int to) {
    line("<Waveform><WaveformType>%s</WaveformType>", type);
    line("<WaveformStartTime>0</WaveformStartTime><NumberofLeads>%d</NumberofLeads>", EIGHT.size());
    line("<SampleType>CONTINUOUS_SAMPLES</SampleType>");
    line("<SampleBase>%d</SampleBase><SampleExponent>0</SampleExponent>", ecg.samplesPerSecond());
    for (LeadId lead : EIGHT) {
      int[] samples = Objects.requireNonNull(made.leads().get(lead));
      lead(lead, ScpText.plain(java.util.Arrays.copyOfRange(samples, from, to)));
    }
    line("</Waveform>");
  }

  private void lead(LeadId lead, byte[] samples) {
    CRC32 crc = new CRC32();
    crc.update(samples);
    line("<LeadData><LeadByteCountTotal>%d</LeadByteCountTotal>", samples.length);
    line("<LeadTimeOffset>0</LeadTimeOffset>");
    line("<LeadSampleCountTotal>%d</LeadSampleCountTotal>", samples.length / 2);
    line(
        "<LeadAmplitudeUnitsPerBit>%s</LeadAmplitudeUnitsPerBit>",
        ecg.microvoltsPerStep().toPlainString());
    line("<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><LeadID>%s</LeadID>", lead.label());
    line("<FirstSampleBaseline>0</FirstSampleBaseline><LeadSampleSize>2</LeadSampleSize>");
    line("<LeadOff>FALSE</LeadOff><LeadDataCRC32>%d</LeadDataCRC32>", crc.getValue());
    line("<WaveFormData>");
    out.append(Base64.getMimeEncoder(72, new byte[] {'\n'}).encodeToString(samples)).append('\n');
    line("</WaveFormData></LeadData>");
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
