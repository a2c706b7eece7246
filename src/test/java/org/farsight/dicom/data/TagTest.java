package org.farsight.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

final class TagTest {

  @Test
  void writesTheUsualForm() {
    assertThat(Tag.toString(Tag.PATIENT_ID)).isEqualTo("(0010,0020)");
    assertThat(Tag.toString(0xFFFEE0DD)).isEqualTo("(FFFE,E0DD)");
    assertThat(Tag.toString(0)).isEqualTo("(0000,0000)");
  }

  @Test
  void splitsGroupAndElement() {
    assertThat(Tag.of(0xFFFE, 0xE000)).isEqualTo(Tag.ITEM);
    assertThat(Tag.group(Tag.ITEM)).isEqualTo(0xFFFE);
    assertThat(Tag.element(Tag.ITEM)).isEqualTo(0xE000);
  }

  @Test
  void knowsPrivateTagsAndTheirCreators() {
    assertThat(Tag.isPrivate(0x00091001)).isTrue();
    assertThat(Tag.isPrivateCreator(0x00090010)).isTrue();
    assertThat(Tag.isPrivateCreator(0x00091001)).isFalse();
    assertThat(Tag.isPrivateCreator(0x00090001)).isFalse();
    assertThat(Tag.isPrivate(Tag.PATIENT_ID)).isFalse();
  }

  @Test
  void eachConstantIsNamedAfterTheDictionarysKeyword() throws IllegalAccessException {
    int constants = 0;
    for (Field field : Tag.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
        constants++;
        String keyword = Dictionary.keyword(field.getInt(null)).orElseThrow();
        assertThat(field.getName().replace("_", "")).isEqualToIgnoringCase(keyword);
      }
    }
    assertThat(constants).isGreaterThan(300);
  }
}
