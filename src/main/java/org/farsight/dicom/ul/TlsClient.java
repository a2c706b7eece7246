package org.farsight.dicom.ul;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * How a connector secures what it opens, PS3.15 annex B.
 *
 * @param context holds this side's key, where peers ask for one, and whom it trusts
 * @param profile what may be negotiated
 * @param hostChecked whether the peer's certificate must name the host that was called (RFC 9325
 *     §6.1); false where the peers' own certificates are the trusted ones and name no host
 */
public record TlsClient(SSLContext context, TlsProfile profile, boolean hostChecked) {

  /** A client's side of TLS on this connection, which it will not close; nothing is sent yet. */
  SSLSocket over(Socket plain, AeAddress peer) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, peer.host(), peer.port(), false);
    SSLParameters parameters = socket.getSSLParameters();
    profile.restrict(parameters);
    if (hostChecked) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    return socket;
  }
}
