package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.farsight.dicom.data.PersonName;
import org.farsight.ecg.Subject;
import org.junit.jupiter.api.Test;

class PersonShownTest {
  private static final PersonShown WANG = new PersonShown("王建国", "Wang Jianguo", "Wáng Jiànguó");

  @Test
  void ofADicomName() {
    assertThat(PersonShown.of(PersonName.parse("Wang^Jianguo=王^建国=Wáng^Jiànguó").orElseThrow()))
        .isEqualTo(WANG);
    assertThat(PersonShown.of(PersonName.parse("=^阿依古丽·买买提").orElseThrow()))
        .isEqualTo(new PersonShown("阿依古丽·买买提", "", ""));
  }

  @Test
  void ofAnEcgThatKnowsTheTextOnly() {
    assertThat(PersonShown.of(Subject.Name.ofText("王建国")))
        .isEqualTo(new PersonShown("王建国", "", ""));
  }

  @Test
  void ofAFhirPatient() throws Exception {
    String patient =
        """
        {"resourceType": "Patient", "name": [
          {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation",
            "valueCode": "SYL"}], "family": "Wáng", "given": ["Jiànguó"]},
          {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation",
            "valueCode": "IDE"}], "text": "王建国", "family": "王", "given": ["建国"]},
          {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation",
            "valueCode": "ABC"}], "family": "Wang", "given": ["Jianguo"]}]}
        """;
    PersonShown shown = PersonShown.of(new ObjectMapper().readTree(patient));
    assertThat(shown).isEqualTo(WANG);
    assertThat(shown.complete()).isTrue();
    assertThat(shown.text()).isEqualTo("王建国 / Wang Jianguo / Wáng Jiànguó");
  }

  @Test
  void agreesWhereBothKnowAGroup() {
    assertThat(WANG.agreesWith(WANG)).isTrue();
    assertThat(WANG.agreesWith(new PersonShown("王建国", "", ""))).isTrue();
    assertThat(WANG.agreesWith(new PersonShown("王建国", "Wang Jianguo", "Wang Jianguo"))).isFalse();
    assertThat(WANG.agreesWith(new PersonShown("", "WANG Jianguo", ""))).isTrue();
    assertThat(WANG.agreesWith(new PersonShown("", "Wang Jianguang", ""))).isFalse();
    assertThat(new PersonShown("", "Wang Jianguo", "").agreesWith(WANG))
        .as("its characters are lost")
        .isFalse();
    assertThat(WANG.agreesWith(PersonShown.NOBODY)).isFalse();
    assertThat(WANG.toString()).doesNotContain("王");
  }
}
