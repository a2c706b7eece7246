package org.farsight.dicom.service;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.Negotiation;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.PresentationContextAnswer.Result;
import org.farsight.dicom.ul.ServiceUser;
import org.farsight.dicom.ul.UserItem;

/**
 * The services behind a listener. An abstract syntax belongs to the first service that serves it;
 * of the transfer syntaxes proposed for it the first is accepted, whatever it is.
 */
public final class ServiceRegistry implements ServiceUser {
  private final List<DimseService> services;

  /**
   * @param services in the order in which they are asked
   */
  public ServiceRegistry(List<DimseService> services) {
    this.services = List.copyOf(services);
  }

  @Override
  public Negotiation.Answer answer(PresentationContext proposed) {
    return service(proposed.abstractSyntax()).isPresent()
        ? new Negotiation.Accepted(proposed.transferSyntaxes().get(0))
        : new Negotiation.NotAccepted(Result.ABSTRACT_SYNTAX_NOT_SUPPORTED);
  }

  /** The requestor may be SCU, which it is by default, but not SCP: nothing is sent to it. */
  @Override
  public Optional<UserItem.RoleSelection> answer(UserItem.RoleSelection proposed) {
    return service(proposed.sopClass()).isPresent()
        ? Optional.of(new UserItem.RoleSelection(proposed.sopClass(), proposed.scu(), false))
        : Optional.empty();
  }

  @Override
  public void serve(Association association, AssociationObserver observer) throws IOException {
    MessageChannel channel = new MessageChannel(association);
    while (true) {
      Optional<MessageChannel.Incoming> incoming = channel.receive(association.timeouts().idle());
      if (incoming.isEmpty()) {
        return;
      }
      switch (incoming.get().message()) {
        case Message.CCancelRq cancel -> {
          // each request is answered before the next is read: there is nothing left to cancel
        }
        case Message.Request request ->
            perform(association, observer, channel, incoming.get(), request);
        case Message.Response response ->
            throw association.broken("a response to a request that was never sent");
      }
    }
  }

  private void perform(
      Association association,
      AssociationObserver observer,
      MessageChannel channel,
      MessageChannel.Incoming incoming,
      Message.Request message)
      throws IOException {
    DimseService.Request request =
        new DimseService.Request(association.info(), incoming.context(), message);
    Replies replies = new Replies(channel, incoming);
    try {
      DimseService service = service(incoming.context().abstractSyntax()).orElseThrow();
      service.perform(request, incoming.dataSet(), replies);
    } catch (IOException | RuntimeException e) {
      if (!association.isOpen()) {
        // whatever the service made of it: there is nobody left to answer
        throw e instanceof AssociationException broken
            ? broken
            : association.broken("the association broke");
      }
      observer.failed(association.info(), e);
      if (!replies.answered) {
        replies.respond(
            failure(message, Status.PROCESSING_FAILURE.withComment(e.getClass().getSimpleName())));
      }
    }
  }

  private Optional<DimseService> service(String abstractSyntax) {
    return services.stream().filter(service -> service.serves(abstractSyntax)).findFirst();
  }

  /** The response that tells a failure of a request of whatever kind. */
  static Message.Response failure(Message.Request request, Status status) {
    return switch (request) {
      case Message.CEchoRq rq -> new Message.CEchoRsp(rq.messageId(), rq.sopClass(), status);
      case Message.CStoreRq rq ->
          new Message.CStoreRsp(rq.messageId(), rq.sopClass(), rq.sopInstance(), status);
      case Message.OtherRq rq ->
          new Message.OtherRsp(
              rq.commandField() | CommandSet.RESPONSE, rq.messageId(), rq.sopClass(), status);
      case Message.CCancelRq rq ->
          throw new IllegalArgumentException("C-CANCEL-RQ is never answered");
    };
  }

  /** Sends responses after the rest of the request's data set has been taken. */
  private static final class Replies implements DimseService.Responder {
    private final MessageChannel channel;
    private final MessageChannel.Incoming incoming;
    private boolean answered;

    Replies(MessageChannel channel, MessageChannel.Incoming incoming) {
      this.channel = channel;
      this.incoming = incoming;
    }

    @Override
    public void respond(Message.Response response) throws AssociationException {
      channel.finish(incoming);
      answered = true;
      channel.send(incoming.context(), response);
    }
  }
}
