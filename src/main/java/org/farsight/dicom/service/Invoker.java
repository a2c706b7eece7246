package org.farsight.dicom.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;

/** Sends requests, one at a time, and receives what comes for them. Used by one thread. */
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

  /** Sends a request with its data set and waits for its response. */
  Status invoke(AcceptedContext context, Message.Request request, DataSet dataSet)
      throws RequestFailedException {
    return invoke(request, () -> sendEncoded(context, request, dataSet));
  }

  /** Sends a request with its data set; the responses are left to {@link #receive}. */
  void send(AcceptedContext context, Message.Request request, DataSet dataSet)
      throws RequestFailedException {
    try {
      sendEncoded(context, request, dataSet);
    } catch (IOException e) {
      throw new RequestFailedException(e, association.messageMayHaveArrived());
    }
  }

  private void sendEncoded(AcceptedContext context, Message.Request request, DataSet dataSet)
      throws IOException {
    byte[] bytes = DataSetWriter.toBytes(dataSet, TransferSyntax.of(context.transferSyntax()));
    channel.send(context, request, new ByteArrayInputStream(bytes), bytes.length);
  }

  /** Sends a message that is not answered, or an answer. */
  void send(AcceptedContext context, Message message) throws AssociationException {
    channel.send(context, message);
  }

  /**
   * The next message, whatever it is.
   *
   * @throws RequestFailedException where there is none within the time for responses: this is for
   *     requests that were sent
   */
  MessageChannel.Incoming receive() throws RequestFailedException {
    try {
      return next(association.timeouts().response());
    } catch (IOException e) {
      throw new RequestFailedException(e, true);
    }
  }

  /** The next message within this time, else the association is aborted. */
  MessageChannel.Incoming next(Duration patience) throws AssociationException {
    return channel.receive(patience).orElseThrow(association::closedException);
  }

  /**
   * The data set of a message that has just come.
   *
   * @param options limits
   * @throws RequestFailedException where it is none; the association is aborted then
   */
  DataSet dataSet(MessageChannel.Incoming incoming, ReadOptions options)
      throws RequestFailedException {
    try {
      return DataSetReader.read(
          incoming.dataSet(), TransferSyntax.of(incoming.context().transferSyntax()), options);
    } catch (DicomFormatException e) {
      throw new RequestFailedException(
          association.broken("a data set that cannot be read: " + e.getMessage()), true);
    } catch (IOException e) {
      throw new RequestFailedException(e, true);
    }
  }

  /** Drops what is left of a message. */
  void finish(MessageChannel.Incoming incoming) throws AssociationException {
    channel.finish(incoming);
  }

  /** What is to be thrown after the peer has sent what it must not. */
  RequestFailedException broken(String why) {
    return new RequestFailedException(association.broken(why), true);
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
    MessageChannel.Incoming incoming = next(association.timeouts().response());
    channel.finish(incoming);
    return switch (incoming.message()) {
      case Message.Response response when Kinds.answers(request, response) -> response.status();
      case Message other -> throw association.broken("a message that is not the response");
    };
  }
}
