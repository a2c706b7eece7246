package org.farsight.dicom.service;

import java.time.Duration;
import java.util.Optional;
import org.farsight.dicom.dimse.Status;

/** The association by which a storage commitment was requested. Safe for many threads. */
public interface ReportChannel {
  /**
   * Sends the report over this association if it is still open, after the request has been
   * answered.
   *
   * @param patience for all of it: for the answer to the request to leave, and for the device's
   *     response to the report
   * @return the response; empty where the association is gone or there was no response in time:
   *     then the report is to be sent again, by a new association, even if the device may have it
   * @throws IllegalStateException if called by the thread that performs the request, which has to
   *     answer it first
   */
  Optional<Status> tryReport(CommitmentReport report, Duration patience);
}
