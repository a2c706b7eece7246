package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.Abort;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.PDataTf;
import org.farsight.dicom.ul.Pdv;
import org.farsight.dicom.ul.PresentationContextAnswer;
import org.farsight.dicom.ul.ReleaseRp;
import org.farsight.dicom.ul.ReleaseRq;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the storage SCU says of archives that do not answer as they should. */
@Timeout(60)
class UncertainPeersTest {
  private static final String CT = Uid.CT_IMAGE_STORAGE;
  private static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
  private static final Duration SHORT = Duration.ofMillis(400);

  private Timeouts timeouts = Timeouts.standard();

  private interface Script {
    void play(ScriptedPeer archive) throws IOException;
  }

  private static AssociateAc accept(AssociateRq request) {
    return new AssociateAc(
        1,
        request.calledAeTitle(),
        request.callingAeTitle(),
        request.applicationContext(),
        List.of(new PresentationContextAnswer(1, 0, IMPLICIT)),
        UserInformation.ofThisImplementation(16 * 1024));
  }

  private static PDataTf response(int messageId) {
    Message rsp = new Message.CStoreRsp(messageId, CT, "1.2", Status.SUCCESS);
    return new PDataTf(List.of(new Pdv(1, true, true, CommandSet.encode(rsp))));
  }

  /** Takes a command and its data set of one PDU each. */
  private static void takeStore(ScriptedPeer archive) throws IOException {
    archive.receive(PDataTf.class);
    archive.receive(PDataTf.class);
  }

  private IOException storeFails(int length, Script afterAcceptance) throws Exception {
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      CompletableFuture<Void> archive =
          CompletableFuture.runAsync(
              () -> {
                try (ScriptedPeer peer = server.accept()) {
                  peer.send(accept(peer.receive(AssociateRq.class)));
                  afterAcceptance.play(peer);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      StorageScu scu =
          StorageScu.open(
              new Connector(timeouts),
              "SCU",
              new AeAddress("ARCHIVE", "127.0.0.1", server.port()),
              List.of(new StorageContext(CT, IMPLICIT)));
      IOException[] failure = new IOException[1];
      assertThatThrownBy(
              () -> {
                try {
                  scu.store(
                      CT, "1.2", IMPLICIT, new ByteArrayInputStream(new byte[length]), length);
                } catch (IOException e) {
                  failure[0] = e;
                  throw e;
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(scu.isOpen()).isFalse();
      archive.get(20, TimeUnit.SECONDS);
      return failure[0];
    }
  }

  private static void assertUnknown(IOException failure, String why) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.outcomeUnknown()).isTrue())
        .hasMessageContaining(why);
  }

  @Test
  void closedAfterTheLastFragmentMeansUnknown() throws Exception {
    assertUnknown(storeFails(1000, UncertainPeersTest::takeStore), "closed by the peer");
  }

  @Test
  void silenceAfterTheLastFragmentMeansUnknownAndIsAborted() throws Exception {
    timeouts = timeouts.withResponse(SHORT);
    IOException failure =
        storeFails(
            1000,
            archive -> {
              takeStore(archive);
              archive.expect(Abort.byUser()).halfClose();
              archive.expectClosed();
            });
    assertUnknown(failure, "sent nothing in time");
  }

  @Test
  void anAbortOrReleaseInsteadOfTheResponseMeansUnknown() throws Exception {
    assertUnknown(
        storeFails(
            1000,
            archive -> {
              takeStore(archive);
              archive.send(Abort.byUser());
            }),
        "aborted by the peer");
    assertUnknown(
        storeFails(
            1000,
            archive -> {
              takeStore(archive);
              archive.send(new ReleaseRq()).expect(new ReleaseRp());
            }),
        "released by the peer");
  }

  @Test
  void theResponseToAnotherMessageMeansUnknownAndIsAborted() throws Exception {
    IOException failure =
        storeFails(
            1000,
            archive -> {
              takeStore(archive);
              archive.send(response(77));
              archive.expect(Abort.byProvider(Abort.Reason.INVALID_PDU_PARAMETER));
            });
    assertUnknown(failure, "not the response");
  }

  @Test
  void resetWhileTheDataIsSentMeansNotStored() throws Exception {
    IOException failure =
        storeFails(
            100_000_000,
            archive -> {
              archive.receive(PDataTf.class);
              archive.reset();
            });
    assertThat(failure)
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.outcomeUnknown()).isFalse());
  }

