package org.farsight.ecg.xml;

/** Departures from XML that carts make in the bytes of their files. */
public enum XmlRule {
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
   * A file that declares ISO-8859-1 or windows-1252 but holds Chinese is read as UTF-8, if it is
   * that without a fault and has characters of three bytes, or as GB 18030, if all bytes from 80H
   * form pairs of GB 2312, two of them Hanzi that touch no Latin letter or stand together: carts
   * that were made for Latin scripts keep that declaration in Chinese hospitals.
   */
  CHINESE_UNDER_LATIN;

  /** Says whether a rule is in force, and remarks that it was used. */
  public interface Use {
    /**
     * Whether the rule may be used here.
     *
     * @param where for the remark
     */
    boolean apply(XmlRule rule, String where);
  }
}
