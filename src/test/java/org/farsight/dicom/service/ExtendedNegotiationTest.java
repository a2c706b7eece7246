package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.Served.Peer;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SOP class extended negotiation of queries and retrievals, PS3.7 annex D.3.3.5 and PS3.4 §C.5: the
 * bytes here are typed from the tables of the standard.
 */
@Timeout(60)
class ExtendedNegotiationTest {
  private static final String FIND = "1.2.840.10008.5.1.4.1.2.2.1";
  private static final String MOVE = "1.2.840.10008.5.1.4.1.2.2.2";
  private static final String GET = "1.2.840.10008.5.1.4.1.2.2.3";
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

  private final List<QueryRequest> asked = new CopyOnWriteArrayList<>();
  private final List<RetrieveRequest> retrieved = new CopyOnWriteArrayList<>();

  private QueryScp queries(QueryOptions options) {
    return new QueryScp(
        new QueryHandler() {
          @Override
          public QueryOptions options() {
            return options;
          }

          @Override
          public Status find(QueryRequest request, Matches matches) {
            asked.add(request);
            return Status.SUCCESS;
          }
        });
  }

  private RetrieveScp retrievals(boolean relational) {
    RetrieveHandler handler =
        new RetrieveHandler() {
          @Override
          public boolean relational() {
            return relational;
          }

          @Override
          public Retrieval select(RetrieveRequest request) {
            retrieved.add(request);
            return new Retrieval.Objects(List.of());
          }

          @Override
          public Optional<Destination> destination(AssociationInfo caller, String aeTitle) {
            return Optional.empty();
          }
        };
    return new RetrieveScp(handler, "SCP");
  }

  // ------------------------------------------------------------------- the bytes

  /** A length in two bytes, most significant first, before the content. */
  private static byte[] sized(byte[] content) {
    return joined(new byte[] {(byte) (content.length >> 8), (byte) content.length}, content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] item(int type, byte[] content) {
    return joined(new byte[] {(byte) type, 0}, sized(content));
  }

  /** PS3.7 table D.3-11: 56H, 00H, length, length of the UID, UID, information. */
  private static byte[] subItem(String sopClass, String information) {
    return item(0x56, joined(sized(ascii(sopClass)), HexFormat.of().parseHex(information)));
  }

  /** PS3.8 table 9-11, one context for a SOP class in implicit VR little endian. */
  private static byte[] associateRq(String sopClass, byte[]... subItems) {
    byte[] context =
        joined(
            new byte[] {1, 0, 0, 0},
            item(0x30, ascii(sopClass)),
            item(0x40, ascii("1.2.840.10008.1.2")));
    byte[] body =
        joined(
            new byte[] {0, 1, 0, 0},
            ascii("SCP             SCU             "),
            new byte[32],
            item(0x10, ascii("1.2.840.10008.3.1.1.1")),
            item(0x20, context),
            item(
                0x50,
                joined(
                    item(0x51, new byte[] {0, 0, 64, 0}),
                    item(0x52, ascii("1.2.3.4")),
                    joined(subItems))));
    byte[] length = {0, 0, (byte) (body.length >> 8), (byte) body.length};
    return joined(new byte[] {1, 0}, length, body);
  }

  /** The extended negotiation sub-items of the A-ASSOCIATE-AC, each with its header, in hex. */
  private static List<String> answered(Served served, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.listener.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      assertThat(in.readUnsignedShort()).as("A-ASSOCIATE-AC").isEqualTo(0x0200);
      byte[] body = new byte[in.readInt()];
      in.readFully(body);
      return extended(body, 68);
    }
  }

