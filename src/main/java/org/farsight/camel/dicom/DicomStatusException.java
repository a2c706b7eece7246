package org.farsight.camel.dicom;

import org.apache.camel.CamelException;
import org.farsight.dicom.dimse.Status;

/** The peer answered a request by a failure (PS3.7 annex C). */
public class DicomStatusException extends CamelException {

  private static final long serialVersionUID = 1L;

  private final DicomOperation operation;
  private final transient Status status;
  private final int code;

  /** What was asked for, and the answer. */
  public DicomStatusException(DicomOperation operation, Status status) {
    super(operation + ": " + status.describe());
    this.operation = operation;
    this.status = status;
    this.code = status.code();
  }

  /** What was asked for. */
  public DicomOperation getOperation() {
    return operation;
  }

  /** The answer with its comment. */
  public Status getStatus() {
    return status;
  }

  /** Status (0000,0900). */
  public int getCode() {
    return code;
  }
}
