package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.Served.Got;
import org.farsight.dicom.service.Served.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C-FIND as provider, message by message. */
@Timeout(60)
class QueryScpTest {
  private static final String FIND = Uid.STUDY_ROOT_FIND;

  private final List<QueryRequest> asked = new CopyOnWriteArrayList<>();

  private static Message.CFindRq rq(int id) {
    return new Message.CFindRq(id, FIND, Priority.MEDIUM, true);
  }

  private static DataSet keys(String level) {
    return new DataSet()
        .put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, level)
        .put(Tag.PATIENT_ID, VR.LO)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI);
  }

  private static DataSet study(int number) {
    return new DataSet()
        .put(Tag.PATIENT_ID, VR.LO, "P" + number)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2." + number);
  }

  private QueryScp three() {
    return new QueryScp(
        (request, matches) -> {
          asked.add(request);
          for (int i = 1; i <= 3; i++) {
            assertThat(matches.match(study(i))).isTrue();
          }
          return Status.SUCCESS;
        });
  }

  private static List<Integer> statuses(List<Got> all) {
    return all.stream().map(got -> ((Message.CFindRsp) got.message()).status().code()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"})
  void eachMatchIsAPendingResponseInTheTransferSyntaxOfTheContext(String transferSyntax)
      throws IOException {
    try (Served served = Served.by(three());
        Peer peer = served.connect(transferSyntax, FIND)) {
      List<Got> all = peer.send(1, rq(7), keys("STUDY")).receiveAll();
      assertThat(statuses(all)).containsExactly(0xFF00, 0xFF00, 0xFF00, 0x0000);
      assertThat(all).allMatch(got -> got.message().messageId() == 7);
      assertThat(all.get(1).dataSet().string(Tag.STUDY_INSTANCE_UID)).contains("1.2.2");
      assertThat(all.get(1).dataSet().string(Tag.QUERY_RETRIEVE_LEVEL)).contains("STUDY");
      assertThat(all.get(3).message().hasDataSet()).isFalse();
    }
    QueryRequest request = asked.get(0);
    assertThat(request.model()).isEqualTo(InformationModel.STUDY_ROOT);
    assertThat(request.level()).isEqualTo(QueryLevel.STUDY);
    assertThat(request.association().callingAeTitle()).isEqualTo("PEER");
    assertThat(request.identifier().contains(Tag.PATIENT_ID)).isTrue();
  }

  @Test
  void aKeyThatNoMatchHasMakesThePendingResponseAWarning() throws IOException {
    try (Served served = Served.by(three());
        Peer peer = served.connect(Served.EXPLICIT, FIND)) {
      DataSet keys = keys("STUDY").put(Tag.PATIENT_NAME, VR.PN);
      assertThat(statuses(peer.send(1, rq(1), keys).receiveAll()))
          .containsExactly(0xFF01, 0xFF01, 0xFF01, 0x0000);
      // no attribute of the entity, but of the message
      DataSet text = keys("STUDY").put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
      assertThat(statuses(peer.send(1, rq(2), text).receiveAll())).startsWith(0xFF00);
    }
  }

  @Test
  void whatIsNoQueryOfTheModelIsRefusedWithTheReasonAndNothingAsked() throws IOException {
    try (Served served = Served.by(three());
        Peer peer = served.connect(Served.EXPLICIT, FIND, Uid.PATIENT_ROOT_FIND)) {
      String noLevel = "A900H data set does not match SOP class (no level of this model)";
      assertThat(peer.send(1, rq(1), keys("PATIENT")).status()).isEqualTo(noLevel);
      assertThat(peer.send(1, rq(2), keys("")).status()).isEqualTo(noLevel);
      assertThat(peer.send(1, rq(3), keys("study")).status()).isEqualTo(noLevel);
      Message bare = new Message.CFindRq(4, FIND, Priority.LOW, false);
      assertThat(peer.send(1, bare).status()).endsWith("(no identifier)");
      assertThat(peer.send(3, rq(5), keys("STUDY")).status()).startsWith("0122H");
      assertThat(peer.send(1, rq(6), new byte[] {1, 2, 3}).status()).startsWith("C000H");
      byte[] large =
          DataSetWriter.toBytes(
              keys("STUDY").putBytes(0x00091001, VR.OB, new byte[2 << 20]),
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      // a value that is not kept costs nothing: the query goes on without it
      assertThat(statuses(peer.send(1, rq(7), large).receiveAll())).endsWith(0);
      DataSet many = keys("STUDY");
      for (int i = 0; i < 10_000; i++) {
        many.put(0x0011_1000 + i, VR.LO, "x");
      }
      assertThat(peer.send(1, rq(8), many).status()).startsWith("C000H");
      assertThat(peer.send(1, new Message.CEchoRq(9, FIND)).status()).startsWith("0211H");
      assertThat(served.recorder.failures).isEmpty();
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void thePatientRootHasItsOwnLevel() throws IOException {
    try (Served served = Served.by(three());
        Peer peer = served.connect(Served.IMPLICIT, Uid.PATIENT_ROOT_FIND)) {
      Message find = new Message.CFindRq(1, Uid.PATIENT_ROOT_FIND, Priority.HIGH, true);
      assertThat(statuses(peer.send(1, find, keys("PATIENT")).receiveAll())).endsWith(0);
    }
    assertThat(asked.get(0).model()).isEqualTo(InformationModel.PATIENT_ROOT);
    assertThat(asked.get(0).level()).isEqualTo(QueryLevel.PATIENT);
  }

  @Test
  void aQueryEndsSoonAfterItsCancelAndTheNextOneIsAnswered() throws IOException {
    AtomicInteger matched = new AtomicInteger();
    QueryScp endless =
        new QueryScp(
            (request, matches) -> {
              while (matches.match(study(matched.incrementAndGet()))) {
                assertThat(matched.get()).isLessThan(5_000_000);
              }
              assertThat(matches.match(study(0))).isFalse();
              return Status.SUCCESS;
            },
            Integer.MAX_VALUE);
    try (Served served = Served.by(endless);
        Peer peer = served.connect(Served.EXPLICIT, FIND)) {
      for (int id = 1; id <= 2; id++) {
        peer.send(1, rq(id), keys("STUDY"));
        assertThat(peer.status()).startsWith("FF00H");
        peer.send(1, new Message.CCancelRq(id + 50)); // of something else: ignored
        assertThat(peer.status()).startsWith("FF00H");
        peer.send(1, new Message.CCancelRq(id));
        List<Got> rest = peer.receiveAll();
        assertThat(rest.getLast().message())
            .isEqualTo(new Message.CFindRsp(id, FIND, Status.CANCEL, false));
      }
      // late: nothing is left to be cancelled
      peer.send(1, new Message.CCancelRq(2));
    }
    assertThat(matched.get()).isGreaterThan(3);
  }

  @Test
  void tooManyMatchesEndTheQueryByOutOfResources() throws IOException {
    QueryScp limited =
        new QueryScp(
            (request, matches) -> {
              List<Boolean> goOn = new ArrayList<>();
              for (int i = 0; i < 7; i++) {
                goOn.add(matches.match(study(i)));
              }
              assertThat(goOn).containsExactly(true, true, true, true, true, false, false);
              return Status.SUCCESS;
            },
            5);
    try (Served served = Served.by(limited);
        Peer peer = served.connect(Served.EXPLICIT, FIND)) {
      List<Got> all = peer.send(1, rq(1), keys("STUDY")).receiveAll();
      assertThat(statuses(all)).hasSize(6).endsWith(0xA700);
      assertThat(((Message.CFindRsp) all.getLast().message()).status().comment())
          .contains("more than 5 matches");
      assertThat(served.recorder.failures).isEmpty();
    }
  }

  @Test
  void aHandlerThatFailsIsToldAndThePeerGetsItsFailureAlsoAfterMatches() throws IOException {
    QueryScp failing =
        new QueryScp(
            (request, matches) -> {
              matches.match(study(1));
              throw new IOException("Wang^Xiaoming");
            });
    try (Served served = Served.by(failing);
        Peer peer = served.connect(Served.EXPLICIT, FIND)) {
      List<Got> all = peer.send(1, rq(1), keys("STUDY")).receiveAll();
      assertThat(statuses(all)).containsExactly(0xFF00, 0xC000);
      assertThat(((Message.CFindRsp) all.getLast().message()).status().comment())
          .contains("IOException");
      assertThat(served.recorder.failures).hasSize(1);
    }
  }

  @Test
  void aPeerThatIsGoneEndsTheQuery() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    AtomicInteger ends = new AtomicInteger();
    QueryScp endless =
        new QueryScp(
            (request, matches) -> {
              try {
                for (int i = 0; i < 50_000_000; i++) {
                  matches.match(study(i));
                }
                return Status.SUCCESS;
              } catch (IOException e) {
                ends.incrementAndGet();
                throw e;
              } finally {
                gone.countDown();
              }
            },
            Integer.MAX_VALUE);
    try (Served served = Served.by(endless)) {
      Peer peer = served.connect(Served.EXPLICIT, FIND);
      peer.send(1, rq(1), keys("STUDY"));
      peer.status();
      peer.association().abort("test");
      gone.await();
      await().until(() -> served.recorder.endings.size() == 1);
      assertThat(ends).hasValue(1);
      assertThat(served.recorder.failures).isEmpty();
    }
  }

  @Test
  void aSecondRequestWhileOneIsPerformedBreaksTheAgreedWindow() throws IOException {
    QueryScp endless =
        new QueryScp(
            (request, matches) -> {
              int i = 0;
              while (matches.match(study(i++))) {
                assertThat(i).isLessThan(50_000_000);
              }
              return Status.SUCCESS;
            },
            Integer.MAX_VALUE);
    try (Served served = Served.by(endless)) {
      Peer peer = served.connect(Served.EXPLICIT, FIND);
      peer.send(1, rq(1), keys("STUDY"));
      peer.send(1, rq(2), keys("STUDY"));
      assertThatThrownBy(peer::receiveAll).isInstanceOf(IOException.class);
    }
  }

  @Test
  void onlyPlainTransferSyntaxesAreAcceptedAndExplicitPreferred() throws IOException {
    String deflated = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid();
    List<String> syntaxes = List.of(deflated, Served.IMPLICIT, Served.EXPLICIT);
    try (Served served =
            Served.by(three(), new WorklistScp((who, keys, matches) -> Status.SUCCESS));
        Peer peer = served.connect(List.of(), syntaxes, FIND, Uid.MODALITY_WORKLIST_FIND);
        Peer only = served.connect(deflated, FIND)) {
      assertThat(peer.context(1).transferSyntax()).isEqualTo(Served.EXPLICIT);
      assertThat(peer.context(3).transferSyntax()).isEqualTo(Served.EXPLICIT);
      assertThat(only.association().context(1)).isEmpty();
    }
  }

  @Test
  void theWorklistAnswersWithoutALevel() throws IOException {
    WorklistScp worklist =
        new WorklistScp(
            (who, keys, matches) -> {
              assertThat(keys.item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE)).isPresent();
              DataSet step =
                  new DataSet().put(Tag.SCHEDULED_PROCEDURE_STEP_ID, VR.SH, who.callingAeTitle());
              matches.match(new DataSet().putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, step));
              return Status.SUCCESS;
            });
    DataSet keys = new DataSet().putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, new DataSet());
    try (Served served = Served.by(worklist);
        Peer peer = served.connect(Served.IMPLICIT, Uid.MODALITY_WORKLIST_FIND)) {
      Message find = new Message.CFindRq(1, Uid.MODALITY_WORKLIST_FIND, Priority.MEDIUM, true);
      List<Got> all = peer.send(1, find, keys).receiveAll();
      assertThat(statuses(all)).containsExactly(0xFF00, 0);
      DataSet match = all.get(0).dataSet();
      assertThat(match.contains(Tag.QUERY_RETRIEVE_LEVEL)).isFalse();
      assertThat(
              match
                  .item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE)
                  .flatMap(step -> step.string(Tag.SCHEDULED_PROCEDURE_STEP_ID)))
          .contains("PEER");
    }
  }

  @Test
  void servicesTellWhatTheyOffer() {
    ServiceRegistry registry =
        new ServiceRegistry(
            List.of(
                new VerificationScp(),
                new StorageScp((request, dataSet) -> Status.SUCCESS),
                three()));
    List<Offer> offers = registry.offers();
    assertThat(offers).hasSizeGreaterThan(100).allMatch(offer -> offer.role() == Offer.Role.SCP);
    assertThat(offers.get(0).name()).isEqualTo("Verification");
    assertThat(offers.getLast())
        .isEqualTo(
            new Offer(
                FIND,
                "Study Root Query/Retrieve Information Model - FIND",
                List.of(Served.EXPLICIT, Served.IMPLICIT, "1.2.840.10008.1.2.2"),
                Offer.Role.SCP));
  }
}
