package org.farsight.ecg.xml;

/**
 * What a document may be at most; above it reading ends with an error that names the limit.
 *
 * @param depth how deep elements may be nested
 * @param elements how many elements
 */
public record XmlLimits(int depth, int elements) {

  /** Far more than any cart writes. */
  public static final XmlLimits DEFAULT = new XmlLimits(100, 1_000_000);

  public XmlLimits {
    if (depth < 1 || elements < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }
}
