package org.farsight.dicom.ul;

import java.net.InetSocketAddress;

/** Decides who may open an association. Called on the association's thread; safe for many. */
public interface AssociationPolicy {
  /**
   * @param request with calling and called AE title, which nobody has checked before
   * @param remote address of the peer
   */
  Decision decide(AssociateRq request, InetSocketAddress remote);

  /** What the policy says. */
  sealed interface Decision {}

  /** The association may be opened. */
  record Accept() implements Decision {}

  /**
   * The association is rejected.
   *
   * @param rejection what the peer is told: result, source and reason
   */
  record Reject(AssociateRj rejection) implements Decision {}

  /** Everybody may. */
  static AssociationPolicy acceptAll() {
    return (request, remote) -> new Accept();
  }
}
