package org.farsight.exchange;

/**
 * Port: reads what a document is about that is neither a DICOM object nor an ECG, such as a message
 * about an order. The one door asks it; the conversion reads the same bytes again for the rest.
 * Safe for use by many threads.
 */
public interface DocumentReader {

  /** What its documents are called, for people: {@code HL7 v2 order}. */
  String title();

  /** Bytes that a document may have; a longer one is taken for broken. */
  int longest();

  /**
   * Whether a file that starts with these bytes is one of its documents. Decided by the bytes
   * alone; says yes for a broken one too, so that its fault can be named.
   *
   * @param head the first 8192 bytes, or the whole file where it is shorter
   */
  boolean recognises(byte[] head);

  /**
   * What it is about, see {@link ObjectFacts#ofDocument}.
   *
   * @param document every byte of it; not kept and not changed
   * @throws DocumentException if it is broken; nothing else is thrown whatever the bytes are
   */
  ObjectFacts facts(byte[] document) throws DocumentException;
}
