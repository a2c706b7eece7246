package org.farsight.dicom.io;

import java.io.IOException;

/**
 * Bytes that are no DICOM data set or file. Says where: the offset in bytes from the start of the
 * data set (of a file: of the file; of a deflated data set: after inflation) and the tag path.
 * Never holds a value of the data set.
 */
public final class DicomFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final long offset;
  private final String path;

  /**
   * An error at a place.
   *
   * @param problem what is wrong, without place
   * @param offset bytes from the start
   * @param path such as {@code (0040,A730)[2].(0008,0100)}, items counted from 1; may be empty
   */
  public DicomFormatException(String problem, long offset, String path) {
    super(problem + " at byte " + offset + (path.isEmpty() ? "" : ", " + path));
    this.problem = problem;
    this.offset = offset;
    this.path = path;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  /** Where, in bytes from the start. */
  public long offset() {
    return offset;
  }

  /** Which element, as a tag path; empty outside of any. */
  public String path() {
    return path;
  }

  DicomFormatException after(long bytes) {
    DicomFormatException moved = new DicomFormatException(problem, offset + bytes, path);
    moved.initCause(this);
    return moved;
  }
}
