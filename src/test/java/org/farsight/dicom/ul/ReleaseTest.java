package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.Uid;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Release asked for by the acceptor of the association, PS3.8 §9.2.3 with table 9-10. */
@Timeout(60)
class ReleaseTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private final Recorder recorder = new Recorder();

  /** Releases each association at once. */
  private static final class Releaser implements ServiceUser {
    @Override
    public Negotiation.Answer answer(PresentationContext proposed) {
      return new Negotiation.Accepted(proposed.transferSyntaxes().get(0));
    }

    @Override
    public Optional<UserItem.RoleSelection> answer(UserItem.RoleSelection proposed) {
      return Optional.empty();
    }

    @Override
    public void serve(Association association, AssociationObserver observer) throws IOException {
      association.release();
    }
  }

  private Listener start(Timeouts timeouts) throws IOException {
    return Listener.start(
        new Listener.Configuration(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            4,
            16 * 1024,
            timeouts,
            AssociationPolicy.acceptAll(),
            recorder,
            new Releaser()));
  }

  private Listener listener = start(Timeouts.standard());

  ReleaseTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    listener.close();
  }

  private ScriptedPeer open() throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(listener.port());
    peer.send(
        AssociateRq.of(
            "A",
            "B",
            List.of(new PresentationContext(1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2"))),
            UserInformation.ofThisImplementation(16384)));
    peer.receive(AssociateAc.class);
    return peer.expect(new ReleaseRq());
  }

  private void expectEnding(Class<? extends Ending> kind) {
    await().until(() -> !recorder.endings.isEmpty());
    assertThat(recorder.endings.get(0)).isInstanceOf(kind);
  }

  @Test
  void isConfirmedAndTheConnectionClosed() throws IOException {
    try (ScriptedPeer peer = open()) {
      peer.send(new ReleaseRp()).expectClosed(); // Sta7 + Evt13 -> AR-3
    }
    expectEnding(Ending.Released.class);
  }

  @Test
  void dataThatIsStillUnderWayIsTakenFirst() throws IOException {
    byte[] text = "late".getBytes(StandardCharsets.US_ASCII);
    try (ScriptedPeer peer = open()) {
      peer.send(new PDataTf(List.of(new Pdv(1, true, true, text)))); // Sta7 + Evt10 -> AR-6
      peer.send(new ReleaseRp()).expectClosed();
    }
    expectEnding(Ending.Released.class);
  }

  @Test
  void aCollisionEndsOrderlyOnTheAcceptorsSide() throws IOException {
    try (ScriptedPeer peer = open()) {
      peer.send(new ReleaseRq()); // Sta7 + Evt12 -> AR-8, to Sta10
      peer.send(new ReleaseRp()); // Sta10 + Evt13 -> AR-10, Sta12 + Evt14 -> AR-4
      peer.expect(new ReleaseRp()).halfClose(); // Sta13 + Evt17 -> AR-5
      peer.expectClosed();
    }
    expectEnding(Ending.Released.class);
  }

  @Test
  void silenceIsAnsweredByAnAbort() throws IOException {
    listener.close();
    listener = start(Timeouts.standard().withResponse(SHORT).withArtim(SHORT));
    try (ScriptedPeer peer = open()) {
      peer.expect(Abort.byUser()); // Sta7 + Evt15 -> AA-1
      peer.expectClosed(); // Sta13 + Evt18 -> AA-2
    }
    expectEnding(Ending.Aborted.class);
  }

  @Test
  void anythingElseIsUnexpected() throws IOException {
    try (ScriptedPeer peer = open()) {
      peer.send(new AssociateRj(1, 1, 1)); // Sta7 + Evt4 -> AA-8
      peer.expect(Abort.byProvider(Abort.Reason.UNEXPECTED_PDU));
      peer.send(new ReleaseRp()); // Sta13 + Evt13 -> AA-6, ignored
      peer.send(
          AssociateRq.of(
              "A",
              "B",
              List.of(new PresentationContext(1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2"))),
              UserInformation.ofThisImplementation(16384))); // Sta13 + Evt6 -> AA-7
      assertThat(peer.receive(Abort.class).source()).isEqualTo(Abort.PROVIDER);
      peer.halfClose().expectClosed();
    }
    expectEnding(Ending.Aborted.class);
  }
}
