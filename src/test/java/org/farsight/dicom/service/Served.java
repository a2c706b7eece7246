package org.farsight.dicom.service;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.Recorder;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.dicom.ul.UserItem;

/** Services behind a listener on a free port, and peers that speak to them message by message. */
final class Served implements Closeable {
  static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
  static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  static final Duration LONG = Duration.ofSeconds(20);

  final Recorder recorder = new Recorder();
  final Listener listener;

  private Served(Timeouts timeouts, List<DimseService> services) throws IOException {
    listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                20,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                timeouts,
                AssociationPolicy.acceptAll(),
                recorder,
                new ServiceRegistry(services)));
  }

  static Served by(DimseService... services) throws IOException {
    return by(Timeouts.standard(), services);
  }

  static Served by(Timeouts timeouts, DimseService... services) throws IOException {
    return new Served(timeouts, List.of(services));
  }

  AeAddress address() {
    return new AeAddress("SCP", "127.0.0.1", listener.port());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** An association with contexts 1, 3, 5, … of these abstract syntaxes. */
  Peer connect(String transferSyntax, String... abstractSyntaxes) throws IOException {
    return connect(List.of(), List.of(transferSyntax), abstractSyntaxes);
  }

  /** The same with roles, a window and so on, and several transfer syntaxes. */
  Peer connect(
      List<? extends UserItem> further, List<String> transferSyntaxes, String... abstractSyntaxes)
      throws IOException {
    List<PresentationContext> contexts = new ArrayList<>();
    for (String abstractSyntax : abstractSyntaxes) {
      contexts.add(
          new PresentationContext(2 * contexts.size() + 1, abstractSyntax, transferSyntaxes));
    }
    List<UserItem> items =
        new ArrayList<>(
            UserInformation.ofThisImplementation(Listener.Configuration.STANDARD_MAXIMUM_LENGTH)
                .items());
    items.addAll(further);
    return new Peer(
        new Connector(Timeouts.standard())
            .open(address(), AssociateRq.of("SCP", "PEER", contexts, new UserInformation(items))));
  }

  /** What a message brought. */
  record Got(Message message, DataSet dataSet) {}

  /** A requestor that does what a test says. */
  record Peer(Association association, MessageChannel channel) implements Closeable {
    Peer(Association association) {
      this(association, new MessageChannel(association));
    }

    AcceptedContext context(int id) {
      return association.context(id).orElseThrow();
    }

    Peer send(int contextId, Message message) throws IOException {
      channel.send(context(contextId), message);
      return this;
    }

    Peer send(int contextId, Message message, DataSet dataSet) throws IOException {
      AcceptedContext context = context(contextId);
      byte[] bytes = DataSetWriter.toBytes(dataSet, TransferSyntax.of(context.transferSyntax()));
      return send(contextId, message, bytes);
    }

    Peer send(int contextId, Message message, byte[] bytes) throws IOException {
      channel.send(context(contextId), message, new ByteArrayInputStream(bytes), bytes.length);
      return this;
    }

    Got receive() throws IOException {
      MessageChannel.Incoming incoming = channel.receive(LONG).orElseThrow();
      DataSet dataSet =
          incoming.message().hasDataSet()
              ? DataSetReader.read(
                  incoming.dataSet(),
                  TransferSyntax.of(incoming.context().transferSyntax()),
                  ReadOptions.DEFAULT)
              : new DataSet();
      return new Got(incoming.message(), dataSet);
    }

    /** Receives up to the first response that is not pending. */
    List<Got> receiveAll() throws IOException {
      List<Got> all = new ArrayList<>();
      do {
        all.add(receive());
      } while (all.getLast().message() instanceof Message.Response response
          && Arrays.asList(0xFF00, 0xFF01).contains(response.status().code()));
      return all;
    }

    /** The status of the next message, which is a response. */
    String status() throws IOException {
      return ((Message.Response) receive().message()).status().describe();
    }

    @Override
    public void close() throws IOException {
      association.close();
    }
  }
}
