package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AeAddressTest {
  @Test
  void isReadAsItIsWritten() {
    assertThat(AeAddress.parse("PACS 1@archive.example:104"))
        .isEqualTo(new AeAddress("PACS 1", "archive.example", 104));
    assertThat(AeAddress.parse("PACS@[::1]:11112")).isEqualTo(new AeAddress("PACS", "::1", 11112));
    for (String text : new String[] {"PACS@archive.example:104", "PACS@[::1]:11112"}) {
      assertThat(AeAddress.parse(text)).hasToString(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PACS",
        "PACS@host",
        "@host:104",
        "PACS@:104",
        "PACS@host:",
        "PACS@host:x",
        "PACS@host:0",
        "PACS@host:65536",
        "SEVENTEENCHARACTE@host:104",
        " @host:104",
        "A\\B@host:1"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> AeAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
