package org.farsight.ecg.aecg;

import java.util.EnumSet;
import java.util.Set;
import org.farsight.ecg.xml.XmlRule;

/**
 * How the reader treats files that leave the schema. Each rule can be switched off; where one is
 * used, the recording carries a remark with its name.
 */
public enum AecgRule {
  /**
   * A sampling increment of one second or more with the unit {@code s} is milliseconds: a Chinese
   * cart writes {@code value="2" unit="s"} into files sampled at 500 Hz, and no ECG has one sample
   * a second.
   */
  SECONDS_MEAN_MILLISECONDS,
  /**
   * Integers without a unit ({@code SLIST_INT}, or a {@code scale} that names none) are in
   * microvolt times the scale, a missing scale being 1. The type has no place for a unit; writers
   * that use it for leads count in microvolt.
   */
  UNITLESS_IS_MICROVOLT,
  /**
   * Dates and times may be written with dashes, colons and a blank or T ({@code 2023-05-08
   * 10:11:12}), where the schema wants digits only.
   */
  TIMES_WITH_PUNCTUATION,
  /**
   * The root may lack the namespace urn:hl7-org:v3, and types the prefix xsi: elements are known by
   * their local names.
   */
  NO_NAMESPACE,
  /**
   * Bytes that are no UTF-8 although the file says (or by saying nothing means) UTF-8 are read as
   * GB 18030, if they are that without a fault: programs on Chinese Windows write their texts in
   * the system's code page under any declaration.
   */
  GB18030_UNDER_UTF8,
  /**
   * A file in single bytes that declares UTF-16 is read as UTF-8 (or GB 18030): text written by way
   * of a .NET StringWriter keeps its declaration.
   */
  DECLARED_UTF16_STORED_BYTES,
  /**
   * A file that declares ISO-8859-1 or windows-1252 but holds Chinese is read as UTF-8 or GB 18030,
   * whichever its bytes are ({@link XmlRule#CHINESE_UNDER_LATIN}).
   */
  CHINESE_UNDER_LATIN,
  /**
   * The text of an element outside the schema named {@code interpretation}, {@code diagnosis},
   * {@code conclusion} or {@code result} is taken as a statement: a cart puts its Chinese result
   * text there. Other foreign elements are passed over.
   */
  FOREIGN_RESULT_TEXT;

  /** The rule of this format that stands for one of XML as such. */
  static AecgRule of(XmlRule rule) {
    return switch (rule) {
      case GB18030_UNDER_UTF8 -> GB18030_UNDER_UTF8;
      case DECLARED_UTF16_STORED_BYTES -> DECLARED_UTF16_STORED_BYTES;
      case CHINESE_UNDER_LATIN -> CHINESE_UNDER_LATIN;
    };
  }

  /** Every rule: what an engine that must take what carts send uses. */
  public static Set<AecgRule> all() {
    return EnumSet.allOf(AecgRule.class);
  }
}
