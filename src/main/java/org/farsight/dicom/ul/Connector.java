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
  private final AtomicLong lastId = new AtomicLong();

  /**
   * @param timeouts of each association
   */
  public Connector(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /**
   * Opens an association.
   *
   * @throws AssociationException.ConnectFailed where there is no transport connection
   * @throws AssociationException.Rejected where the peer rejects it
   * @throws AssociationException.Aborted where the peer aborts, or answers nothing or nonsense
   * @throws AssociationException.Lost where the connection breaks before the answer
   */
  public Association open(AeAddress peer, AssociateRq request) throws AssociationException {
    Socket socket = new Socket();
    ProtocolMachine machine = connect(socket, peer, request);
    machine.fire(Event.Evt2, request);
    if (machine.ending() == null) {
      machine.input().within(timeouts.artim());
      machine.next();
    }
    Ending ending = machine.ending();
    if (ending != null) {
      machine.awaitClose();
      throw AssociationException.of(ending);
    }
    if (!(machine.lastReceived() instanceof AssociateAc acceptance)) {
      throw new IllegalStateException("open without A-ASSOCIATE-AC, in " + machine.state());
    }
    AssociationInfo info =
        new AssociationInfo(
            lastId.incrementAndGet(),
            request.callingAeTitle(),
            request.calledAeTitle(),
            (InetSocketAddress) socket.getRemoteSocketAddress(),
            (InetSocketAddress) socket.getLocalSocketAddress(),
            AssociationInfo.implementationOf(acceptance.userInformation()));
    return new Association(
        machine, info, request, acceptance, acceptance.userInformation(), timeouts);
  }

  private ProtocolMachine connect(Socket socket, AeAddress peer, AssociateRq request)
      throws AssociationException {
    try {
      InetSocketAddress address = new InetSocketAddress(peer.host(), peer.port());
      if (address.isUnresolved()) {
        throw new UnknownHostException("unknown host");
      }
      socket.connect(address, (int) timeouts.connect().toMillis());
      socket.setTcpNoDelay(true);
      ProtocolMachine machine =
          new ProtocolMachine(
              socket, true, timeouts, announced(request), BUFFER, unexpected -> Optional.empty());
      machine.fire(Event.Evt1);
      return machine;
    } catch (IOException e) {
      closeAfter(e, socket);
      throw new AssociationException.ConnectFailed(
          "no connection to " + peer + ": " + e.getMessage(), e);
    }
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
