package org.farsight.ecg.drawing;

/** The language of the words on the sheet; what the file says stays in its own. */
public enum Language {
  /** Simplified Chinese. */
  ZH("zh", "zh-CN"),
  /** English. */
  EN("en", "en");

  private final String code;
  private final String tag;

  Language(String code, String tag) {
    this.code = code;
    this.tag = tag;
  }

  /** The name in commands and addresses. */
  public String code() {
    return code;
  }

  /** The language tag (BCP 47) in documents. */
  public String tag() {
    return tag;
  }
}
