package org.farsight.ecg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeadIdTest {
  // Typed from the mapping page, not from the enum.
  private static final Map<String, Integer> MDC =
      Map.ofEntries(
          Map.entry("I", 131329),
          Map.entry("II", 131330),
          Map.entry("V1", 131331),
          Map.entry("V2", 131332),
          Map.entry("V3", 131333),
          Map.entry("V4", 131334),
          Map.entry("V5", 131335),
          Map.entry("V6", 131336),
          Map.entry("III", 131389),
          Map.entry("aVR", 131390),
          Map.entry("aVL", 131391),
          Map.entry("aVF", 131392));

  @Test
  void theTwelveStandardLeadsHaveTheirMdcCodes() {
    assertThat(LeadId.STANDARD_12).hasSize(12);
    for (LeadId lead : LeadId.STANDARD_12) {
      assertThat(lead.mdcCode()).isEqualTo(MDC.get(lead.label()));
      assertThat(lead.loincPart()).hasValueSatisfying(part -> assertThat(part).startsWith("LP73"));
      assertThat(lead.snomedCode())
          .hasValueSatisfying(code -> assertThat(code).endsWith(check(code)));
    }
  }

  @Test
  void everyLeadIsFoundByNumberByCodeAndByNameInAnyCase() {
    for (LeadId lead : LeadId.values()) {
      assertThat(LeadId.ofScpNumber(lead.scpNumber())).contains(lead);
      assertThat(LeadId.ofMdcCode(lead.mdcCode())).contains(lead);
      assertThat(LeadId.ofMdcCode(131072 + lead.scpNumber())).contains(lead);
      assertThat(LeadId.ofName(lead.mdcReferenceId().toLowerCase(Locale.ROOT))).contains(lead);
      assertThat(LeadId.ofName(lead.label())).contains(lead);
    }
  }

  @Test
  void numbersOfTheStandardStandWhereItPutsThem() {
    // DICOM PS3.16 CID 3001, "MDC 2:n".
    Map<Integer, String> numbers =
        Map.of(
            11, "V3R", 16, "X", 18, "Z", 19, "CC5", 24, "fI", 38, "dV6", 66, "V8", 70, "D", 122,
            "CH5", 134, "S");
    numbers.forEach(
        (number, label) ->
            assertThat(LeadId.ofScpNumber(number).map(LeadId::label)).contains(label));
  }

  @Test
  void whatIsOutsideTheTableIsEmpty() {
    assertThat(LeadId.ofScpNumber(0)).isEmpty();
    assertThat(LeadId.ofMdcCode(147842)).isEmpty();
    assertThat(List.of("", "MDC_ECG_LEAD_", "V10", "MDC_ECG_HEART_RATE"))
        .allSatisfy(name -> assertThat(LeadId.ofName(name)).isEmpty());
  }

  // The Verhoeff check digit that ends each SNOMED CT identifier.
  private static String check(String sctid) {
    int[] step = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    int[] inverse = {0, 4, 3, 2, 1, 5, 6, 7, 8, 9};
    int c = 0;
    for (int i = 1; i < sctid.length(); i++) {
      int digit = sctid.charAt(sctid.length() - 1 - i) - '0';
      for (int k = 0; k < i % 8; k++) {
        digit = step[digit];
      }
      c = dihedral(c, digit);
    }
    return Integer.toString(inverse[c]);
  }

  private static int dihedral(int i, int j) {
    if (i < 5) {
      return j < 5 ? (i + j) % 5 : 5 + (i + j - 5) % 5;
    }
    return j < 5 ? 5 + (i - 5 + 5 - j) % 5 : (i - j + 5) % 5;
  }
}
