package org.farsight.dicom.ul;

/** Decides who may open an association. Called on the association's thread; safe for many. */
public interface AssociationPolicy {
  /**
   * Asked once for each request; after {@link Accept} the observer is told of {@link
   * AssociationObserver#opened} and later of {@link AssociationObserver#closed}, in any case.
   *
   * @param request with calling and called AE title, which nobody has checked before
   * @param association the same as the observer will be told: where it comes from, how the
   *     connection is secured, which user it names
   */
  Decision decide(AssociateRq request, AssociationInfo association);

  /** What the policy says. */
  sealed interface Decision {}

  /**
   * The association may be opened.
   *
   * @param userConfirmed true if the user that the request names was checked and is known; it is
   *     confirmed to a peer that asks for that (PS3.7 annex D.3.3.7.2)
   */
  record Accept(boolean userConfirmed) implements Decision {
    /** Opened; no user was looked at. */
    public Accept() {
      this(false);
    }
  }

  /**
   * The association is rejected.
   *
   * @param rejection what the peer is told: result, source and reason
   * @param why what this side's observer is told: a sentence without secrets
   */
  record Reject(AssociateRj rejection, String why) implements Decision {
    /** Rejected for what the standard's words say. */
    public Reject(AssociateRj rejection) {
      this(rejection, rejection.describe());
    }
  }

  /** Everybody may. */
  static AssociationPolicy acceptAll() {
    return (request, association) -> new Accept();
  }
}
