package org.farsight.dicom.ul;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Opens associations as requestor. Safe for many threads. */
public final class Connector {
  private static final int BUFFER = 16 * 1024;

  private static final int NO_LIMIT = 1 << 30;

  private final Timeouts timeouts;
  private final Optional<TlsClient> tls;
  private final AtomicLong lastId = new AtomicLong();

  /**
   * Over plain connections.
   *
   * @param timeouts of each association
   */
  public Connector(Timeouts timeouts) {
    this(timeouts, Optional.empty());
  }

  /**
   * @param timeouts of each association
   * @param tls how connections are secured; empty for plain ones
   */
  public Connector(Timeouts timeouts, Optional<TlsClient> tls) {
    this.timeouts = timeouts;
    this.tls = tls;
  }

  /**
   * Opens an association.
   *
   * @throws AssociationException.ConnectFailed where there is no transport connection
   * @throws AssociationException.TlsFailed where it cannot be secured, or only the peer speaks TLS
   * @throws AssociationException.Rejected where the peer rejects it
   * @throws AssociationException.Aborted where the peer aborts, or answers nothing or nonsense
   * @throws AssociationException.Lost where the connection breaks before the answer
   */
  public Association open(AeAddress peer, AssociateRq request) throws AssociationException {
    Transport transport = connect(peer);
    ProtocolMachine machine = machine(transport, peer, request);
    machine.fire(Event.Evt2, request);
    if (machine.ending() == null) {
      machine.input().within(timeouts.artim());
      machine.next();
    }
    Ending ending = machine.ending();
    if (ending != null) {
      machine.awaitClose();
      throw machine
          .tlsProblem()
          .<AssociationException>map(problem -> tlsFailed(peer, problem, ending))
          .orElseGet(() -> AssociationException.of(ending));
    }
    if (!(machine.lastReceived() instanceof AssociateAc acceptance)) {
      throw new IllegalStateException("open without A-ASSOCIATE-AC, in " + machine.state());
    }
    AssociationInfo info =
        new AssociationInfo(
            lastId.incrementAndGet(),
            request.callingAeTitle(),
            request.calledAeTitle(),
            transport.remote(),
            transport.local(),
            AssociationInfo.implementationOf(acceptance.userInformation()),
            transport.session(),
            UserIdentity.of(request.userInformation()));
    return new Association(
        machine, info, request, acceptance, acceptance.userInformation(), timeouts);
  }

  private Transport connect(AeAddress peer) throws AssociationException {
    Socket socket = new Socket();
    try {
      InetSocketAddress address = new InetSocketAddress(peer.host(), peer.port());
      if (address.isUnresolved()) {
        throw new UnknownHostException("unknown host");
      }
      socket.connect(address, (int) timeouts.connect().toMillis());
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      closeAfter(e, socket);
      throw new AssociationException.ConnectFailed(
          "no connection to " + peer + ": " + e.getMessage(), e);
    }
    return tls.isEmpty() ? Transport.plain(socket) : secure(socket, tls.get(), peer);
  }

  private Transport secure(Socket socket, TlsClient client, AeAddress peer)
      throws AssociationException {
    try {
      return Transport.secured(socket, client.over(socket, peer), timeouts.artim());
    } catch (IOException e) {
      closeAfter(e, socket);
      TlsProblem problem = TlsProblem.of(e);
      throw new AssociationException.TlsFailed(
          problem, "no TLS with " + peer + ": " + problem.describe(e), e);
    }
  }

  private ProtocolMachine machine(Transport transport, AeAddress peer, AssociateRq request)
      throws AssociationException {
    try {
      ProtocolMachine machine =
          new ProtocolMachine(
              transport,
              true,
              timeouts,
              announced(request),
              BUFFER,
              unexpected -> Optional.empty());
      machine.fire(Event.Evt1);
      return machine;
    } catch (IOException e) {
      transport.close();
      throw new AssociationException.ConnectFailed(
          "no connection to " + peer + ": " + e.getMessage(), e);
    }
  }

  private static AssociationException tlsFailed(AeAddress peer, TlsProblem problem, Ending ending) {
    String words = ending instanceof Ending.Lost lost ? lost.why() : problem.meaning();
    return new AssociationException.TlsFailed(problem, "no TLS with " + peer + ": " + words, null);
  }

  /** 0 means that this side has no limit, PS3.8 annex D.1.1. */
  private static int announced(AssociateRq request) {
    long maximum = request.userInformation().maximumLength();
    return maximum == 0 || maximum > NO_LIMIT ? NO_LIMIT : (int) maximum;
  }

  private static void closeAfter(IOException cause, Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
