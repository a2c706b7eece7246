package org.farsight.testdata;

import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.farsight.ecg.LeadId;

/** Writes a synthetic ECG as GE CardioSoft XML. */
final class CardiosoftWriter {
  private final SyntheticEcg ecg;
  private final HeartModel.Ecg made;
  private final StringBuilder out = new StringBuilder();

  CardiosoftWriter(SyntheticEcg ecg) {
    this.ecg = ecg;
    this.made = ecg.generate();
  }

  byte[] write(Charset charset) {
    line("<?xml version=\"1.0\" encoding=\"%s\" ?>", charset.name());
    line("<CardiologyXML><ObservationType>RestECG</ObservationType>");
    line("<ObservationDateTime><Hour>%d</Hour>", ecg.started().getHour());
    line("<Minute>%d</Minute>", ecg.started().getMinute());
    line("<Second>%d</Second>", ecg.started().getSecond());
    date(ecg.started().toLocalDate());
    line("</ObservationDateTime>");
    line("<UID><DICOMStudyUID>%s</DICOMStudyUID></UID>", DicomObject.uid("study " + ecg.name()));
    line("<ClinicalInfo><DeviceInfo><Desc>HM1</Desc><SoftwareVer>V1</SoftwareVer></DeviceInfo>");
    line("</ClinicalInfo><PatientVisit><ServicingFacility><Name>%s</Name>", ecg.site().name());
    line("</ServicingFacility><OrderNumber></OrderNumber></PatientVisit>");
    patient();
    line("<Interpretation>%s</Interpretation>", ecg.rhythm().chinese());
    measurements();
    strip();
    line("</CardiologyXML>");
    return out.toString().getBytes(charset);
  }

  private void date(LocalDate date) {
    line("<Day>%d</Day><Month>%d</Month>", date.getDayOfMonth(), date.getMonthValue());
    line("<Year>%d</Year>", date.getYear());
  }

  private void patient() {
    SyntheticPatient patient = ecg.patient();
    String[] name = patient.nameIdeographic().split("\\^", -1);
    line("<PatientInfo><PID>%s</PID>", ecg.site().patientId(patient));
    line("<Name><FamilyName>%s</FamilyName><GivenName>%s</GivenName></Name>", name[0], name[1]);
    line("<BirthDateTime>");
    date(patient.birthDate());
    line("</BirthDateTime>");
    line("<Gender>%s</Gender></PatientInfo>", patient.sex().equals("M") ? "MALE" : "FEMALE");
  }

  private void measurements() {
    Rhythm rhythm = ecg.rhythm();
    line("<RestingECGMeasurements>");
    line("<VentricularRate units=\"BPM\">%d</VentricularRate>", made.heartRate());
    if (rhythm.hasPWave()) {
      line("<PQInterval units=\"ms\">%d</PQInterval>", rhythm.prMillis());
      line("<PAxis units=\"degrees\">%d</PAxis>", rhythm.pAxis());
    } else {
      line("<PQInterval units=\"ms\"></PQInterval>");
    }
    line("<QRSDuration units=\"ms\">%d</QRSDuration>", rhythm.qrsMillis());
    line("<QTInterval units=\"ms\">%d</QTInterval>", ecg.qtMillis(made));
    line("<QTCInterval units=\"ms\">%d</QTCInterval>", ecg.qtcMillis(made));
    line("<RRInterval units=\"ms\">%d</RRInterval>", made.rrMillis());
    line("<RAxis units=\"degrees\">%d</RAxis>", rhythm.qrsAxis());
    line("<TAxis units=\"degrees\">%d</TAxis>", rhythm.tAxis());
    line("</RestingECGMeasurements>");
  }

  private void strip() {
    line("<StripData><NumberOfLeads>%d</NumberOfLeads>", ecg.leads().size());
    line("<SampleRate units=\"Hz\">%d</SampleRate>", ecg.samplesPerSecond());
    line(
        "<ChannelSampleCountTotal>%d</ChannelSampleCountTotal>",
        ecg.seconds() * ecg.samplesPerSecond());
    line("<Resolution units=\"uVperLsb\">%s</Resolution>", ecg.microvoltsPerStep().toPlainString());
    for (LeadId lead : ecg.leads()) {
      String samples =
          Arrays.stream(Objects.requireNonNull(made.leads().get(lead)))
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(","));
      line("<WaveformData lead=\"%s\">\t\t%s</WaveformData>", lead.label(), samples);
    }
    line("<ArrhythmiaResults>");
    for (HeartModel.Beat beat : made.beats()) {
      line("<Time units=\"ms\">%d</Time>", StrictMath.round(1000 * beat.seconds()));
      line("<BeatClass>%s</BeatClass>", beat.premature() ? "VES" : "dominant");
    }
    line("</ArrhythmiaResults></StripData>");
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
