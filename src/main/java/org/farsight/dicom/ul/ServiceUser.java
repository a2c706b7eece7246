package org.farsight.dicom.ul;

import java.io.IOException;
import java.util.Optional;

/** Who uses accepted associations: the DICOM upper layer service-user of PS3.8 §7 as acceptor. */
public interface ServiceUser {
  /** What is answered to a proposed presentation context. */
  Negotiation.Answer answer(PresentationContext proposed);

  /**
   * What is answered to a proposed presentation context whose roles are negotiated.
   *
   * @param roles proposed for its abstract syntax; empty = the default roles
   */
  default Negotiation.Answer answer(
      PresentationContext proposed, Optional<UserItem.RoleSelection> roles) {
    return answer(proposed);
  }

  /**
   * The answer to a proposed role selection, PS3.7 annex D.3.3.4; empty = no answer, the default
   * roles hold.
   */
  Optional<UserItem.RoleSelection> answer(UserItem.RoleSelection proposed);

  /**
   * The answer to a proposed SOP class extended negotiation, PS3.7 annex D.3.3.5, for a SOP class
   * of which a context is accepted; empty = no answer, what the service class says without
   * negotiation holds.
   */
  default Optional<UserItem.ExtendedNegotiation> answer(UserItem.ExtendedNegotiation proposed) {
    return Optional.empty();
  }

  /**
   * Serves an association until it ends. One that is still open on return is aborted.
   *
   * @throws AssociationException where the association ended in disorder
   * @throws IOException where this side failed; the association is aborted
   */
  void serve(Association association, AssociationObserver observer) throws IOException;
}
