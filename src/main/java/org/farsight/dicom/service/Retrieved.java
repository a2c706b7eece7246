package org.farsight.dicom.service;

import java.util.List;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Status;

/**
 * How a retrieve has ended.
 *
 * @param status of the final response
 * @param counts as the peer has counted, each may be empty
 * @param failed Failed SOP Instance UID List (0008,0058) as the peer sent it
 */
public record Retrieved(Status status, SubOperations counts, List<String> failed) {
  public Retrieved {
    failed = List.copyOf(failed);
  }
}
