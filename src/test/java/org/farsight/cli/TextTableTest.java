package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void chineseCharactersTakeTwoColumnsAndMarksNone() {
    assertThat(TextTable.width("abc")).isEqualTo(3);
    assertThat(TextTable.width("青山镇卫生院")).isEqualTo(12);
    assertThat(TextTable.width("吕𬱖")).as("outside the Basic Multilingual Plane").isEqualTo(4);
    assertThat(TextTable.width("\uFF08CR\uFF09")).as("full-width brackets").isEqualTo(6);
    assertThat(TextTable.width("Wáng")).isEqualTo(4);
    assertThat(TextTable.width("Wa\u0301ng")).as("a combining accent").isEqualTo(4);
    assertThat(TextTable.width("买买提·")).isEqualTo(7);
  }

  @Test
  void columnsAlignWhateverTheScript() {
    TextTable table = new TextTable("who", "where");
    table.row("王建国", "A");
    table.row("Li", "B");

    assertThat(table.lines())
        .containsExactly("who     where", "──────  ─────", "王建国  A", "Li      B");
  }

  @Test
  void everyRowHasAllCells() {
    TextTable table = new TextTable("who", "where");
    assertThatThrownBy(() -> table.row("x")).isInstanceOf(IllegalArgumentException.class);
  }
}
