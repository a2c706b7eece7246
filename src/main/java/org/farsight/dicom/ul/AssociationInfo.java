package org.farsight.dicom.ul;

import java.net.InetSocketAddress;

/**
 * Who talks to whom on one association.
 *
 * @param id unique among the associations of one {@link Listener} or {@link Connector}
 * @param callingAeTitle as in the request
 * @param calledAeTitle as in the request
 * @param remote address and port of the peer
 * @param local address and port of this side
 * @param implementation the peer's implementation version name or, without one, its implementation
 *     class UID; may be empty, control characters are replaced
 */
public record AssociationInfo(
    long id,
    String callingAeTitle,
    String calledAeTitle,
    InetSocketAddress remote,
    InetSocketAddress local,
    String implementation) {

  static String implementationOf(UserInformation information) {
    return information
        .implementationVersionName()
        .or(information::implementationClassUid)
        .orElse("")
        .replaceAll("\\p{Cntrl}", "?");
  }
}