  @Test
  void anArchiveThatTakesNothingMeansNotStored() throws Exception {
    timeouts = timeouts.withWrite(SHORT);
    IOException failure =
        storeFails(
            100_000_000,
            archive -> assertThat(archive.receiveUntilClosed(Duration.ofSeconds(2))).isPositive());
    assertThat(failure)
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.outcomeUnknown()).isFalse())
        .hasMessageContaining("took nothing");
  }

  @Test
  void whatAnswersTheRequestOtherwiseThanByAcceptanceIsTold() throws Exception {
    assertThat(openFails(peer -> peer.send(new AssociateRj(2, 3, 1))))
        .isInstanceOf(AssociationException.Rejected.class)
        .hasMessageContaining("temporary congestion");
    assertThat(openFails(peer -> peer.send(new Abort(2, 1))))
        .isInstanceOf(AssociationException.Aborted.class)
        .hasMessageContaining("unrecognized PDU");
    assertThat(openFails(peer -> {}))
        .isInstanceOf(AssociationException.Lost.class)
        .hasMessageContaining("closed by the peer");
    assertThat(
            openFails(
                peer -> {
                  peer.send("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
                  peer.expect(Abort.byProvider(Abort.Reason.UNRECOGNIZED_PDU));
                }))
        .isInstanceOf(AssociationException.Aborted.class)
        .hasMessageContaining("unknown PDU type 53H");
  }

  @Test
  void whoDoesNotAnswerTheRequestIsAborted() throws Exception {
    timeouts = timeouts.withArtim(SHORT);
    assertThat(
            openFails(
                peer -> {
                  peer.expect(Abort.byUser()).halfClose();
                  peer.expectClosed();
                }))
        .isInstanceOf(AssociationException.Aborted.class)
        .hasMessageContaining("sent nothing in time");
  }

  private Throwable openFails(Script afterRequest) throws Exception {
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      CompletableFuture<Void> archive =
          CompletableFuture.runAsync(
              () -> {
                try (ScriptedPeer peer = server.accept()) {
                  peer.receive(AssociateRq.class);
                  afterRequest.play(peer);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      try {
        StorageScu.open(
            new Connector(timeouts),
            "SCU",
            new AeAddress("ARCHIVE", "127.0.0.1", server.port()),
            List.of(new StorageContext(CT, IMPLICIT)));
        throw new AssertionError("opened");
      } catch (AssociationException e) {
        archive.get(20, TimeUnit.SECONDS);
        return e;
      }
    }
  }

  @Test
  void aReleaseCollisionEndsOrderlyOnTheRequestorsSide() throws Exception {
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      CompletableFuture<Void> archive =
          CompletableFuture.runAsync(
              () -> {
                try (ScriptedPeer peer = server.accept()) {
                  peer.send(accept(peer.receive(AssociateRq.class)));
                  peer.expect(new ReleaseRq());
                  peer.send(new ReleaseRq()); // Sta7 + Evt12 -> AR-8, Sta9 + Evt14 -> AR-9
                  peer.expect(new ReleaseRp());
                  peer.send(new ReleaseRp()); // Sta11 + Evt13 -> AR-3
                  peer.expectClosed();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      StorageScu scu =
          StorageScu.open(
              new Connector(timeouts),
              "SCU",
              new AeAddress("ARCHIVE", "127.0.0.1", server.port()),
              List.of(new StorageContext(CT, IMPLICIT)));
      scu.close();
      archive.get(20, TimeUnit.SECONDS);
      assertThat(scu.isOpen()).isFalse();
    }
  }
}
