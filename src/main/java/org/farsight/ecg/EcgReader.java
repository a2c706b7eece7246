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
   * Reads the samples of the file.
   *
   * @param file every byte of it; not kept and not changed
   * @throws EcgFormatException if it is broken, cut, above a limit, or not of this format, or if it
   *     holds no samples; nothing else is thrown whatever the bytes are
   */
  Recording read(byte[] file) throws EcgFormatException;

  /**
   * Reads what the file holds, which in some formats may be a page without samples.
   *
   * @param file every byte of it; not kept and not changed
   * @throws EcgFormatException as {@link #read}, but not for a page
   */
  default EcgContent content(byte[] file) throws EcgFormatException {
    return read(file);
  }
}
