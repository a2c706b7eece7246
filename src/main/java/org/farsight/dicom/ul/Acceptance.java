package org.farsight.dicom.ul;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The life of one incoming connection, on its own thread: request, decision, service, end. */
final class Acceptance {
  private static final int BUFFER = 64 * 1024;

  private final Socket socket;
  private final InetSocketAddress remote;
  private final long id;
  private final Listener.Configuration configuration;
  private final Optional<AssociateRj> rejectAnyway;
  private final Consumer<Association> opened;

  /**
   * @param rejectAnyway what every request gets, because there are too many
   * @param opened is told of the association before it is served
   */
  Acceptance(
      Socket socket,
      long id,
      Listener.Configuration configuration,
      Optional<AssociateRj> rejectAnyway,
      Consumer<Association> opened) {
    this.socket = socket;
    this.remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    this.id = id;
    this.configuration = configuration;
    this.rejectAnyway = rejectAnyway;
    this.opened = opened;
  }

  void run() {
    AssociationObserver observer = configuration.observer();
    try (socket;
        Transport transport = transport()) {
      ProtocolMachine machine =
          new ProtocolMachine(
              transport,
              false,
              configuration.timeouts(),
              configuration.maximumLength(),
              rejectAnyway.isPresent() ? 1024 : BUFFER,
              request -> rejectAnyway.or(() -> Negotiation.objection(request)));
      machine.fire(Event.Evt5);
      machine.next();
      AssociateRq request = machine.lastReceived() instanceof AssociateRq rq ? rq : null;
      if (machine.state() == State.Sta3 && request != null) {
        decide(machine, request, info(request, transport));
      } else {
        machine.awaitClose();
        report(request, transport, machine.ending());
      }
    } catch (IOException e) {
      observer.refused(
          remote,
          configuration.tls().isPresent()
              ? TlsProblem.of(e).describe(e)
              : String.valueOf(e.getMessage()));
    }
  }

  private Transport transport() throws IOException {
    socket.setTcpNoDelay(true);
    if (configuration.tls().isEmpty()) {
      return Transport.plain(socket);
    }
    return Transport.secured(
        socket, configuration.tls().get().over(socket), configuration.timeouts().artim());
  }

  private void report(@Nullable AssociateRq request, Transport transport, @Nullable Ending ending) {
    AssociationObserver observer = configuration.observer();
    if (request != null && ending instanceof Ending.Rejected rejected) {
      observer.rejected(info(request, transport), rejected.rejection(), ending.describe());
    } else {
      observer.refused(remote, ending == null ? "ended" : ending.describe());
    }
  }

  private void decide(ProtocolMachine machine, AssociateRq request, AssociationInfo info) {
    AssociationPolicy.Decision decision;
    AssociateAc answer;
    try {
      answer = Negotiation.accept(request, configuration.user(), configuration.maximumLength());
      decision = configuration.policy().decide(request, info);
    } catch (RuntimeException e) {
      machine.abort("the request cannot be decided on");
      machine.awaitClose();
      configuration.observer().failed(info, e);
      return;
    }
    switch (decision) {
      case AssociationPolicy.Reject reject -> {
        machine.fire(Event.Evt8, reject.rejection());
        machine.awaitClose();
        configuration.observer().rejected(info, reject.rejection(), reject.why());
      }
      case AssociationPolicy.Accept accept -> {
        AssociateAc confirmed =
            accept.userConfirmed() ? Negotiation.confirmingUser(request, answer) : answer;
        machine.fire(Event.Evt7, confirmed);
        serve(
            new Association(
                machine,
                info,
                request,
                confirmed,
                request.userInformation(),
                configuration.timeouts()));
      }
    }
  }

  private void serve(Association association) {
    AssociationObserver observer = configuration.observer();
    observer.opened(association.info());
    opened.accept(association);
    try {
      configuration.user().serve(association, observer);
      association.abort("no longer served");
    } catch (AssociationException e) {
      association.abort(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      association.abort("this side has failed");
      observer.failed(association.info(), e);
    } catch (Error e) {
      association.abort("this side has failed");
      observer.failed(association.info(), e);
      throw e;
    } finally {
      observer.closed(
          association.info(), association.ending().orElse(new Ending.Lost("never ended")));
    }
  }

  private AssociationInfo info(AssociateRq request, Transport transport) {
    return new AssociationInfo(
        id,
        request.callingAeTitle(),
        request.calledAeTitle(),
        remote,
        transport.local(),
        AssociationInfo.implementationOf(request.userInformation()),
        transport.session(),
        UserIdentity.of(request.userInformation()));
  }
}
