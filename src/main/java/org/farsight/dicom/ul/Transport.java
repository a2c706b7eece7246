package org.farsight.dicom.ul;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * A transport connection: TCP, or TLS over it. What must not wait for the peer is done to the TCP
 * socket: JSSE's own close would wait for a thread that writes to a peer that takes nothing.
 */
final class Transport implements Closeable {
  /** How long saying farewell in TLS may take. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Socket tcp;
  private final @Nullable SSLSocket tls;
  private final Socket socket;
  private volatile boolean broken;

  private Transport(Socket tcp, @Nullable SSLSocket tls) {
    this.tcp = tcp;
    this.tls = tls;
    this.socket = tls == null ? tcp : tls;
  }

  /** TCP alone. */
  static Transport plain(Socket tcp) {
    return new Transport(tcp, null);
  }

  /**
   * TLS over a connection: does the handshake.
   *
   * @param time for all of it, however slowly the peer sends
   * @throws IOException where it fails; the connection is closed
   */
  static Transport secured(Socket tcp, SSLSocket tls, Duration time) throws IOException {
    Transport transport = new Transport(tcp, tls);
    CompletableFuture<Boolean> done = transport.cutAfter(time);
    try {
      tls.setSoTimeout((int) time.toMillis());
      tls.startHandshake();
    } catch (IOException e) {
      if (done.isDone() || e instanceof SocketTimeoutException) {
        throw new SocketTimeoutException("no TLS handshake within " + time.toMillis() + " ms");
      }
      transport.linger();
      throw e;
    } finally {
      done.complete(false);
    }
    return transport;
  }

  /**
   * After a handshake that failed: waits until the peer has read why. A connection that is closed
   * while the peer still sends takes the alert with it (TCP reset).
   */
  private void linger() {
    CompletableFuture<Boolean> over = cutAfter(FAREWELL);
    try {
      tcp.setSoTimeout((int) FAREWELL.toMillis());
      tcp.shutdownOutput();
      InputStream in = tcp.getInputStream();
      byte[] dropped = new byte[4096];
      while (in.read(dropped) >= 0) {
        // until the peer closes, or the time is over
        continue;
      }
    } catch (IOException e) {
      broken = true;
    } finally {
      over.complete(false);
      cut();
    }
  }

  /** Cuts the connection when the time is over, unless the future is completed before. */
  CompletableFuture<Boolean> cutAfter(Duration time) {
    CompletableFuture<Boolean> timer = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        timer.thenAccept(
            late -> {
              if (late) {
                cut();
              }
            });
    return timer.completeOnTimeout(true, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  InputStream input() throws IOException {
    return socket.getInputStream();
  }

  OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  void timeout(int milliseconds) throws IOException {
    socket.setSoTimeout(milliseconds);
  }

  /** Whether it is secured. */
  boolean isSecured() {
    return tls != null;
  }

  /** Whether the system can do {@link #acknowledgeAtOnce}. */
  boolean canAcknowledgeAtOnce() {
    return tcp.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
  }

  /** What comes is acknowledged without delay; Linux forgets it again, so it is said often. */
  void acknowledgeAtOnce() throws IOException {
    tcp.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
  }

  /** Bytes have come; over TLS they may be a part of a record, or none of the application's. */
  boolean hasArrived() throws IOException {
    return tcp.getInputStream().available() > 0;
  }

  InetSocketAddress remote() {
    return (InetSocketAddress) Objects.requireNonNull(tcp.getRemoteSocketAddress());
  }

  InetSocketAddress local() {
    return (InetSocketAddress) Objects.requireNonNull(tcp.getLocalSocketAddress());
  }

  boolean isClosed() {
    return broken || tcp.isClosed();
  }

  /** How it is secured, if it is. */
  Optional<TlsSession> session() {
    if (tls == null) {
      return Optional.empty();
    }
    SSLSession session = tls.getSession();
    return Optional.of(
        new TlsSession(peerCertificate(session), session.getProtocol(), session.getCipherSuite()));
  }

  private static Optional<X509Certificate> peerCertificate(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own
          ? Optional.of(own)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty(); // it was not asked for one, or need not have one
    }
  }

  /** Ends both directions at once, so that a thread that waits for the peer goes on. */
  void shutdown() throws IOException {
    if (!tcp.isClosed()) {
      tcp.shutdownOutput();
      tcp.shutdownInput();
    }
  }

  /** Breaks the connection off, whatever other threads do with it. */
  void cut() {
    try {
      tcp.close();
    } catch (IOException e) {
      // who uses it sees a failure of its own
      broken = true;
    }
  }

  /** Says farewell (close_notify) where TLS is spoken, and closes. */
  @Override
  public void close() {
    if (tls != null && !tcp.isClosed()) {
      CompletableFuture<Boolean> said = cutAfter(FAREWELL);
      try {
        tls.shutdownOutput();
      } catch (IOException e) {
        cut(); // gone already
      } finally {
        said.complete(false);
      }
    }
    cut();
  }
}
