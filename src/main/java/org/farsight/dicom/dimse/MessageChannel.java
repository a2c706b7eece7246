package org.farsight.dicom.dimse;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.MessageStream;

/** Messages in and out of an association, PS3.7 §8.1 and PS3.8 annex E. Used by one thread. */
public final class MessageChannel {
  private final Association association;

  public MessageChannel(Association association) {
    this.association = association;
  }

  /**
   * A message that has come in.
   *
   * @param context that it was sent in
   * @param dataSet as it arrives; empty where the message has none. It must be read, or left,
   *     before the next message is received
   */
  public record Incoming(AcceptedContext context, Message message, InputStream dataSet) {}

  /**
   * Waits for the next message.
   *
   * @param patience how long its first byte may take
   * @return empty if the peer released the association
   * @throws AssociationException where the association has ended otherwise, also because the peer
   *     sent what is no message: then it was aborted
   */
  public Optional<Incoming> receive(Duration patience) throws AssociationException {
    Optional<MessageStream> command = association.receive(patience);
    return command.isEmpty() ? Optional.empty() : Optional.of(message(command.get()));
  }

  private Incoming message(MessageStream command) throws AssociationException {
    if (!command.command()) {
      throw association.broken("a data set without a command");
    }
    Message message = read(command);
    InputStream dataSet = InputStream.nullInputStream();
    if (message.hasDataSet()) {
      MessageStream stream = association.receiveDataSet();
      if (stream.command() || stream.contextId() != command.contextId()) {
        throw association.broken("a command where its data set was announced");
      }
      dataSet = stream;
    }
    // the association hands out streams of accepted contexts only
    AcceptedContext context = association.context(command.contextId()).orElseThrow();
    return new Incoming(context, message, dataSet);
  }

  private Message read(MessageStream command) throws AssociationException {
    try {
      return CommandSet.read(command);
    } catch (AssociationException e) {
      throw e;
    } catch (IOException e) {
      // DicomFormatException names place and tag, never a value
      String why = e instanceof DicomFormatException ? e.getMessage() : "unreadable";
      throw association.broken("command set: " + why);
    }
  }

  /** Takes and drops what is left of a message's data set. */
  public void finish(Incoming incoming) throws AssociationException {
    if (incoming.dataSet() instanceof MessageStream stream) {
      stream.drain();
    }
  }

  /** Sends a message without a data set. */
  public void send(AcceptedContext context, Message message) throws AssociationException {
    association.send(context.id(), CommandSet.encode(message));
  }

  /**
   * Sends a message with its data set.
   *
   * @param dataSet in the transfer syntax of the context
   * @param length in bytes, -1 if not known
   * @throws IOException where dataSet cannot be read or is shorter; the association is aborted
   */
  public void send(AcceptedContext context, Message message, InputStream dataSet, long length)
      throws IOException {
    association.send(context.id(), CommandSet.encode(message), dataSet, length);
  }
}
