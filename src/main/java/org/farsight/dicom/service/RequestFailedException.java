package org.farsight.dicom.service;

import java.io.IOException;
import org.farsight.dicom.ul.AssociationException;

/** A request to which there was no response. The association has ended. */
public final class RequestFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  RequestFailedException(IOException cause, boolean outcomeUnknown) {
    super((outcomeUnknown ? "sent, but not answered: " : "not sent: ") + cause.getMessage(), cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /** True if it was not the association that failed, but the data set that could not be read. */
  public boolean ownFault() {
    return !(getCause() instanceof AssociationException);
  }

  /**
   * True if the peer may have performed the request: all of it had been given to the connection.
   * False if the peer cannot have performed it.
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
