package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.Served.Got;
import org.farsight.dicom.service.Served.Peer;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Storage commitment as acceptor, message by message. */
@Timeout(60)
class StorageCommitmentScpTest {
  private static final String PUSH = Uid.STORAGE_COMMITMENT_PUSH;
  private static final String INSTANCE = Uid.STORAGE_COMMITMENT_PUSH_INSTANCE;
  private static final SopReference FIRST = new SopReference(Uid.CT_IMAGE_STORAGE, "1.2.1");
  private static final SopReference SECOND = new SopReference(Uid.CT_IMAGE_STORAGE, "1.2.2");
  private static final CommitmentReport PARTLY =
      new CommitmentReport(
          "1.2.77",
          List.of(FIRST),
          List.of(new CommitmentReport.Failure(SECOND, CommitmentReport.NO_SUCH_OBJECT_INSTANCE)));

  private final BlockingQueue<CommitmentRequest> requests = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<ReportChannel> channels = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<CommitmentReport> reports = new ArrayBlockingQueue<>(10);

  private final CommitmentHandler handler =
      new CommitmentHandler() {
        @Override
        public Status requested(CommitmentRequest request, ReportChannel channel) {
          requests.add(request);
          channels.add(channel);
          return Status.SUCCESS;
        }

        @Override
        public Status reported(AssociationInfo association, CommitmentReport report) {
          reports.add(report);
          return Status.SUCCESS;
        }
      };

  private static Message.NActionRq action(int id) {
    return new Message.NActionRq(id, PUSH, INSTANCE, 1, true);
  }

  private static DataSet information() {
    return CommitmentDataSets.request("1.2.77", List.of(FIRST, SECOND));
  }

  private Served served() throws IOException {
    return Served.by(new StorageCommitmentScp(handler));
  }

  private static CompletableFuture<Optional<Status>> report(ReportChannel channel, Duration time) {
    return CompletableFuture.supplyAsync(() -> channel.tryReport(PARTLY, time));
  }

  @Test
  void aRequestIsAnsweredAndTheReportComesOverTheSameAssociation() throws Exception {
    try (Served served = served();
        Peer device = served.connect(Served.EXPLICIT, PUSH)) {
      assertThat(device.send(1, action(5), information()).receive().message())
          .isEqualTo(
              new Message.NActionRsp(5, PUSH, INSTANCE, OptionalInt.of(1), Status.SUCCESS, false));
      CommitmentRequest request = requests.remove();
      assertThat(request.transactionUid()).isEqualTo("1.2.77");
      assertThat(request.references()).containsExactly(FIRST, SECOND);
      assertThat(request.association().callingAeTitle()).isEqualTo("PEER");

      CompletableFuture<Optional<Status>> told = report(channels.remove(), Served.LONG);
      Got event = device.receive();
      int id = event.message().messageId();
      assertThat(event.message())
          .isEqualTo(new Message.NEventReportRq(id, PUSH, INSTANCE, 2, true));
      assertThat(CommitmentDataSets.report(event.dataSet())).contains(PARTLY);
      device.send(
          1,
          new Message.NEventReportRsp(
              id, PUSH, INSTANCE, OptionalInt.of(2), Status.SUCCESS, false));
      assertThat(told.get(20, TimeUnit.SECONDS)).contains(Status.SUCCESS);
      // and the association goes on
      assertThat(device.send(1, action(6), information()).status()).startsWith("0000H");
    }
  }

  @Test
  void theReportWaitsForTheAnswerToItsRequest() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CommitmentHandler slow =
        new CommitmentHandler() {
          @Override
          public Status requested(CommitmentRequest request, ReportChannel channel)
              throws IOException {
            assertThatThrownBy(() -> channel.tryReport(PARTLY, Served.LONG))
                .isInstanceOf(IllegalStateException.class);
            channels.add(channel);
            asked.countDown();
            try {
              assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return Status.SUCCESS;
          }

          @Override
          public Status reported(AssociationInfo association, CommitmentReport report) {
            return Status.PROCESSING_FAILURE;
          }
        };
    try (Served served = Served.by(new StorageCommitmentScp(slow));
        Peer device = served.connect(Served.IMPLICIT, PUSH)) {
      device.send(1, action(1), information());
      asked.await();
      ReportChannel channel = channels.remove();
      assertThat(channel.tryReport(PARTLY, Duration.ofMillis(50))).isEmpty();
      CompletableFuture<Optional<Status>> told = report(channel, Served.LONG);
      goOn.countDown();
      assertThat(device.receive().message()).isInstanceOf(Message.NActionRsp.class);
      int id = device.receive().message().messageId();
      device.send(
          1,
          new Message.NEventReportRsp(
              id, PUSH, INSTANCE, OptionalInt.empty(), Status.NO_SUCH_EVENT_TYPE, false));
      assertThat(told.get(20, TimeUnit.SECONDS)).contains(Status.NO_SUCH_EVENT_TYPE);
    }
  }

