package org.farsight.dicom.service;

import java.util.List;

/**
 * What became of a request for storage commitment, PS3.4 §J.3.3.
 *
 * @param transactionUid of the request
 * @param committed the objects somebody has taken responsibility for
 * @param failed the others
 */
public record CommitmentReport(
    String transactionUid, List<SopReference> committed, List<Failure> failed) {
  /** Failure Reason (0008,1197), PS3.4 §J.3.3.1.2: processing failure. */
  public static final int PROCESSING_FAILURE = 0x0110;

  /** Failure Reason: no such object instance. */
  public static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;

  /** Failure Reason: resource limitation. */
  public static final int RESOURCE_LIMITATION = 0x0213;

  /** Failure Reason: the referenced SOP class is not supported. */
  public static final int REFERENCED_SOP_CLASS_NOT_SUPPORTED = 0x0122;

  /** Failure Reason: class-instance conflict. */
  public static final int CLASS_INSTANCE_CONFLICT = 0x0119;

  /** Failure Reason: the Transaction UID is already in use. */
  public static final int DUPLICATE_TRANSACTION_UID = 0x0131;

  /**
   * An object that is not committed.
   *
   * @param reason Failure Reason (0008,1197)
   */
  public record Failure(SopReference reference, int reason) {}

  public CommitmentReport {
    committed = List.copyOf(committed);
    failed = List.copyOf(failed);
  }

  /** Event Type ID: 1 = all committed, 2 = failures exist. */
  public int eventType() {
    return failed.isEmpty() ? 1 : 2;
  }
}
