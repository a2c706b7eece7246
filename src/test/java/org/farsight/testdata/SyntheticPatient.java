package org.farsight.testdata;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * An invented person of the test data. The id cards carry a right check digit, but the region is
 * the province's own code 330000, which is printed on nobody's card (cards carry a county's), so
 * that no number can belong to a living person.
 *
 * @param id the patient id at the branch
 * @param sex {@code M} or {@code F}
 * @param birthDate date of birth
 * @param nameIdeographic family and given name in characters, parted by {@code ^} as in a DICOM PN
 * @param namePinyin the same in Latin letters without tones
 * @param namePhonetic the same in pinyin with tone marks
 * @param idCard resident id card number, 18 places (GB 11643-1999)
 */
public record SyntheticPatient(
    String id,
    String sex,
    LocalDate birthDate,
    String nameIdeographic,
    String namePinyin,
    String namePhonetic,
    String idCard) {

  private static final String REGION = "330000";
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECK_DIGITS = "10X98765432";

  /**
   * Everyone in the test data, always in this order: one-character and two-character names, a
   * two-character family name, a name with a middle dot, characters outside GB 2312 and GBK, a
   * newborn and a person born before 1930.
   */
  public static final List<SyntheticPatient> ALL =
      List.of(
          person(1, "M", "1968-03-14", "王^建国", "Wang^Jianguo", "Wáng^Jiànguó"),
          person(2, "F", "1975-11-02", "李^秀英", "Li^Xiuying", "Lǐ^Xiùyīng"),
          person(3, "M", "1990-07-21", "张^伟", "Zhang^Wei", "Zhāng^Wěi"),
          person(4, "F", "1982-01-30", "欧阳^晓雯", "Ouyang^Xiaowen", "Ōuyáng^Xiǎowén"),
          person(5, "M", "1955-09-09", "陈^志镕", "Chen^Zhirong", "Chén^Zhìróng"),
          person(6, "F", "1949-12-25", "刘^桂兰", "Liu^Guilan", "Liú^Guìlán"),
          person(7, "M", "1928-02-29", "赵^德山", "Zhao^Deshan", "Zhào^Déshān"),
          person(8, "F", "2001-05-18", "㛃^雨桐", "Jie^Yutong", "Jié^Yǔtóng"),
          person(9, "M", "1987-08-08", "吕^𬱖", "Lyu^Wei", "Lǚ^Wěi"),
          person(10, "F", "1994-04-04", "^阿依古丽·买买提", "^Ayiguli Maimaiti", "^Āyīgǔlì Mǎimǎití"),
          person(11, "M", "2026-01-05", "周^子轩", "Zhou^Zixuan", "Zhōu^Zǐxuān"),
          person(12, "F", "1963-06-17", "孙^丽华", "Sun^Lihua", "Sūn^Lìhuá"));

  /** The name as a DICOM PN: alphabetic, ideographic and phonetic group. */
  public String personName() {
    return namePinyin + "=" + nameIdeographic + "=" + namePhonetic;
  }

  /** The name as it is said and printed in Chinese: characters without a gap. */
  public String chineseName() {
    return nameIdeographic.replace("^", "");
  }

  /** The date of birth as DICOM DA and HL7 write it: {@code 19680314}. */
  public String birthDateDigits() {
    return birthDate.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** The last place of an id card for its first 17 (GB 11643-1999, ISO 7064 MOD 11-2). */
  public static char checkDigit(String first17) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += (first17.charAt(i) - '0') * WEIGHTS[i];
    }
    return CHECK_DIGITS.charAt(sum % 11);
  }

  private static SyntheticPatient person(
      int number, String sex, String birth, String characters, String pinyin, String tones) {
    LocalDate birthDate = LocalDate.parse(birth);
    // The third digit of the sequence is odd for a man and even for a woman.
    int sequence = 2 * number + (sex.equals("M") ? 1 : 0);
    String first17 =
        REGION + birthDate.format(DateTimeFormatter.BASIC_ISO_DATE) + "%03d".formatted(sequence);
    return new SyntheticPatient(
        "BR%06d".formatted(100000 + number * 137),
        sex,
        birthDate,
        characters,
        pinyin,
        tones,
        first17 + checkDigit(first17));
  }

  @Override
  public String toString() {
    return "SyntheticPatient[" + id + "]";
  }
}
