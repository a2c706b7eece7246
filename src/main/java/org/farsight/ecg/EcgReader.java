package org.farsight.ecg;

/** Reads one format of electrocardiograms from the bytes of a whole file. */
public interface EcgReader {

  /** How many bytes from the start of a file {@link #recognises} needs to see at most. */
  int HEAD_LENGTH = 8192;

  /** The format that this reader reads. */
  EcgFormat format();

  /**
   * Whether a file that starts with these bytes is of this format. Decided by the bytes alone,
   * never by a name; says yes for a broken file that has the format's mark, so that its fault can
   * be named.
   *
   * @param head the first {@link #HEAD_LENGTH} bytes, or the whole file where it is shorter
   */
  boolean recognises(byte[] head);

  /**
   * Reads the file.
   *
   * @param file every byte of it; not kept and not changed
   * @throws EcgFormatException if it is broken, cut, above a limit, or not of this format; nothing
   *     else is thrown whatever the bytes are
   */
  Recording read(byte[] file) throws EcgFormatException;
}
