package org.farsight.dicom.ul;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * How a listener secures what it accepts, PS3.15 annex B.
 *
 * @param context holds the listener's key and whom it trusts
 * @param profile what may be negotiated
 * @param clientCertificate whether the requestor must show one
 */
public record TlsServer(
    SSLContext context, TlsProfile profile, ClientCertificate clientCertificate) {

  /** What is asked of the requestor's side. */
  public enum ClientCertificate {
    /** Without one that is trusted there is no connection. */
    REQUIRED,
    /** Asked for; one that is shown must be trusted. */
    WANTED,
    /** Not asked for. */
    NONE
  }

  /** A server's side of TLS on this connection, which it will not close; nothing is sent yet. */
  SSLSocket over(Socket plain) throws IOException {
    // not createSocket(Socket, InputStream, boolean): factories that wrap others do not have it
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    plain, plain.getInetAddress().getHostAddress(), plain.getPort(), false);
    socket.setUseClientMode(false);
    SSLParameters parameters = socket.getSSLParameters();
    profile.restrict(parameters);
    switch (clientCertificate) {
      case REQUIRED -> parameters.setNeedClientAuth(true);
      case WANTED -> parameters.setWantClientAuth(true);
      case NONE -> parameters.setWantClientAuth(false);
    }
    socket.setSSLParameters(parameters);
    return socket;
  }
}
