package org.farsight.identity;

/**
 * What does not agree about a person. It is told and flagged; the study goes through under its own
 * site's identity all the same.
 */
public enum Contradiction {
  /** A number of an id card whose check place (GB 11643-1999 §5) or day is wrong. */
  CARD_WRONG("card-wrong", "the id card number is wrong: check digit or day", "身份证号校验位或日期错误"),
  /** A number of 15 places, given out until 1999: it has no check place. */
  CARD_OF_15_PLACES("card-15-places", "the id card number has 15 places", "身份证号为15位旧号"),
  /** Place 17 of the card says another sex. */
  CARD_SEX("card-sex", "the sex differs from the id card's", "性别与身份证号不符"),
  /** Places 7 to 14 of the card say another day of birth. */
  CARD_BIRTH_DATE("card-birth-date", "the birth date differs from the id card's", "出生日期与身份证号不符"),
  /** The names cannot be one person's. */
  NAME("name", "the name differs", "姓名不符"),
  /** The names sound the same and are written with other characters. */
  NAME_CHARACTERS(
      "name-characters",
      "the name is written with other characters, its pinyin agrees",
      "姓名用字不同，拼音相同"),
  /** Two sexes, both told. */
  SEX("sex", "the sex differs", "性别不符"),
  /** Two days of birth, both told. */
  BIRTH_DATE("birth-date", "the birth date differs", "出生日期不符"),
  /** Two right numbers of id cards. */
  CARD("card", "the id card number differs", "身份证号不符"),
  /** The card is known under another id too, and the two cannot be one person. */
  CARD_OF_ANOTHER(
      "card-of-another",
      "the id card number is another patient's too, who does not fit",
      "身份证号与另一患者相同但信息不符");

  private final String code;
  private final String en;
  private final String zh;

  Contradiction(String code, String en, String zh) {
    this.code = code;
    this.en = en;
    this.zh = zh;
  }

  /** The code in resources and messages. */
  public String code() {
    return code;
  }

  /** In English, without the person. */
  public String en() {
    return en;
  }

  /** In Simplified Chinese, without the person. */
  public String zh() {
    return zh;
  }
}
