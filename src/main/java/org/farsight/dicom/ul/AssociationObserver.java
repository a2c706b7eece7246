package org.farsight.dicom.ul;

import java.net.InetSocketAddress;

/**
 * Is told what happens to associations, on their own threads. An observer must return soon and must
 * not throw.
 */
public interface AssociationObserver {
  /** An association was accepted; {@link #closed} will follow. */
  default void opened(AssociationInfo association) {}

  /** An opened association has ended. */
  default void closed(AssociationInfo association, Ending ending) {}

  /**
   * A request was rejected.
   *
   * @param why a sentence that may say more than the peer is told
   */
  default void rejected(AssociationInfo association, AssociateRj rejection, String why) {}

  /** A connection ended before there was an association: no or no valid request, or too many. */
  default void refused(InetSocketAddress remote, String why) {}

  /** A handler failed in a way it should not have; the peer has got a failure or an abort. */
  default void failed(AssociationInfo association, Throwable cause) {}

  /** The listener itself cannot take a connection; it goes on trying. */
  default void listenerFailed(Throwable cause) {}

  /** Nobody is told. */
  static AssociationObserver none() {
    return new AssociationObserver() {};
  }
}
