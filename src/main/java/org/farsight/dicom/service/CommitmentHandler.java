package org.farsight.dicom.service;

import java.io.IOException;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AssociationInfo;

/** Commits storage, and learns what others have committed. Called by many threads. */
public interface CommitmentHandler {
  /**
   * A device asks for storage commitment.
   *
   * @param channel by which the report can be sent as long as the device keeps the association; by
   *     another thread, since the request is answered when this method has returned
   * @return success if the request is kept and a report will follow
   * @throws IOException where this side failed; the peer gets a processing failure
   */
  Status requested(CommitmentRequest request, ReportChannel channel) throws IOException;

  /**
   * An archive reports on a request of this side over an association of its own.
   *
   * @return success if the report is kept; {@link Status#INVALID_ARGUMENT_VALUE} where nobody waits
   *     for it
   * @throws IOException where this side failed; the archive gets a processing failure
   */
  Status reported(AssociationInfo association, CommitmentReport report) throws IOException;
}
