package org.farsight.testdata;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.farsight.ecg.LeadId;

/** Writes a synthetic ECG as an HL7 aECG, by the schema or in a cart's dialect. */
final class AecgWriter {
  private static final String MDC = "2.16.840.1.113883.6.24";
  private static final String ACT_CODE = "2.16.840.1.113883.5.4";
  private static final String ID_CARD_OID = "2.16.156.10011.1.3";
  private static final int DIGITS_PER_LINE = 40;

  /** How the file is written. */
  enum Style {
    /** By the schema; absolute times. */
    SCHEMA,
    /** By the schema, times relative, and with a representative beat. */
    WITH_BEAT,
    /**
     * As a cart of the field writes: no namespace, an increment of 2 {@code s} that means 2 ms,
     * dates with dashes, lead codes in mixed case, the result text in an element of its own, QTc 0.
     */
    CART
  }

  private final SyntheticEcg ecg;
  private final HeartModel.Ecg made;
  private final Style style;
  private final StringBuilder out = new StringBuilder();

  AecgWriter(SyntheticEcg ecg, Style style) {
    this.ecg = ecg;
    this.made = ecg.generate();
    this.style = style;
  }

  /** The file in this encoding, which its declaration names. */
  byte[] write(Charset charset) {
    line("<?xml version=\"1.0\" encoding=\"%s\"?>", charset.name());
    if (style == Style.CART) {
      line("<AnnotatedECG>");
    } else {
      line(
          "<AnnotatedECG xmlns=\"urn:hl7-org:v3\""
              + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" type=\"Observation\">");
    }
    line("<id root=\"%s\"/>", DicomObject.uid("aecg/" + ecg.name()).substring("2.25.".length()));
    line("<code code=\"93000\" codeSystem=\"2.16.840.1.113883.6.12\" codeSystemName=\"CPT-4\"/>");
    period();
    subject();
    line("<component><series>");
    line("<code code=\"RHYTHM\" codeSystem=\"%s\"/>", ACT_CODE);
    period();
    device();
    line("<component><sequenceSet>");
    time();
    for (LeadId lead : ecg.leads()) {
      lead(lead, Objects.requireNonNull(made.leads().get(lead)));
    }
    line("</sequenceSet></component>");
    annotations();
    if (style == Style.WITH_BEAT) {
      representativeBeat();
    }
    line("</series></component>");
    if (style == Style.CART) {
      line("<Diagnosis>%s</Diagnosis>", ecg.rhythm().chinese());
    }
    line("</AnnotatedECG>");
    return out.toString().getBytes(charset);
  }

  private void period() {
    line(
        "<effectiveTime><low value=\"%s\"/><high value=\"%s\"/></effectiveTime>",
        time(ecg.started()), time(ecg.started().plusSeconds(ecg.seconds())));
  }

  private String time(LocalDateTime time) {
    String pattern = style == Style.CART ? "yyyy-MM-dd HH:mm:ss" : "yyyyMMddHHmmss.SSS";
    String offset = style == Style.CART ? "" : "+0800";
    return time.format(DateTimeFormatter.ofPattern(pattern)) + offset;
  }

  private void subject() {
    SyntheticPatient patient = ecg.patient();
    line("<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>");
    line(
        "<id root=\"%s\" extension=\"%s\"/>",
        DicomObject.uid("site " + ecg.site().id()), ecg.site().patientId(patient));
    line("<id root=\"%s\" extension=\"%s\"/>", ID_CARD_OID, patient.idCard());
    line("<subjectDemographicPerson>");
    if (style == Style.CART) {
      line("<name>%s</name>", patient.chineseName());
    } else {
      String[] parts = patient.nameIdeographic().split("\\^", -1);
      line("<name><family>%s</family><given>%s</given></name>", parts[0], parts[1]);
    }
    line(
        "<administrativeGenderCode code=\"%s\" codeSystem=\"2.16.840.1.113883.5.1\"/>",
        patient.sex());
    line(
        "<birthTime value=\"%s\"/>",
        style == Style.CART ? patient.birthDate().toString() : patient.birthDateDigits());
    line("</subjectDemographicPerson></trialSubject></subject>");
    line("<componentOf><clinicalTrial><id root=\"%s\"/>", DicomObject.uid("no trial"));
    line("<location><trialSite><id root=\"%s\"/>", DicomObject.uid("site " + ecg.site().id()));
    line("<location><name>%s</name></location></trialSite></location>", ecg.site().name());
    line("</clinicalTrial></componentOf></subjectAssignment></componentOf>");
    line("</timepointEvent></componentOf>");
  }

  private void device() {
    line("<author><seriesAuthor><manufacturedSeriesDevice>");
    line("<id extension=\"%s-01\"/>", ecg.site().devicePrefix() + "ECG");
    line("<manufacturerModelName>Heart Model 1</manufacturerModelName>");
    line("<softwareName>1</softwareName></manufacturedSeriesDevice>");
    line("<manufacturerOrganization><name>Farsight test data</name></manufacturerOrganization>");
    line("</seriesAuthor></author>");
  }

