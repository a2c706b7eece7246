package org.farsight.dicom.service;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.UserIdentity;
import org.farsight.dicom.ul.UserInformation;

/** Asks a peer whether it is there, PS3.4 annex A. */
public final class VerificationScu {
  private final Connector connector;
  private final String callingAeTitle;
  private final Optional<UserIdentity> user;

  /**
   * @param callingAeTitle of this side
   */
  public VerificationScu(Connector connector, String callingAeTitle) {
    this(connector, callingAeTitle, Optional.empty());
  }

  /**
   * @param callingAeTitle of this side
   * @param user in whose name the association is requested
   */
  public VerificationScu(Connector connector, String callingAeTitle, Optional<UserIdentity> user) {
    this.connector = connector;
    this.callingAeTitle = callingAeTitle;
    this.user = user;
  }

  /**
   * Sends a C-ECHO on an association of its own.
   *
   * @return what the peer answers
   * @throws AssociationException where there is no association, saying why
   * @throws ContextNotAcceptedException where the peer does not offer verification
   * @throws RequestFailedException where the peer does not answer
   */
  public Status echo(AeAddress peer) throws IOException {
    PresentationContext proposed =
        new PresentationContext(
            1, Uid.VERIFICATION, List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()));
    UserInformation information =
        UserInformation.ofThisImplementation(Listener.Configuration.STANDARD_MAXIMUM_LENGTH);
    AssociateRq request =
        AssociateRq.of(
            peer.aeTitle(),
            callingAeTitle,
            List.of(proposed),
            user.map(information::withUser).orElse(information));
    try (Association association = connector.open(peer, request)) {
      AcceptedContext context =
          association
              .context(1)
              .orElseThrow(
                  () ->
                      new ContextNotAcceptedException(
                          Uid.VERIFICATION,
                          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
                          "not accepted"));
      Invoker invoker = new Invoker(association);
      return invoker.invoke(
          context, new Message.CEchoRq(invoker.nextMessageId(), Uid.VERIFICATION));
    }
  }
}
