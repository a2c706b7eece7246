package org.farsight.dicom.ul;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who talks to whom on one association.
 *
 * @param id unique among the associations of one {@link Connector} or of the listeners that share
 *     {@link Listener.Configuration#ids}
 * @param callingAeTitle as in the request
 * @param calledAeTitle as in the request
 * @param remote address and port of the peer
 * @param local address and port of this side
 * @param implementation the peer's implementation version name or, without one, its implementation
 *     class UID; may be empty, control characters are replaced
 * @param tls how the connection is secured; empty where it is plain
 * @param user in whose name the requestor says it calls; nobody has checked it before the policy
 */
public record AssociationInfo(
    long id,
    String callingAeTitle,
    String calledAeTitle,
    InetSocketAddress remote,
    InetSocketAddress local,
    String implementation,
    Optional<TlsSession> tls,
    Optional<UserIdentity> user) {
  /** Over a plain connection, without a user. */
  public AssociationInfo(
      long id,
      String callingAeTitle,
      String calledAeTitle,
      InetSocketAddress remote,
      InetSocketAddress local,
      String implementation) {
    this(
        id,
        callingAeTitle,
        calledAeTitle,
        remote,
        local,
        implementation,
        Optional.empty(),
        Optional.empty());
  }

  static String implementationOf(UserInformation information) {
    return information
        .implementationVersionName()
        .or(information::implementationClassUid)
        .orElse("")
        .replaceAll("\\p{Cntrl}", "?");
  }
}
