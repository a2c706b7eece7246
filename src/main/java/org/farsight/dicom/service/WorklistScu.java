package org.farsight.dicom.service;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;

/** Asks a peer for scheduled procedure steps, PS3.4 annex K. Used by one thread. */
public final class WorklistScu implements AutoCloseable {
  private final Association association;
  private final FindInvocation invocation;

  private WorklistScu(Association association) throws IOException {
    this.association = association;
    this.invocation = new FindInvocation(association);
  }

  /** What it may ask for. */
  public static List<Offer> offers() {
    return List.of(Offer.of(Uid.MODALITY_WORKLIST_FIND, Proposal.SYNTAXES, Offer.Role.SCU));
  }

  /**
   * Opens an association.
   *
   * @param callingAeTitle of this side
   * @throws AssociationException where there is none, saying why
   * @throws ContextNotAcceptedException where the peer does not offer a worklist
   */
  public static WorklistScu open(Connector connector, String callingAeTitle, AeAddress peer)
      throws IOException {
    return new WorklistScu(
        Proposal.of(Uid.MODALITY_WORKLIST_FIND).open(connector, callingAeTitle, peer));
  }

  /**
   * Asks.
   *
   * @param keys matching keys with values, return keys without
   * @param taker of each match as it comes; when it says false, the query is cancelled
   * @return the status of the final response, which may be a failure
   * @throws RequestFailedException where the association broke or the peer answered nonsense
   */
  public Status find(DataSet keys, Predicate<DataSet> taker) throws IOException {
    return invocation.find(keys, taker);
  }

  /**
   * Asks for so many matches at most.
   *
   * @param limit at least 1; when there is more, the query is cancelled
   * @throws RequestFailedException where the association broke or the peer answered nonsense
   */
  public Found find(DataSet keys, int limit) throws IOException {
    return invocation.find(keys, limit);
  }

  /** Releases the association if it is open. */
  @Override
  public void close() throws AssociationException {
    association.close();
  }
}
