package org.farsight.identity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * A number of 18 places by GB 11643-1999: 6 for the region, 8 for the day of birth, 3 in sequence
 * (odd for men), 1 to check. Only numbers whose check place and day of birth are right become one.
 *
 * @param number 17 digits and a digit or {@code X}
 * @param kind which card it is
 * @param birthDate places 7 to 14
 * @param male whether place 17 is odd
 */
public record IdCard(String number, Kind kind, LocalDate birthDate, boolean male) {

  /** Places of the numbers that were given out until 1999. */
  static final int OLD_LENGTH = 15;

  private static final int LENGTH = 18;
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";

  /** Cards that share the number's form. */
  public enum Kind {
    /** Resident identity card of a citizen. */
    RESIDENT,
    /** Residence permit of a Hong Kong (81), Macau (82) or Taiwan (83) resident. */
    HONG_KONG_MACAU_TAIWAN_PERMIT,
    /** Permanent residence card of a foreigner, first digit 9. */
    FOREIGNER_PERMIT
  }

  /**
   * Reads a number, with {@code x} taken for {@code X} and spaces around it ignored.
   *
   * @return empty if it is no such number, its check place is wrong or its day does not exist
   */
  public static Optional<IdCard> parse(String text) {
    String number = text.strip().toUpperCase(Locale.ROOT);
    if (!hasForm(number) || number.charAt(LENGTH - 1) != checkOf(number)) {
      return Optional.empty();
    }
    try {
      LocalDate birth =
          LocalDate.of(
              Integer.parseInt(number.substring(6, 10)),
              Integer.parseInt(number.substring(10, 12)),
              Integer.parseInt(number.substring(12, 14)));
      boolean male = (number.charAt(16) - '0') % 2 == 1;
      return Optional.of(new IdCard(number, kindOf(number), birth, male));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a text was probably meant as such a number, right or wrong: 17 digits and a digit or
   * {@code X}, or the 15 digits of the cards before 1999.
   */
  public static boolean looksLike(String text) {
    String number = text.strip().toUpperCase(Locale.ROOT);
    return hasForm(number) || (number.length() == OLD_LENGTH && digits(number, OLD_LENGTH));
  }

  private static boolean hasForm(String number) {
    if (number.length() != LENGTH || !digits(number, LENGTH - 1)) {
      return false;
    }
    char last = number.charAt(LENGTH - 1);
    return last == 'X' || (last >= '0' && last <= '9');
  }

  private static boolean digits(String number, int count) {
    for (int i = 0; i < count; i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static char checkOf(String number) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += (number.charAt(i) - '0') * WEIGHTS[i];
    }
    return CHECKS.charAt(sum % 11);
  }

  private static Kind kindOf(String number) {
    if (number.charAt(0) == '9') {
      return Kind.FOREIGNER_PERMIT;
    }
    String region = number.substring(0, 2);
    return region.equals("81") || region.equals("82") || region.equals("83")
        ? Kind.HONG_KONG_MACAU_TAIWAN_PERMIT
        : Kind.RESIDENT;
  }

  /** Hides the person. */
  @Override
  public String toString() {
    return "IdCard[" + kind + ", not shown]";
  }
}
