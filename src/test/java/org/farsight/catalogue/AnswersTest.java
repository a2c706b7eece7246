package org.farsight.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
  private static DataSet found(String name) {
    DataSet found =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.PATIENT_NAME, VR.PN, name);
    found
        .addItem(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE)
        .put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, VR.LO, name.replace('^', ' '));
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "GB18030, Wang=王^小东, GB18030",
    "GBK, Wang=王^小东, GBK",
    "ISO_IR 192, Wang=王^小东, ISO_IR 192",
    "ISO_IR 100, Müller^Jörg, ISO_IR 100",
    "ISO_IR 100, Wang=王^小东, ISO_IR 192",
    "'', Wang=王^小东, ISO_IR 192",
    "'', Müller, ISO_IR 192",
    "NONSENSE, Wang=王^小东, ISO_IR 192",
    "GB18030, Wang^Xiaodong, ''",
    "'\\ISO 2022 IR 58', Wang=王^小东, '\\ISO 2022 IR 58'",
  })
  void anAnswerIsInTheAskersCharacterSetWhereThatHasTheCharacters(
      String asked, String name, String answered) {
    DataSet identifier = new DataSet();
    if (!asked.isEmpty()) {
      identifier.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, asked.split("\\\\", -1));
    }
    DataSet answer = new Answers(identifier).encode(found(name));

    assertThat(String.join("\\", answer.strings(Tag.SPECIFIC_CHARACTER_SET))).isEqualTo(answered);
    assertThat(answer.string(Tag.PATIENT_NAME)).contains(name);
    DataSet item = answer.item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE).orElseThrow();
    assertThat(item.contains(Tag.SPECIFIC_CHARACTER_SET)).isFalse();
    assertThat(item.string(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION))
        .contains(name.replace('^', ' '));
  }

  @Test
  void anEmptyValueStaysEmpty() {
    DataSet found = found("A").put(Tag.STUDY_ID, VR.SH);
    assertThat(new Answers(new DataSet()).encode(found).contains(Tag.STUDY_ID)).isTrue();
  }
}
