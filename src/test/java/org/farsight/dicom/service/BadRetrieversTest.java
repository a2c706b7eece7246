package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.Served.Got;
import org.farsight.dicom.service.Served.Peer;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Negotiation;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserItem;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requestors and destinations that misbehave in the middle of a retrieve. */
@Timeout(60)
class BadRetrieversTest {
  private static final String CT = Uid.CT_IMAGE_STORAGE;
  private static final String GET = Uid.STUDY_ROOT_GET;
  private static final String MOVE = Uid.STUDY_ROOT_MOVE;
  private static final Timeouts HASTY =
      Timeouts.standard().withResponse(Duration.ofMillis(400)).withArtim(Duration.ofMillis(400));

  private final List<Status> ends = new CopyOnWriteArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private Optional<AeAddress> destination = Optional.empty();
  private int objects = 3;
  private Served served;

  private final RetrieveHandler handler =
      new RetrieveHandler() {
        @Override
        public Retrieval select(RetrieveRequest request) {
          return new Retrieval.Objects(
              IntStream.rangeClosed(1, objects).mapToObj(BadRetrieversTest.this::object).toList());
        }

        @Override
        public Optional<Destination> destination(AssociationInfo caller, String aeTitle) {
          return destination.map(to -> new Destination(to, new Connector(HASTY)));
        }

        @Override
        public void retrieved(RetrieveRequest request, Status status, SubOperations counts) {
          ends.add(status);
        }
      };

  private StoredObject object(int number) {
    return new StoredObject(
        CT, "1.2.3." + number, Served.IMPLICIT, 200_000, () -> new Counted(new byte[200_000]));
  }

