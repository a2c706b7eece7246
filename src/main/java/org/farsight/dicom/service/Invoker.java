package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;

/** Sends requests that have one response, one at a time. Used by one thread. */
final class Invoker {
  private final Association association;
  private final MessageChannel channel;
  private int lastMessageId;

  Invoker(Association association) {
    this.association = association;
    this.channel = new MessageChannel(association);
  }

  /** 1 to FFFFH, then again from 1. */
  int nextMessageId() {
    lastMessageId = lastMessageId % 0xFFFF + 1;
    return lastMessageId;
  }

  /** Sends a request without a data set and waits for its response. */
  Status invoke(AcceptedContext context, Message.Request request) throws RequestFailedException {
    return invoke(request, () -> channel.send(context, request));
  }

  /** Sends a request with its data set and waits for its response. */
  Status invoke(AcceptedContext context, Message.Request request, InputStream dataSet, long length)
      throws RequestFailedException {
    return invoke(request, () -> channel.send(context, request, dataSet, length));
  }

  private interface Sending {
    void run() throws IOException;
  }

  private Status invoke(Message.Request request, Sending sending) throws RequestFailedException {
    boolean sent = false;
    try {
      sending.run();
      sent = true;
      return response(request);
    } catch (IOException e) {
      throw new RequestFailedException(e, sent || association.messageMayHaveArrived());
    }
  }

  private Status response(Message.Request request) throws AssociationException {
    Optional<MessageChannel.Incoming> incoming = channel.receive(association.timeouts().response());
    if (incoming.isEmpty()) {
      throw association.closedException();
    }
    channel.finish(incoming.get());
    return switch (incoming.get().message()) {
      case Message.Response response when Kinds.answers(request, response) -> response.status();
      case Message other -> throw association.broken("a message that is not the response");
    };
  }
}
