package org.farsight.dicom.service;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.UserItem;

/**
 * Reports on storage commitment over an association of its own, as provider by role selection,
 * PS3.4 §J.3.3 and PS3.7 annex D.3.3.4.
 */
public final class StorageCommitmentReporter {
  private static final String PUSH = Uid.STORAGE_COMMITMENT_PUSH;

  private StorageCommitmentReporter() {}

  /** As what it calls. */
  public static List<Offer> offers() {
    return List.of(Offer.of(PUSH, Proposal.SYNTAXES, Offer.Role.SCP));
  }

  /**
   * Opens an association, reports and releases it. A device that accepts the context and leaves the
   * role selection without an answer is taken to know no other report than this: it gets it.
   *
   * @param callingAeTitle of this side: the AE title that was called by the request
   * @param peer the device that has asked
   * @return what the device answers; where it is not {@link Status#done}, it does not know the
   *     transaction or could not keep the report
   * @throws AssociationException where there is no association, saying why
   * @throws ContextNotAcceptedException where the device takes no reports
   * @throws RequestFailedException where the device does not answer
   */
  public static Status report(
      Connector connector, String callingAeTitle, AeAddress peer, CommitmentReport report)
      throws IOException {
    Association association =
        Proposal.of(PUSH).asProvider(PUSH).open(connector, callingAeTitle, peer);
    try {
      AcceptedContext context = Proposal.first(association);
      Optional<UserItem.RoleSelection> answer =
          association
              .acceptance()
              .userInformation()
              .all(UserItem.RoleSelection.class)
              .filter(roles -> roles.sopClass().equals(PUSH))
              .findFirst();
      if (answer.isPresent() && !answer.get().scp()) {
        throw new ContextNotAcceptedException(
            PUSH, context.transferSyntax(), "accepted, but not with this side as provider");
      }
      Invoker invoker = new Invoker(association);
      return invoker.invoke(
          context,
          CommitmentDataSets.event(invoker.nextMessageId(), report),
          CommitmentDataSets.report(report));
    } finally {
      release(association);
    }
  }

  /** What the device has answered counts, however it takes the farewell. */
  private static void release(Association association) {
    try {
      association.close();
    } catch (AssociationException e) {
      association.abort("not released: " + e.getMessage());
    }
  }
}
