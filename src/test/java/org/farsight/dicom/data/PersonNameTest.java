package org.farsight.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** PS3.5 §6.2.1. */
final class PersonNameTest {

  @Test
  void hasThreeGroupsOfFiveComponents() {
    PersonName name =
        PersonName.parse("Adams^John Robert^Quincy^Rev.^B.A. M.Div.=王^小东=ワン").orElseThrow();
    assertThat(name.alphabetic())
        .isEqualTo(new PersonName.Group("Adams", "John Robert", "Quincy", "Rev.", "B.A. M.Div."));
    assertThat(name.ideographic()).isEqualTo(new PersonName.Group("王", "小东", "", "", ""));
    assertThat(name.phonetic()).isEqualTo(new PersonName.Group("ワン", "", "", "", ""));
  }

  @Test
  void leavesOutWhatIsEmpty() {
    assertThat(PersonName.parse("^^^^")).isEmpty();
    assertThat(PersonName.parse("==")).isEmpty();
    PersonName name = PersonName.parse("=张^伟").orElseThrow();
    assertThat(name.alphabetic()).isNull();
    assertThat(name.text()).isEqualTo("=张^伟");
    assertThat(PersonName.parse("Li^^^Dr").orElseThrow().text()).isEqualTo("Li^^^Dr");
    assertThat(PersonName.parse("Li ^ Lei ").orElseThrow().text()).isEqualTo("Li^Lei");
  }

  @Test
  void keepsWhatIsTooMuchInTheSuffix() {
    assertThat(PersonName.parse("a^b^c^d^e^f").orElseThrow().alphabetic())
        .isEqualTo(new PersonName.Group("a", "b", "c", "d", "e^f"));
  }

  @Test
  void hidesThePerson() {
    PersonName name = PersonName.parse("Secret^Person=密").orElseThrow();
    assertThat(name + " " + name.alphabetic()).doesNotContain("Secret", "Person^", "密");
  }
}