  private void time() {
    BigDecimal millis = BigDecimal.valueOf(1000).divide(BigDecimal.valueOf(ecg.samplesPerSecond()));
    BigDecimal seconds = millis.movePointLeft(3);
    line("<component><sequence>");
    switch (style) {
      case SCHEMA -> {
        line("<code code=\"TIME_ABSOLUTE\" codeSystem=\"%s\"/>", ACT_CODE);
        line("<value xsi:type=\"GLIST_TS\"><head value=\"%s\"/>", time(ecg.started()));
        line("<increment value=\"%s\" unit=\"s\"/></value>", seconds.toPlainString());
      }
      case WITH_BEAT -> relativeTime(millis);
      case CART -> {
        line("<code code=\"TIME_ABSOLUTE\"/>");
        line("<value type=\"GLIST_TS\"><head value=\"%s\"/>", time(ecg.started()));
        line("<increment value=\"%s\" unit=\"s\"/></value>", millis.toPlainString());
      }
    }
    line("</sequence></component>");
  }

  private void relativeTime(BigDecimal millis) {
    line("<code code=\"TIME_RELATIVE\" codeSystem=\"%s\"/>", ACT_CODE);
    line("<value xsi:type=\"GLIST_PQ\"><head value=\"0\" unit=\"ms\"/>");
    line("<increment value=\"%s\" unit=\"ms\"/></value>", millis.toPlainString());
  }

  private void lead(LeadId lead, int[] samples) {
    String code = lead.mdcReferenceId();
    String type = style == Style.CART ? "type" : "xsi:type";
    line("<component><sequence>");
    // Writers by the schema spell the augmented leads in capitals.
    line(
        "<code code=\"%s\" codeSystem=\"%s\"/>",
        style == Style.CART ? code : code.toUpperCase(Locale.ROOT), MDC);
    line("<value %s=\"SLIST_PQ\"><origin value=\"0\" unit=\"uV\"/>", type);
    line("<scale value=\"%s\" unit=\"uV\"/>", ecg.microvoltsPerStep().toPlainString());
    out.append("<digits>");
    for (int i = 0; i < samples.length; i++) {
      out.append(i == 0 ? "" : i % DIGITS_PER_LINE == 0 ? "\n" : " ").append(samples[i]);
    }
    line("</digits></value></sequence></component>");
  }

  private void annotations() {
    Rhythm rhythm = ecg.rhythm();
    line("<subjectOf><annotationSet>");
    line("<author><assignedEntity><assignedAuthorType><assignedDevice>");
    line("<manufacturerModelName>Heart Model 1</manufacturerModelName>");
    line("</assignedDevice></assignedAuthorType></assignedEntity></author>");
    measured("MDC_ECG_HEART_RATE", made.heartRate(), "bpm");
    measured("MDC_ECG_TIME_PD_RR", made.rrMillis(), "ms");
    if (rhythm.hasPWave()) {
      measured("MDC_ECG_TIME_PD_PR", rhythm.prMillis(), "ms");
      measured("MDC_ECG_ANGLE_P_FRONT", rhythm.pAxis(), "deg");
    }
    measured("MDC_ECG_TIME_PD_QRS", rhythm.qrsMillis(), "ms");
    measured("MDC_ECG_TIME_PD_QT", ecg.qtMillis(made), "ms");
    measured("MDC_ECG_TIME_PD_QTc", style == Style.CART ? 0 : ecg.qtcMillis(made), "ms");
    measured("MDC_ECG_ANGLE_QRS_FRONT", rhythm.qrsAxis(), style == Style.CART ? "ms" : "deg");
    measured("MDC_ECG_ANGLE_T_FRONT", rhythm.tAxis(), style == Style.CART ? "ms" : "deg");
    if (style != Style.CART) {
      line("<component><annotation><code code=\"MDC_ECG_INTERPRETATION\" codeSystem=\"%s\"/>", MDC);
      line("<component><annotation>");
      line("<code code=\"MDC_ECG_INTERPRETATION_STATEMENT\" codeSystem=\"%s\"/>", MDC);
      line("<value xsi:type=\"ST\">%s</value></annotation></component>", rhythm.chinese());
      line("</annotation></component>");
    }
    line("</annotationSet></subjectOf>");
  }

  private void measured(String code, int value, String unit) {
    line(
        "<component><annotation><code code=\"%s\" codeSystem=\"%s\"/>"
            + "<value %s=\"PQ\" value=\"%d\" unit=\"%s\"/></annotation></component>",
        code, MDC, style == Style.CART ? "type" : "xsi:type", value, unit);
  }

  /** One whole beat from the middle of the recording, 600 ms long, under its own series. */
  private void representativeBeat() {
    HeartModel.Beat beat = made.beats().get(made.beats().size() / 2);
    int from = (int) ((beat.seconds() - 0.25) * ecg.samplesPerSecond());
    int length = ecg.samplesPerSecond() * 6 / 10;
    line("<derivation><derivedSeries>");
    line("<code code=\"REPRESENTATIVE_BEAT\" codeSystem=\"%s\"/>", ACT_CODE);
    line("<component><sequenceSet>");
    time();
    for (Map.Entry<LeadId, int[]> lead : made.leads().entrySet()) {
      lead(lead.getKey(), Arrays.copyOfRange(lead.getValue(), from, from + length));
    }
    line("</sequenceSet></component></derivedSeries></derivation>");
  }

  private void line(String format, Object... arguments) {
    out.append(arguments.length == 0 ? format : format.formatted(arguments)).append('\n');
  }
}
