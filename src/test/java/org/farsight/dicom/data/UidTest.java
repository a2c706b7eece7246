package org.farsight.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PS3.5 §9.1 and annex B. */
final class UidTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.10008.1.2", "0", "2.25.0", "1.0.3"})
  void takesWhatTheStandardAllows(String uid) {
    assertThat(Uid.isValid(uid)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.",
        ".1",
        "1..2",
        "1.02",
        "1.2.a",
        "1.2 ",
        "1.2345678901234567890123456789012345678901234567890123456789012345"
      })
  void refusesWhatItForbids(String uid) {
    assertThat(Uid.isValid(uid)).isFalse();
  }

  @Test
  void makesUidsOfUuids() {
    assertThat(Uid.of(UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")))
        .isEqualTo("2.25.329800735698586629295641978511506172918");
    Set<String> some = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String uid = Uid.random();
      assertThat(Uid.isValid(uid)).isTrue();
      some.add(uid);
    }
    assertThat(some).hasSize(1000);
    assertThat(Uid.isValid(Uid.IMPLEMENTATION_CLASS)).isTrue();
  }
}
