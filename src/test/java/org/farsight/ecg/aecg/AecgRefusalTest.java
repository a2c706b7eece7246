package org.farsight.ecg.aecg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.farsight.ecg.aecg.AecgText.TIME;
import static org.farsight.ecg.aecg.AecgText.file;
import static org.farsight.ecg.aecg.AecgText.lead;
import static org.farsight.ecg.aecg.AecgText.named;
import static org.farsight.ecg.aecg.AecgText.read;
import static org.farsight.ecg.aecg.AecgText.simple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.farsight.ecg.EcgFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, how it is told, and what is not even recognised. */
class AecgRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 x 4 | sample 2 is no 32-bit integer",
        "1 2147483648 | sample 1 is no 32-bit integer",
        "1.5 | sample 0 is no 32-bit integer",
        "'' | a lead without samples"
      })
  void digitsThatAreNoIntegersAreRefusedByTheirIndex(String digits, String message) {
    assertThatThrownBy(() -> read(file(TIME + lead("MDC_ECG_LEAD_I", simple(digits)))))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageStartingWith(message)
        .hasMessageEndingWith("/digits[1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.002", "0.2", "1e99", "two"})
  void anIncrementThatNoEcgHasIsRefused(String increment) {
    String time = TIME.replace("\"0.002\"", "\"" + increment + "\"");
    assertThatThrownBy(() -> read(file(time + lead("MDC_ECG_LEAD_I", simple("1")))))
        .isInstanceOf(EcgFormatException.class);
  }

  @Test
  void entitiesAreRefused() {
    String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>" + named("&b;");
    String outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>" + named("&a;");
    String unseen = "<!DOCTYPE x SYSTEM \"x.dtd\">" + named("&elsewhere;");
    for (String text : List.of(bomb, outside, unseen, named("&undeclared;"))) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOf(EcgFormatException.class)
          .hasMessageMatching("(declares an entity|refers to|uses an entity|not well).*")
          .hasMessageContaining("line ");
    }
  }

  @Test
  void limitsAreHeldAndNamed() {
    String text = file(TIME + lead("MDC_ECG_LEAD_I", simple("1 2 3 4")));
    assertRefused(new AecgLimits(100, 100, 1000, 10, 10), text, "longer than 100 bytes");
    assertRefused(new AecgLimits(9999, 5, 1000, 10, 10), text, "nested deeper than 5 elements");
    assertRefused(new AecgLimits(9999, 100, 6, 10, 10), text, "more than 6 elements");
    assertRefused(
        new AecgLimits(9999, 100, 1000, 10, 3), text, "more samples than the limit leaves (3)");
    String two =
        text.replace("</sequenceSet>", lead("MDC_ECG_LEAD_V1", simple("1")) + "</sequenceSet>");
    assertRefused(new AecgLimits(9999, 100, 1000, 1, 10), two, "more than 1 leads");
  }

  @Test
  void aHundredThousandNestedElementsAreRefused() {
    assertThatThrownBy(() -> read("<AnnotatedECG xmlns='urn:hl7-org:v3'>" + "<a>".repeat(100_000)))
        .isInstanceOf(EcgFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "<AnnotatedECG",
        "<RestingECG/>",
        "AnnotatedECG",
        "<!-- <AnnotatedECG> --><x/>",
        "DICM",
        "{\"AnnotatedECG\":1}"
      })
  void whatHasNotTheRootIsNotRecognised(String head) {
    assertThat(new AecgReader().recognises(head.getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<AnnotatedECG/>",
        "<?xml version='1.0'?>\r\n<!-- a --><!-- b > c -->\n<hl7:AnnotatedECG xmlns:hl7='x'>",
        "<!DOCTYPE AnnotatedECG><AnnotatedECG >",
        "<!DOCTYPE x [<!ENTITY a \"b\">] ><AnnotatedECG >"
      })
  void whatHasTheRootIsRecognised(String head) {
    assertThat(new AecgReader().recognises(head.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  private static void assertRefused(AecgLimits limits, String text, String message) {
    AecgReader reader = new AecgReader(AecgRule.all(), limits);
    assertThatThrownBy(() -> reader.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageStartingWith(message);
  }
}
