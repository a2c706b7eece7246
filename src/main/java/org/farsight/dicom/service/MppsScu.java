package org.farsight.dicom.service;

import java.io.IOException;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;

/** Tells a peer of modality performed procedure steps, PS3.4 §F.7. Used by one thread. */
public final class MppsScu implements AutoCloseable {
  private static final String MPPS = Uid.MODALITY_PERFORMED_PROCEDURE_STEP;

  private final Association association;
  private final Invoker invoker;
  private final AcceptedContext context;

  private MppsScu(Association association) throws IOException {
    this.association = association;
    this.invoker = new Invoker(association);
    this.context = Proposal.first(association);
  }

  /** What it may tell. */
  public static List<Offer> offers() {
    return List.of(Offer.of(MPPS, Proposal.SYNTAXES, Offer.Role.SCU));
  }

  /**
   * Opens an association.
   *
   * @param callingAeTitle of this side
   * @throws AssociationException where there is none, saying why
   * @throws ContextNotAcceptedException where the peer takes no performed procedure steps
   */
  public static MppsScu open(Connector connector, String callingAeTitle, AeAddress peer)
      throws IOException {
    return new MppsScu(Proposal.of(MPPS).open(connector, callingAeTitle, peer));
  }

  /**
   * Begins a step (N-CREATE).
   *
   * @param sopInstance UID of the step
   * @param step its attributes, with the status IN PROGRESS
   * @return what the peer answers
   * @throws RequestFailedException where there is no answer
   */
  public Status create(String sopInstance, DataSet step) throws IOException {
    return invoker.invoke(
        context, new Message.NCreateRq(invoker.nextMessageId(), MPPS, sopInstance, true), step);
  }

  /**
   * Goes on with a step, completes or discontinues it (N-SET).
   *
   * @param sopInstance UID of the step
   * @return what the peer answers
   * @throws RequestFailedException where there is no answer
   */
  public Status set(String sopInstance, DataSet changes) throws IOException {
    return invoker.invoke(
        context, new Message.NSetRq(invoker.nextMessageId(), MPPS, sopInstance, true), changes);
  }

  /** Releases the association if it is open. */
  @Override
  public void close() throws AssociationException {
    association.close();
  }
}