  @Test
  void aDeviceThatIsGoneOrSilentGetsNoReportAndALateAnswerBreaksNothing() throws Exception {
    try (Served served = served()) {
      Peer device = served.connect(Served.EXPLICIT, PUSH);
      device.send(1, action(1), information()).receive();
      ReportChannel channel = channels.remove();
      assertThat(channel.tryReport(PARTLY, Duration.ofMillis(200))).isEmpty();
      int id = device.receive().message().messageId();
      device.send(
          1,
          new Message.NEventReportRsp(
              id, PUSH, INSTANCE, OptionalInt.of(2), Status.SUCCESS, false));
      assertThat(device.send(1, action(2), information()).status()).startsWith("0000H");
      device.close();
      await().until(() -> served.recorder.endings.size() == 1);
      assertThat(channel.tryReport(PARTLY, Served.LONG)).isEmpty();

      Peer breaking = served.connect(Served.EXPLICIT, PUSH);
      breaking.send(1, action(1), information()).receive();
      channels.remove();
      CompletableFuture<Optional<Status>> told = report(channels.remove(), Served.LONG);
      breaking.receive();
      breaking.association().abort("test");
      assertThat(told.get(10, TimeUnit.SECONDS)).isEmpty();
      assertThat(served.recorder.failures).isEmpty();
    }
  }

  @Test
  void anAnswerToNothingEndsTheAssociation() throws IOException {
    try (Served served = served()) {
      Peer device = served.connect(Served.EXPLICIT, PUSH);
      device.send(
          1,
          new Message.NEventReportRsp(1, PUSH, INSTANCE, OptionalInt.of(2), Status.SUCCESS, false));
      assertThatThrownBy(device::receive).isInstanceOf(IOException.class);
      assertThat(served.recorder.failures).isEmpty();
    }
  }

