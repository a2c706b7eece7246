package org.farsight.dicom.service;

import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.PresentationContextAnswer;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.dicom.ul.UserItem;

/**
 * What a service user proposes: contexts with ids 1, 3, 5, … in the order added, roles and more.
 */
final class Proposal {
  /** Of identifiers and the data sets of N-services. */
  static final List<String> SYNTAXES =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());

  private final List<PresentationContext> contexts = new ArrayList<>();
  private final List<UserItem> further = new ArrayList<>();

  /** One SOP class with the plain transfer syntaxes. */
  static Proposal of(String sopClass) {
    return new Proposal().add(sopClass, SYNTAXES);
  }

  Proposal add(String sopClass, List<String> transferSyntaxes) {
    contexts.add(new PresentationContext(2 * contexts.size() + 1, sopClass, transferSyntaxes));
    return this;
  }

  /** This side is the provider of this SOP class, and not its user. */
  Proposal asProvider(String sopClass) {
    further.add(new UserItem.RoleSelection(sopClass, false, true));
    return this;
  }

  /** What is wanted of a SOP class beyond its usual; nothing is proposed where nothing is. */
  Proposal extended(String sopClass, QueryOptions options) {
    if (!options.equals(QueryOptions.NONE)) {
      further.add(new UserItem.ExtendedNegotiation(sopClass, options.proposal()));
    }
    return this;
  }

  Association open(Connector connector, String callingAeTitle, AeAddress peer)
      throws AssociationException {
    List<UserItem> items =
        new ArrayList<>(
            UserInformation.ofThisImplementation(Listener.Configuration.STANDARD_MAXIMUM_LENGTH)
                .items());
    items.addAll(further);
    return connector.open(
        peer, AssociateRq.of(peer.aeTitle(), callingAeTitle, contexts, new UserInformation(items)));
  }

  /**
   * The accepted context of the first SOP class proposed; without it the association is released.
   *
   * @throws ContextNotAcceptedException where the peer does not accept it
   */
  static AcceptedContext first(Association association)
      throws AssociationException, ContextNotAcceptedException {
    PresentationContext proposed = association.request().contexts().get(0);
    if (association.context(proposed.id()).isPresent()) {
      return association.context(proposed.id()).get();
    }
    association.close();
    String why =
        association
            .acceptance()
            .context(proposed.id())
            .flatMap(PresentationContextAnswer::result)
            .map(result -> "not accepted: " + result.meaning())
            .orElse("not answered");
    throw new ContextNotAcceptedException(
        proposed.abstractSyntax(), String.join(" or ", proposed.transferSyntaxes()), why);
  }
}
