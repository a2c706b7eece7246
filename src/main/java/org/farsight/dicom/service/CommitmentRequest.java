package org.farsight.dicom.service;

import java.util.List;
import org.farsight.dicom.ul.AssociationInfo;

/**
 * A request for storage commitment, PS3.4 §J.3.2.
 *
 * @param association who asks
 * @param transactionUid by which the report will refer to it
 * @param references the objects, at least one
 */
public record CommitmentRequest(
    AssociationInfo association, String transactionUid, List<SopReference> references) {
  public CommitmentRequest {
    references = List.copyOf(references);
  }
}