  @Test
  void anIdleDeviceIsAbortedAndItsReportGivenUp() throws Exception {
    Timeouts hasty =
        Timeouts.standard().withIdle(Duration.ofMillis(300)).withArtim(Duration.ofMillis(300));
    try (Served served = Served.by(hasty, new StorageCommitmentScp(handler))) {
      Peer device = served.connect(Served.EXPLICIT, PUSH);
      device.send(1, action(1), information()).receive();
      CompletableFuture<Optional<Status>> told = report(channels.remove(), Served.LONG);
      device.receive();
      assertThat(told.get(10, TimeUnit.SECONDS)).isEmpty();
      assertThatThrownBy(device::receive).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsNoRequestIsRefusedWithTheReason() throws IOException {
    try (Served served = served();
        Peer device = served.connect(Served.EXPLICIT, PUSH)) {
      Message.NActionRq other = new Message.NActionRq(1, PUSH, "1.2.3", 1, true);
      assertThat(device.send(1, other, information()).status()).startsWith("0112H");
      Message.NActionRq second = new Message.NActionRq(2, PUSH, INSTANCE, 2, true);
      assertThat(device.send(1, second, information()).status()).startsWith("0123H");
      assertThat(device.send(1, action(3), information().remove(Tag.TRANSACTION_UID)).status())
          .isEqualTo("0115H invalid argument value (no transaction (0008,1195))");
      assertThat(
              device.send(1, action(4), information().remove(Tag.REFERENCED_SOP_SEQUENCE)).status())
          .startsWith("0115H");
      DataSet nameless = information();
      nameless.items(Tag.REFERENCED_SOP_SEQUENCE).get(1).remove(Tag.REFERENCED_SOP_INSTANCE_UID);
      assertThat(device.send(1, action(5), nameless).status()).startsWith("0115H");
      Message.NActionRq bare = new Message.NActionRq(6, PUSH, INSTANCE, 1, false);
      assertThat(device.send(1, bare).status()).startsWith("0115H");
      assertThat(device.send(1, action(7), new byte[] {8, 0, 5}).status()).startsWith("0115H");
      Message.NGetRq get = new Message.NGetRq(8, PUSH, INSTANCE, List.of(), false);
      assertThat(device.send(1, get).status()).startsWith("0211H");
      assertThat(requests).isEmpty();
      assertThat(served.recorder.failures).isEmpty();
    }
  }

  @Test
  void asManyReferencesAsAStudyHasAreTaken() throws IOException {
    List<SopReference> many =
        IntStream.range(0, 20_000)
            .mapToObj(i -> new SopReference(Uid.CT_IMAGE_STORAGE, "1.2.840.99.1234567." + i))
            .toList();
    try (Served served = served();
        Peer device = served.connect(Served.EXPLICIT, PUSH)) {
      DataSet information = CommitmentDataSets.request("1.2.78", many);
      assertThat(device.send(1, action(1), information).status()).startsWith("0000H");
    }
    assertThat(requests.remove().references()).isEqualTo(many);
  }

  @Test
  void moreReferencesThanAnyStudyHasAreRefused() throws IOException {
    List<SopReference> many =
        IntStream.range(0, 50_001).mapToObj(i -> new SopReference("1.2", "1.2." + i)).toList();
    try (Served served = served();
        Peer device = served.connect(Served.EXPLICIT, PUSH)) {
      DataSet information = CommitmentDataSets.request("1.2.78", many);
      assertThat(device.send(1, action(1), information).status())
          .isEqualTo("0213H resource limitation (more than 50000 references)");
      // so large that not even all of it is read
      byte[] huge =
          DataSetWriter.toBytes(
              CommitmentDataSets.request("1.2.79", Collections.nCopies(70_000, SECOND)),
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      assertThat(device.send(1, action(2), huge).status()).startsWith("0115H");
      assertThat(device.send(1, action(3), information()).status()).startsWith("0000H");
    }
    assertThat(requests).hasSize(1);
  }

  @Test
  void reportsOfManyThreadsOverOneAssociationFindTheirOwnAnswers() throws Exception {
    try (Served served = served();
        Peer device = served.connect(Served.EXPLICIT, PUSH)) {
      device.send(1, action(1), information()).receive();
      ReportChannel channel = channels.remove();
      List<CompletableFuture<Optional<Status>>> told =
          IntStream.range(0, 8).mapToObj(i -> report(channel, Served.LONG)).toList();
      List<Integer> ids = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ids.add(device.receive().message().messageId());
      }
      assertThat(ids).doesNotHaveDuplicates();
      // answered backwards, each with a status of its own, and a request in between
      for (int i = 7; i >= 0; i--) {
        Status status = Status.of(0xB000 + ids.get(i));
        device.send(
            1,
            new Message.NEventReportRsp(
                ids.get(i), PUSH, INSTANCE, OptionalInt.of(2), status, false));
        if (i == 4) {
          assertThat(device.send(1, action(99), information()).status()).startsWith("0000H");
        }
      }
      List<Integer> codes = new ArrayList<>();
      for (CompletableFuture<Optional<Status>> one : told) {
        codes.add(one.get(20, TimeUnit.SECONDS).orElseThrow().code() - 0xB000);
      }
      assertThat(codes).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Test
  void anArchiveThatCallsAsProviderReports() throws IOException {
    try (Served served = served();
        Peer archive =
            served.connect(
                List.of(new UserItem.RoleSelection(PUSH, false, true)),
                List.of(Served.IMPLICIT),
                PUSH)) {
      assertThat(
              archive
                  .association()
                  .acceptance()
                  .userInformation()
                  .all(UserItem.RoleSelection.class))
          .containsExactly(new UserItem.RoleSelection(PUSH, false, true));
      Message.NEventReportRq event = new Message.NEventReportRq(1, PUSH, INSTANCE, 2, true);
      assertThat(archive.send(1, event, CommitmentDataSets.report(PARTLY)).receive().message())
          .isEqualTo(
              new Message.NEventReportRsp(
                  1, PUSH, INSTANCE, OptionalInt.of(2), Status.SUCCESS, false));
      assertThat(reports.remove()).isEqualTo(PARTLY);

      Message.NEventReportRq third = new Message.NEventReportRq(2, PUSH, INSTANCE, 3, true);
      assertThat(archive.send(1, third, CommitmentDataSets.report(PARTLY)).status())
          .startsWith("0113H");
      DataSet nothing = new DataSet().put(Tag.REFERENCED_SOP_CLASS_UID, VR.UI, "1.2");
      assertThat(archive.send(1, event, nothing).status()).startsWith("0115H");
      DataSet reasonless = CommitmentDataSets.report(PARTLY);
      reasonless.items(Tag.FAILED_SOP_SEQUENCE).get(0).remove(Tag.FAILURE_REASON);
      assertThat(archive.send(1, event, reasonless).status()).startsWith("0000H");
      assertThat(reports.remove().failed().get(0).reason())
          .isEqualTo(CommitmentReport.PROCESSING_FAILURE);
    }
  }
}
