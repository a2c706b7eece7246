package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.ul.TlsServer.ClientCertificate;
import org.farsight.peer.Certificates;
import org.farsight.peer.Certificates.Identity;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bad peer over TLS costs one thread for a bounded time as well. */
@Timeout(120)
class TlsBadPeersTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static TlsKeys keys;

  private final Recorder recorder = new Recorder();
  private Optional<Listener> listener = Optional.empty();

  @BeforeAll
  static void makeCertificates() throws IOException {
    Certificates certificates = new Certificates(folder);
    Identity authority = certificates.authority("authority");
    keys =
        TlsKeys.read(
            Optional.of(Files.readAllBytes(certificates.here("here", authority).pkcs12())),
            Certificates.PASSPHRASE.toCharArray(),
            Optional.of(Files.readAllBytes(authority.certificate())));
  }

  @AfterEach
  void everyThreadComesBack() throws Exception {
    Listener started = listener.orElseThrow();
    await().atMost(Duration.ofSeconds(15)).until(() -> started.connections() == 0);
    started.close();
  }

  /** Answers each message by the same. */
  private static final class Echo implements ServiceUser {
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
      while (true) {
        Optional<MessageStream> message = association.receive(association.timeouts().idle());
        if (message.isEmpty()) {
          return;
        }
        byte[] bytes = message.get().readAllBytes();
        association.send(message.get().contextId(), bytes);
      }
    }
  }

  private int listen(Timeouts timeouts) throws IOException {
    Listener started =
        Listener.start(
            new Listener.Configuration(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    4,
                    16 * 1024,
                    timeouts,
                    AssociationPolicy.acceptAll(),
                    recorder,
                    new Echo())
                .securedBy(
                    new TlsServer(keys.context(), TlsProfile.BCP_195, ClientCertificate.NONE)));
    listener = Optional.of(started);
    return started.port();
  }

  private static SSLSocket connect(int port) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            keys.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static SSLSocket open(int port) throws IOException {
    SSLSocket socket = connect(port);
    AssociateRq request =
        AssociateRq.of(
            "ANY",
            "BADPEER",
            List.of(new PresentationContext(1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2"))),
            UserInformation.ofThisImplementation(16 * 1024));
    socket.getOutputStream().write(PduWriter.encode(request));
    assertThat(PduReader.read(socket.getInputStream(), 1 << 20))
        .get()
        .isInstanceOf(AssociateAc.class);
    return socket;
  }

  @Test
  void whoSecuresTheConnectionAndSaysNothingIsDisconnectedWhenArtimExpires() throws IOException {
    try (SSLSocket socket = connect(listen(Timeouts.standard().withArtim(SHORT)))) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> recorder.refused.size() == 1);
  }

  @Test
  void aHandshakeCutByAHalfCloseEndsAtOnce() throws IOException {
    int port = listen(Timeouts.standard());
    try (ScriptedPeer peer = ScriptedPeer.connect(port)) {
      peer.send(HexFormat.of().parseHex("1603010200010001FC0303")).halfClose();
      assertThat(peer.halfCloseAndReadAll()).isNotNegative();
    }
    await().until(() -> recorder.refused.size() == 1);
    assertThat(recorder.refused.get(0)).contains("closed the connection during the TLS handshake");
  }

  @Test
  void whoSendsAndNeverReadsIsDisconnected() throws Exception {
    int port = listen(Timeouts.standard().withWrite(SHORT));
    try (SSLSocket socket = open(port)) {
      byte[] pdu = PduWriter.encode(new PDataTf(List.of(new Pdv(1, true, true, new byte[16000]))));
      OutputStream out = socket.getOutputStream();
      int sent = 0;
      try {
        for (; sent < 100_000; sent++) {
          out.write(pdu);
        }
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
      assertThat(sent).isLessThan(100_000);
      await().until(() -> recorder.endings.size() == 1);
      assertThat(recorder.endings.get(0).describe()).contains("took nothing");
    }
  }

  @Test
  void aListenerStopsThoughAPeerTakesNothing() throws Exception {
    int port = listen(Timeouts.standard());
    try (SSLSocket socket = open(port)) {
      byte[] pdu = PduWriter.encode(new PDataTf(List.of(new Pdv(1, true, true, new byte[16000]))));
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (true) {
                        socket.getOutputStream().write(pdu);
                      }
                    } catch (IOException e) {
                      assertThat(e).isNotNull(); // the listener has stopped
                    }
                  });
      // as soon as both sides' buffers are full the listener's thread waits in its write
      await().until(() -> sender.getState() != Thread.State.NEW);
      await().during(Duration.ofMillis(300)).until(sender::isAlive);
      Thread stopping =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      listener.orElseThrow().stop(Duration.ofMillis(100));
                    } catch (InterruptedException | IOException e) {
                      recorder.refused.add("not stopped: " + e);
                    }
                  });
      // far less than the minute that writing may take, on a machine that is busy too
      assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
      assertThat(recorder.refused).isEmpty();
      sender.join(10_000);
      assertThat(sender.isAlive()).isFalse();
    }
  }

  @Test
  void whoGoesWithoutAFarewellIsNoticedAtOnce() throws Exception {
    int port = listen(Timeouts.standard());
    SSLSocket socket = open(port);
    socket.setSoLinger(true, 0);
    socket.close();
    await().until(() -> recorder.endings.size() == 1);
    assertThat(recorder.endings.get(0)).isInstanceOf(Ending.Lost.class);
    assertThat(recorder.failures).isEmpty();
  }
}
