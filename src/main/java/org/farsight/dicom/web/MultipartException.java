package org.farsight.dicom.web;

import java.io.IOException;

/** A body that is no multipart message (RFC 2046 §5.1), or passes a limit; says where. */
public final class MultipartException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long offset;

  MultipartException(String problem, long offset) {
    super(problem + " at byte " + offset + " of the body");
    this.offset = offset;
  }

  /** Where, in bytes from the start of the body. */
  public long offset() {
    return offset;
  }
}
