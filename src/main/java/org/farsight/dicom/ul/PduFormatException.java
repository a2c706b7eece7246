package org.farsight.dicom.ul;

import java.io.IOException;

/** Bytes that are no valid PDU; the peer is told by A-ABORT with {@link #reason}. */
public final class PduFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Abort.Reason reason;

  /**
   * @param offset of the fault from the first byte of the PDU
   */
  PduFormatException(String what, long offset, Abort.Reason reason) {
    super(what + ", at byte " + offset + " of the PDU");
    this.reason = reason;
  }

  /** What the A-ABORT says, PS3.8 table 9-26. */
  public Abort.Reason reason() {
    return reason;
  }
}
