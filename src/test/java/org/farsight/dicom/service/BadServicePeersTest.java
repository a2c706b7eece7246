package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.PDataTf;
import org.farsight.dicom.ul.PduWriter;
import org.farsight.dicom.ul.Pdv;
import org.farsight.dicom.ul.PresentationContextAnswer;
import org.farsight.dicom.ul.PresentationContextAnswer.Result;
import org.farsight.dicom.ul.ReleaseRp;
import org.farsight.dicom.ul.ReleaseRq;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.dicom.ul.UserItem;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our users of services against archives that answer nothing, nonsense, too much or too late. */
@Timeout(60)
class BadServicePeersTest {
  private static final String FIND = Uid.STUDY_ROOT_FIND;
  private static final String PUSH = Uid.STORAGE_COMMITMENT_PUSH;
  private static final DataSet KEYS = new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2");
  private static final CommitmentReport REPORT =
      new CommitmentReport("1.2.7", List.of(new SopReference("1.2.3", "1.2.4")), List.of());

  private final Connector hasty =
      new Connector(
          Timeouts.standard()
              .withResponse(Duration.ofMillis(500))
              .withArtim(Duration.ofMillis(500)));
  private final List<CompletableFuture<Void>> scripts = new ArrayList<>();
  private ScriptedPeer.Server server;

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedPeer.Server();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    scripts.forEach(CompletableFuture::join);
  }

  private interface Script {
    void run(ScriptedPeer peer) throws IOException;
  }

  /** An archive that accepts the first context in implicit VR and does as the script says. */
  private AeAddress archive(Script script, UserItem... items) {
    scripts.add(
        CompletableFuture.runAsync(
            () -> {
              try (ScriptedPeer peer = server.accept()) {
                AssociateRq request = peer.receive(AssociateRq.class);
                peer.send(acceptance(request, items));
                script.run(peer);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }));
    return new AeAddress("BAD", "127.0.0.1", server.port());
  }

  private static AssociateAc acceptance(AssociateRq request, UserItem... items) {
    List<UserItem> all = new ArrayList<>(UserInformation.ofThisImplementation(16384).items());
    all.addAll(List.of(items));
    return new AssociateAc(
        1,
        request.calledAeTitle(),
        request.callingAeTitle(),
        request.applicationContext(),
        request.contexts().stream()
            .map(
                context ->
                    new PresentationContextAnswer(context.id(), Result.ACCEPTANCE, Served.IMPLICIT))
            .toList(),
        new UserInformation(all));
  }

  private static PDataTf command(Message message) {
    return new PDataTf(List.of(new Pdv(1, true, true, CommandSet.encode(message))));
  }

  private static PDataTf data(DataSet dataSet) {
    byte[] bytes = DataSetWriter.toBytes(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    return new PDataTf(List.of(new Pdv(1, false, true, bytes)));
  }

  private static Message receive(ScriptedPeer peer) throws IOException {
    byte[] command = peer.receive(PDataTf.class).values().get(0).fragment();
    return CommandSet.read(new ByteArrayInputStream(command));
  }

  private static Message.CFindRsp rsp(int id, Status status, boolean hasDataSet) {
    return new Message.CFindRsp(id, FIND, status, hasDataSet);
  }

  private QueryScu query(Script script) throws IOException {
    return QueryScu.open(hasty, "SCU", archive(script), InformationModel.STUDY_ROOT);
  }

  private void assertBroken(QueryScu scu, String why) {
    assertThatThrownBy(() -> scu.find(QueryLevel.STUDY, KEYS, 5))
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.outcomeUnknown()).isTrue())
        .hasMessageContaining(why);
  }

  @Test
  void anArchiveThatAnswersNothingIsGivenUp() throws IOException {
    assertBroken(query(ScriptedPeer::halfCloseAndReadAll), "closed by the peer");
    assertBroken(query(peer -> peer.receiveUntilClosed(Duration.ofSeconds(2))), "in time");
  }

  @Test
  void nonsenseInsteadOfAResponseIsNamed() throws IOException {
    Status pending = Status.PENDING;
    assertBroken(
        query(peer -> peer.send(command(rsp(99, Status.SUCCESS, false))).halfCloseAndReadAll()),
        "not the response");
    assertBroken(
        query(
            peer ->
                peer.send(command(new Message.CEchoRsp(1, FIND, Status.SUCCESS)))
                    .halfCloseAndReadAll()),
        "not the response");
    assertBroken(
        query(peer -> peer.send(command(rsp(1, pending, false))).halfCloseAndReadAll()),
        "a match without an identifier");
    PDataTf broken = new PDataTf(List.of(new Pdv(1, false, true, new byte[] {1, 2, 3})));
    assertBroken(
        query(peer -> peer.send(command(rsp(1, pending, true))).send(broken).halfCloseAndReadAll()),
        "a data set that cannot be read");
    assertBroken(
        query(
            peer ->
                peer.send(command(rsp(1, pending, true)))
                    .send(command(rsp(1, Status.SUCCESS, false)))
                    .halfCloseAndReadAll()),
        "a command where its data set was announced");
  }

  @Test
  void matchesThatGoOnAfterTheCancelAreStopped() throws IOException {
    QueryScu scu =
        query(
            peer -> {
              ByteArrayOutputStream match = new ByteArrayOutputStream();
              match.writeBytes(PduWriter.encode(command(rsp(1, Status.PENDING, true))));
              match.writeBytes(PduWriter.encode(data(KEYS)));
              assertThat(peer.sendUntilRefused(match.toByteArray(), 10_000_000)).isGreaterThan(3);
            });
    assertBroken(scu, "matches go on after the cancel");
  }

  @Test
  void anArchiveThatSaysItsFailureIsHeard() throws IOException {
    Status refused = Status.IDENTIFIER_DOES_NOT_MATCH_SOP_CLASS.withComment("no");
    try (QueryScu scu =
        query(
            peer -> {
              receive(peer);
              peer.receive(PDataTf.class);
              peer.send(command(rsp(1, refused, false)));
              peer.receive(ReleaseRq.class);
              peer.send(new ReleaseRp());
            })) {
      assertThat(scu.find(QueryLevel.STUDY, KEYS, 5)).isEqualTo(new Found(List.of(), refused));
    }
  }

  @Test
  void aMoveThatIsReleasedInItsMiddleFails() throws IOException {
    AeAddress archive =
        archive(
            peer -> {
              receive(peer);
              peer.receive(PDataTf.class);
              peer.send(
                  command(
                      new Message.CMoveRsp(
                          1,
                          Uid.STUDY_ROOT_MOVE,
                          Status.PENDING,
                          SubOperations.of(5, 1, 0, 0),
                          false)));
              peer.send(new ReleaseRq());
              peer.receive(ReleaseRp.class);
            });
    List<SubOperations> progress = new ArrayList<>();
    RetrieveScu scu = RetrieveScu.forMove(hasty, "SCU", archive, InformationModel.STUDY_ROOT);
    assertThatThrownBy(() -> scu.move(QueryLevel.STUDY, KEYS, "X", progress::add))
        .isInstanceOf(RequestFailedException.class)
        .hasMessageContaining("released by the peer");
    assertThat(progress).containsExactly(SubOperations.of(5, 1, 0, 0));
  }

  @Test
  void anObjectWithinAMoveIsNonsense() throws IOException {
    AeAddress archive =
        archive(
            peer ->
                peer.send(command(Message.CStoreRq.of(1, "1.2", "1.3")))
                    .send(data(KEYS))
                    .halfCloseAndReadAll());
    RetrieveScu scu = RetrieveScu.forMove(hasty, "SCU", archive, InformationModel.STUDY_ROOT);
    assertThatThrownBy(() -> scu.move(QueryLevel.STUDY, KEYS, "X", counts -> true))
        .hasMessageContaining("not the response");
  }

  @Test
  void anArchiveMayReportBeforeItAnswersTheRequest() throws IOException {
    AeAddress archive =
        archive(
            peer -> {
              Message.NActionRq action = (Message.NActionRq) receive(peer);
              peer.receive(PDataTf.class);
              peer.send(command(CommitmentDataSets.event(1, REPORT)))
                  .send(data(CommitmentDataSets.report(REPORT)));
              assertThat(((Message.NEventReportRsp) receive(peer)).status())
                  .isEqualTo(Status.SUCCESS);
              peer.send(command(Kinds.response(action, Status.SUCCESS)));
              peer.send(
                  command(
                      new Message.NEventReportRq(
                          2, PUSH, Uid.STORAGE_COMMITMENT_PUSH_INSTANCE, 1, false)));
              assertThat(((Message.NEventReportRsp) receive(peer)).status())
                  .isEqualTo(Status.NO_SUCH_EVENT_TYPE);
              peer.receiveUntilClosed(Duration.ZERO);
            });
    try (StorageCommitmentScu scu = StorageCommitmentScu.open(hasty, "SCU", archive)) {
      assertThat(scu.request("1.2.7", REPORT.committed())).isEqualTo(Status.SUCCESS);
      assertThat(scu.awaitReport(Duration.ofSeconds(5))).contains(REPORT);
      assertThat(scu.awaitReport(Duration.ofMillis(300))).isEmpty();
    }
  }

  @Test
  void aDeviceThatDoesNotWantTheReportIsToldFromOneThatDoes() throws IOException {
    AeAddress unwilling =
        archive(
            peer -> {
              peer.receive(ReleaseRq.class);
              peer.send(new ReleaseRp());
            },
            new UserItem.RoleSelection(PUSH, false, false));
    assertThatThrownBy(() -> StorageCommitmentReporter.report(hasty, "SCP", unwilling, REPORT))
        .isInstanceOf(ContextNotAcceptedException.class)
        .hasMessageContaining("not with this side as provider");

    AeAddress silentOnRoles =
        archive(
            peer -> {
              Message.NEventReportRq event = (Message.NEventReportRq) receive(peer);
              assertThat(event.eventType()).isEqualTo(1);
              peer.receive(PDataTf.class);
              peer.send(
                  command(
                      new Message.NEventReportRsp(
                          event.messageId(),
                          PUSH,
                          event.sopInstance(),
                          OptionalInt.of(1),
                          Status.SUCCESS,
                          false)));
              // and it never answers the release
              peer.receive(ReleaseRq.class);
              peer.receiveUntilClosed(Duration.ZERO);
            });
    assertThat(StorageCommitmentReporter.report(hasty, "SCP", silentOnRoles, REPORT))
        .isEqualTo(Status.SUCCESS);
  }

  @Test
  void aReportThatIsNotAnsweredIsAFailure() throws IOException {
    AeAddress silent = archive(peer -> peer.receiveUntilClosed(Duration.ZERO));
    assertThatThrownBy(() -> StorageCommitmentReporter.report(hasty, "SCP", silent, REPORT))
        .isInstanceOf(RequestFailedException.class);
  }
}