  /** Tells whether all that is opened is closed. */
  private final class Counted extends ByteArrayInputStream {
    Counted(byte[] bytes) {
      super(bytes);
      opened.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @BeforeEach
  void start() throws IOException {
    served = Served.by(HASTY, new RetrieveScp(handler, "SOURCE"));
  }

  @AfterEach
  void stop() throws IOException {
    served.close();
    assertThat(served.recorder.failures).isEmpty();
    assertThat(closed).hasValue(opened.get());
  }

  private Peer getter() throws IOException {
    return served.connect(
        List.of(new UserItem.RoleSelection(CT, false, true)), List.of(Served.IMPLICIT), GET, CT);
  }

  private static DataSet study() {
    return new DataSet()
        .put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY")
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3");
  }

  /** Asks and receives the first object. */
  private static Message.CStoreRq begin(Peer peer) throws IOException {
    peer.send(1, new Message.CGetRq(7, GET, Priority.HIGH, true), study());
    Got got = peer.receive();
    assertThat(got.message()).isInstanceOf(Message.CStoreRq.class);
    return (Message.CStoreRq) got.message();
  }

  private static Message.CStoreRsp stored(Message.CStoreRq store) {
    return new Message.CStoreRsp(
        store.messageId(), store.sopClass(), store.sopInstance(), Status.SUCCESS);
  }

  @Test
  void aRequestorThatAnswersAnotherObjectIsAborted() throws IOException {
    Peer peer = getter();
    Message.CStoreRq store = begin(peer);
    assertThat(store.priority()).isEqualTo(Priority.HIGH);
    peer.send(3, new Message.CStoreRsp(store.messageId() + 1, CT, "1.2", Status.SUCCESS));
    assertThatThrownBy(peer::receive).isInstanceOf(IOException.class);
    await().until(() -> served.recorder.endings.size() == 1);
    assertThat(served.recorder.endings.get(0).describe())
        .contains("a response to a request that was never sent");
  }

  @Test
  void aRequestorThatAnswersNothingIsAbortedInTime() throws IOException {
    Peer peer = getter();
    begin(peer);
    await().until(() -> served.recorder.endings.size() == 1);
    assertThat(served.recorder.endings.get(0).describe()).contains("in time");
    assertThat(opened).hasValue(1);
  }

  @Test
  void aRequestorThatAsksForMoreInTheMiddleIsAborted() throws IOException {
    Peer peer = getter();
    begin(peer);
    peer.send(1, new Message.CGetRq(8, GET, Priority.HIGH, true), study());
    await().until(() -> served.recorder.endings.size() == 1);
    assertThat(served.recorder.endings.get(0).describe())
        .contains("a request while another one is being performed");
  }

  @Test
  void aRequestorThatReleasesOrAbortsInTheMiddleEndsTheRetrieve() throws IOException {
    Peer peer = getter();
    begin(peer);
    peer.association().release();
    await().until(() -> served.recorder.endings.size() == 1);
    Peer other = getter();
    begin(other);
    other.association().abort("test");
    await().until(() -> served.recorder.endings.size() == 2);
    assertThat(opened).hasValue(2);
    assertThat(ends).isEmpty();
  }

  @Test
  void aCancelThatComesBeforeTheAnswerToAnObjectIsHeard() throws IOException {
    try (Peer peer = getter()) {
      Message.CStoreRq store = begin(peer);
      peer.send(1, new Message.CCancelRq(7));
      peer.send(3, stored(store));
      assertThat(peer.receive().message())
          .isEqualTo(
              new Message.CGetRsp(7, GET, Status.PENDING, SubOperations.of(2, 1, 0, 0), false));
      assertThat(peer.receive().message())
          .isEqualTo(
              new Message.CGetRsp(7, GET, Status.CANCEL, SubOperations.of(2, 1, 0, 0), false));
    }
    assertThat(ends).containsExactly(Status.CANCEL);
  }

  @Test
  void aLongListOfFailuresIsSentWhole() throws IOException {
    objects = 3000;
    try (Peer peer = served.connect(Served.EXPLICIT, GET)) {
      peer.send(1, new Message.CGetRq(1, GET, Priority.LOW, true), study());
      Got last = peer.receiveAll().getLast();
      Message.CGetRsp response = (Message.CGetRsp) last.message();
      assertThat(response.status().describe())
          .startsWith("A702H")
          .contains("3000/3000 failed: 0122H no context for it in Implicit VR L");
      assertThat(last.dataSet().strings(RetrieveTally.FAILED_SOP_INSTANCE_UID_LIST))
          .hasSize(3000)
          .endsWith("1.2.3.3000");
    }
    assertThat(opened).hasValue(0);
  }

  // ---------------------------------------------------------------- destinations

  private interface Script {
    void run(ScriptedPeer peer) throws IOException;
  }

  /** Moves to a destination that does as the script says, once. */
  private Message.CMoveRsp move(Script script) throws Exception {
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      destination = Optional.of(new AeAddress("BAD", "127.0.0.1", server.port()));
      Thread bad =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (ScriptedPeer peer = server.accept()) {
                      script.run(peer);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      try (Peer peer = served.connect(Served.EXPLICIT, MOVE)) {
        peer.send(1, new Message.CMoveRq(1, MOVE, Priority.MEDIUM, "BAD", true), study());
        Message last = peer.receiveAll().getLast().message();
        bad.join();
        return (Message.CMoveRsp) last;
      }
    }
  }

  private static void accept(ScriptedPeer peer) throws IOException {
    AssociateRq request = peer.receive(AssociateRq.class);
    AssociateAc answer =
        Negotiation.accept(
            request,
            new ServiceRegistry(List.of(new StorageScp((store, data) -> Status.SUCCESS))),
            16384);
    peer.send(answer);
  }

  @Test
  void whyADestinationTookNothingIsToldToTheRequestor() throws Exception {
    AssociateRj unknown = AssociateRj.permanent(AssociateRj.Reason.CALLING_AE_TITLE_NOT_RECOGNIZED);
    Message.CMoveRsp rejected =
        move(
            peer -> {
              peer.receive(AssociateRq.class);
              peer.send(unknown).halfCloseAndReadAll();
            });
    assertThat(rejected.status().code()).isEqualTo(0xA702);
    assertThat(rejected.status().comment().orElseThrow())
        .startsWith("3/3 failed: 0110H association rejected");
    assertThat(rejected.counts()).isEqualTo(SubOperations.of(0, 0, 3, 0).atEnd());
    assertThat(rejected.hasDataSet()).isTrue();

    Message.CMoveRsp silent =
        move(
            peer -> {
              accept(peer);
              peer.receiveUntilClosed(Duration.ofMillis(600));
            });
    assertThat(silent.status().code()).isEqualTo(0xA702);
    assertThat(silent.status().comment().orElseThrow()).contains("0110H sent, but not answered");

    Message.CMoveRsp gone = move(ScriptedPeer::reset);
    assertThat(gone.counts().failed()).hasValue(3);
    assertThat(ends).hasSize(3);
  }
}