  private static List<String> extended(byte[] bytes, int from) {
    List<String> found = new ArrayList<>();
    int at = from;
    while (at < bytes.length) {
      int length = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
      if (bytes[at] == 0x50) {
        return extended(bytes, at + 4);
      } else if (bytes[at] == 0x56) {
        found.add(HexFormat.of().formatHex(bytes, at, at + 4 + length));
      }
      at += 4 + length;
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''", // no field
    "01, 01",
    "00, 00",
    "010101, 010101",
    "000001, 000001",
    "01010101010101, 01010100000000", // what is not done is answered by 0
    "0101010101010101FF, 01010100000000", // fields that the standard may get later
    "02FF01, 000001", // neither 0 nor 1
  })
  void aFieldIsAnsweredByWhatIsDoneOfIt(String proposed, String answer) throws IOException {
    byte[] subItem = subItem(FIND, proposed);
    try (Served served = Served.by(queries(new QueryOptions(true, true, true)))) {
      String header = "5600%04x001b%s".formatted(29 + answer.length() / 2, hex(FIND));
      assertThat(answered(served, associateRq(FIND, subItem)))
          .containsExactlyElementsOf(answer.isEmpty() ? List.of() : List.of(header + answer));
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(ascii(text));
  }

  @Test
  void anAnswerIsGivenForEachSopClassOnceAndOnlyForWhatHasAContext() throws IOException {
    try (Served served =
        Served.by(queries(new QueryOptions(true, false, true)), retrievals(false))) {
      assertThat(answered(served, associateRq(FIND))).isEmpty();
      assertThat(
              answered(
                  served,
                  associateRq(
                      FIND, subItem(FIND, "0101"), subItem(FIND, "00"), subItem(MOVE, "01"))))
          .singleElement()
          .asString()
          .endsWith(hex(FIND) + "0100");
      assertThat(answered(served, associateRq(GET, subItem(GET, "0101"))))
          .singleElement()
          .asString()
          .endsWith(hex(GET) + "0000");
      assertThat(answered(served, associateRq(CT, subItem(CT, "0101"))))
          .as("no class of this listener")
          .isEmpty();
    }
  }

  @Test
  void whoDoesNothingOfItAnswersSo() throws IOException {
    QueryScp plain = new QueryScp((request, matches) -> Status.SUCCESS);
    try (Served served = Served.by(plain)) {
      assertThat(answered(served, associateRq(FIND, subItem(FIND, "010101"))))
          .singleElement()
          .asString()
          .endsWith("000000");
    }
  }

  // --------------------------------------------------------------- what it means

  @Test
  void aRequestHasWhatWasNegotiatedForItsOwnSopClass() throws IOException {
    QueryOptions all = new QueryOptions(true, true, true);
    List<UserItem> proposed =
        List.of(
            new UserItem.ExtendedNegotiation(Uid.STUDY_ROOT_FIND, new byte[] {0, 1, 1}),
            new UserItem.ExtendedNegotiation(Uid.STUDY_ROOT_GET, new byte[] {1}));
    try (Served served = Served.by(queries(all), retrievals(true));
        Peer peer =
            served.connect(
                proposed,
                List.of(Served.EXPLICIT),
                Uid.STUDY_ROOT_FIND,
                Uid.PATIENT_ROOT_FIND,
                Uid.STUDY_ROOT_GET,
                Uid.PATIENT_ROOT_GET)) {
      DataSet keys =
          new DataSet()
              .put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY")
              .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3");
      peer.send(1, new Message.CFindRq(1, FIND, Priority.MEDIUM, true), keys).receiveAll();
      peer.send(3, new Message.CFindRq(2, Uid.PATIENT_ROOT_FIND, Priority.MEDIUM, true), keys)
          .receiveAll();
      peer.send(5, new Message.CGetRq(3, GET, Priority.MEDIUM, true), keys).receiveAll();
      peer.send(7, new Message.CGetRq(4, Uid.PATIENT_ROOT_GET, Priority.MEDIUM, true), keys)
          .receiveAll();
    }
    assertThat(asked)
        .extracting(QueryRequest::options)
        .containsExactly(new QueryOptions(false, true, true), QueryOptions.NONE);
    assertThat(retrieved).extracting(RetrieveRequest::relational).containsExactly(true, false);
  }

  @Test
  void aQuerierProposesWhatItUsesAndKnowsWhatThePeerDoes() throws Exception {
    Connector connector = new Connector(Timeouts.standard());
    QueryOptions wanted = new QueryOptions(true, false, true);
    try (Served served = Served.by(queries(new QueryOptions(true, true, false)));
        QueryScu plain =
            QueryScu.open(connector, "SCU", served.address(), InformationModel.STUDY_ROOT);
        QueryScu scu =
            QueryScu.open(
                connector, "SCU", served.address(), InformationModel.STUDY_ROOT, wanted)) {
      assertThat(plain.options()).isEqualTo(QueryOptions.NONE);
      assertThat(scu.options()).isEqualTo(new QueryOptions(true, false, false));
      scu.find(QueryLevel.STUDY, new DataSet(), 1);
      assertThat(asked.getLast().options()).isEqualTo(scu.options());
    }
    assertThat(proposed(connector, QueryOptions.NONE)).isEmpty();
    assertThat(proposed(connector, wanted)).containsExactly("56000020001b" + hex(FIND) + "010001");
    assertThat(proposed(connector, new QueryOptions(false, true, false)))
        .containsExactly("5600001f001b" + hex(FIND) + "0001");
  }

  /** The sub-items of the request; the peer hangs up then. */
  private static List<String> proposed(Connector connector, QueryOptions wanted) throws Exception {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.setSoTimeout(20_000);
      CompletableFuture<List<String>> found =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket socket = server.accept()) {
                  DataInputStream in = new DataInputStream(socket.getInputStream());
                  in.readUnsignedShort();
                  byte[] body = new byte[in.readInt()];
                  in.readFully(body);
                  return extended(body, 68);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      AeAddress address = new AeAddress("SCP", "127.0.0.1", server.getLocalPort());
      assertThatThrownBy(
              () -> QueryScu.open(connector, "SCU", address, InformationModel.STUDY_ROOT, wanted))
          .as("no answer")
          .isInstanceOf(IOException.class);
      return found.get();
    }
  }
}
