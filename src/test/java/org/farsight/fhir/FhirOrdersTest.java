package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirOrdersTest {
  private static final String ORDER =
      """
      {"resourceType": "ServiceRequest", "identifier": [{"value": "N1"}], "status": "active",
       "intent": "order", "code": {"text": "CT"}, "subject": {"reference": "#p"},
       "contained": [{"resourceType": "Patient", "id": "p", "identifier": [{"value": "P1"}],
         "name": [{"family": "欧阳", "given": ["娜", "娜"]},
                  {"family": "Ouyang", "given": ["Na", "Na"]}]}]}
      """;

  private final FhirOrders reader = new FhirOrders();

  private void isRefused(String body, String problem) {
    assertThatThrownBy(() -> reader.parts(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            DocumentException.class,
            e -> {
              assertThat(e.problem()).contains(problem);
              assertThat(e.where()).startsWith("byte ");
            });
  }

  @Test
  void chineseGivenNamesStandTogetherLatinOnesApart() throws Exception {
    Subject.Name name =
        reader
            .word(ORDER.getBytes(StandardCharsets.UTF_8))
            .patient()
            .flatMap(Subject::name)
            .orElseThrow();

    assertThat(name.ideographic()).map(Subject.Parts::given).contains("娜娜");
    assertThat(name.text()).isEqualTo("欧阳娜娜");
    assertThat(name.alphabetic()).map(Subject.Parts::given).contains("Na Na");
  }

  @ParameterizedTest
  @CsvSource({"active,revoked", "active,active"})
  void aMemberThatStandsTwiceIsRefused(String one, String other) {
    String status = "\"status\": \"%s\", \"status\": \"%s\"".formatted(one, other);
    isRefused(ORDER.replace("\"status\": \"active\"", status), "no JSON");
  }

  @Test
  void whatFollowsTheOrderIsNotPassedOver() {
    isRefused(ORDER + ORDER, "no JSON");
  }

  @Test
  void nestingWithoutEndIsRefusedAndNamed() {
    String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
    isRefused(ORDER.replace("\"CT\"", deep), "nested too deep");
  }
}
