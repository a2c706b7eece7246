package org.farsight.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.farsight.testdata.SyntheticPatient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdCardTest {

  /** The example that GB 11643-1999 itself prints. */
  private static final String OF_THE_STANDARD = "11010519491231002X";

  @Test
  void theStandardsOwnExampleIsRight() {
    IdCard card = IdCard.parse(OF_THE_STANDARD).orElseThrow();
    assertThat(card.birthDate()).isEqualTo(LocalDate.of(1949, 12, 31));
    assertThat(card.male()).isFalse();
    assertThat(card.kind()).isEqualTo(IdCard.Kind.RESIDENT);
    assertThat(card.toString()).doesNotContain("1949", "110105");
  }

  @Test
  void spacesAndASmallLetterAreTaken() {
    assertThat(IdCard.parse(" 11010519491231002x ").orElseThrow().number())
        .isEqualTo(OF_THE_STANDARD);
  }

  @Test
  void eachOtherCheckPlaceIsRefused() {
    for (char c : "0123456789".toCharArray()) {
      assertThat(IdCard.parse(OF_THE_STANDARD.substring(0, 17) + c)).as("check %s", c).isEmpty();
    }
  }

  @Test
  void theTestDatasPeopleHaveRightCards() {
    for (SyntheticPatient patient : SyntheticPatient.ALL) {
      IdCard card = IdCard.parse(patient.idCard()).orElseThrow();
      assertThat(card.birthDate()).isEqualTo(patient.birthDate());
      assertThat(card.male()).isEqualTo(patient.sex().equals("M"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "12345", "110105491231002", "11010519491231002", "１１010519491231002X"})
  void whatIsNoCardBecomesNone(String text) {
    assertThat(IdCard.parse(text)).isEmpty();
  }

  @Test
  void aDayThatDoesNotExistIsRefusedThoughTheCheckIsRight() {
    // 30 February with the check digit that the weights give
    String without = "11010519490230002";
    String card = without + SyntheticPatient.checkDigit(without);
    assertThat(IdCard.parse(card)).isEmpty();
    assertThat(IdCard.looksLike(card)).isTrue();
  }

  @Test
  void permitsAreKindsOfTheirOwn() {
    assertThat(kind("81000019900101001")).isEqualTo(IdCard.Kind.HONG_KONG_MACAU_TAIWAN_PERMIT);
    assertThat(kind("83000019900101001")).isEqualTo(IdCard.Kind.HONG_KONG_MACAU_TAIWAN_PERMIT);
    assertThat(kind("91115619900101001")).isEqualTo(IdCard.Kind.FOREIGNER_PERMIT);
  }

  @Test
  void oldCardsOfFifteenPlacesAreSeen() {
    assertThat(IdCard.looksLike("110105491231002")).isTrue();
    assertThat(IdCard.looksLike("1101054912310")).isFalse();
  }

  private static IdCard.Kind kind(String without) {
    return IdCard.parse(without + SyntheticPatient.checkDigit(without)).orElseThrow().kind();
  }
}
