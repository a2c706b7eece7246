package org.farsight.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class SyntheticPatientTest {
  @Test
  void theCheckDigitIsThatOfTheStandardsExample() {
    // GB 11643-1999 annex A works these two out.
    assertThat(SyntheticPatient.checkDigit("11010519491231002")).isEqualTo('X');
    assertThat(SyntheticPatient.checkDigit("44052418800101001")).isEqualTo('4');
  }

  @Test
  void eachPersonsCardAgreesWithBirthDateAndSex() {
    assertThat(SyntheticPatient.ALL).hasSize(12).doesNotHaveDuplicates();
    assertThat(SyntheticPatient.ALL)
        .allSatisfy(
            person -> {
              String card = person.idCard();
              assertThat(card).hasSize(18);
              assertThat(card.substring(6, 14)).isEqualTo(person.birthDateDigits());
              assertThat((card.charAt(16) - '0') % 2 == 1).isEqualTo(person.sex().equals("M"));
              assertThat(card.charAt(17))
                  .isEqualTo(SyntheticPatient.checkDigit(card.substring(0, 17)));
            });
  }

  @Test
  void someNamesNeedMoreThanGbk() {
    Charset gbk = Charset.forName("GBK");
    Charset gb18030 = Charset.forName("GB18030");
    assertThat(SyntheticPatient.ALL)
        .allMatch(person -> gb18030.newEncoder().canEncode(person.personName()))
        .anyMatch(person -> !gbk.newEncoder().canEncode(person.nameIdeographic()));
  }
}
