package org.farsight.dicom.ul;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
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
    try (socket) {
      socket.setTcpNoDelay(true);
      ProtocolMachine machine =
          new ProtocolMachine(
              socket,
              false,
              configuration.timeouts(),
              configuration.maximumLength(),
              rejectAnyway.isPresent() ? 1024 : BUFFER,
              request -> rejectAnyway.or(() -> Negotiation.objection(request)));
      machine.fire(Event.Evt5);
      machine.next();
      AssociateRq request = machine.lastReceived() instanceof AssociateRq rq ? rq : null;
      if (machine.state() == State.Sta3 && request != null) {
        decide(machine, request);
      } else {
        machine.awaitClose();
        report(observer, request, machine.ending());
      }
    } catch (IOException e) {
      observer.refused(remote, String.valueOf(e.getMessage()));
    }
  }

  private void report(
      AssociationObserver observer, @Nullable AssociateRq request, @Nullable Ending ending) {
    if (request != null && ending instanceof Ending.Rejected rejected) {
      observer.rejected(info(request), rejected.rejection(), ending.describe());
    } else {
      observer.refused(remote, ending == null ? "ended" : ending.describe());
    }
  }

  private void decide(ProtocolMachine machine, AssociateRq request) {
    AssociationInfo info = info(request);
    AssociationPolicy.Decision decision;
    AssociateAc answer;
    try {
      decision = configuration.policy().decide(request, info);
      answer = Negotiation.accept(request, configuration.user(), configuration.maximumLength());
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

  private AssociationInfo info(AssociateRq request) {
    return new AssociationInfo(
        id,
        request.callingAeTitle(),
        request.calledAeTitle(),
        remote,
        (InetSocketAddress) Objects.requireNonNull(socket.getLocalSocketAddress()),
        AssociationInfo.implementationOf(request.userInformation()),
        Optional.empty(),
        UserIdentity.of(request.userInformation()));
  }
}
