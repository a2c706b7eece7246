package org.farsight.ecg.aecg;

import java.nio.charset.StandardCharsets;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;

/** Pieces of small aECG files, to be put together by the tests. */
final class AecgText {
  static final String TIME =
      """
      <component><sequence><code code="TIME_ABSOLUTE"/>
      <value xsi:type="GLIST_TS"><head value="20230508101112.500"/>
      <increment value="0.002" unit="s"/></value></sequence></component>
      """;

  private AecgText() {}

  static Recording read(String text) throws EcgFormatException {
    return new AecgReader().read(text.getBytes(StandardCharsets.UTF_8));
  }

  static String file(String sequences) {
    return file(sequences, "");
  }

  static String file(String sequences, String annotations) {
    return "<AnnotatedECG xmlns='urn:hl7-org:v3' xmlns:xsi='x'><component><series><code"
        + " code='RHYTHM'/><component><sequenceSet>"
        + sequences
        + "</sequenceSet></component>"
        + annotations
        + "</series></component></AnnotatedECG>";
  }

  static String named(String name) {
    return file(TIME + lead("MDC_ECG_LEAD_I", simple("1 2 3")))
        .replaceFirst(
            "<component>",
            "<subject><trialSubject><subjectDemographicPerson><name>"
                + name
                + "</name></subjectDemographicPerson></trialSubject></subject><component>");
  }

  static String lead(String code, String content) {
    return "<component><sequence><code code='%s'/><value xsi:type='SLIST_PQ'>%s</value></sequence></component>"
        .formatted(code, content);
  }

  static String simple(String digits) {
    return "<origin value='0' unit='uV'/><scale value='5' unit='uV'/><digits>%s</digits>"
        .formatted(digits);
  }

  static String measured(String code, String value, String unit) {
    return "<component><annotation><code code='%s'/><value xsi:type='PQ' value='%s' unit='%s'/></annotation></component>"
        .formatted(code, value, unit);
  }
}
