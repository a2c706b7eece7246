package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Associations over TLS: what is agreed on, and what each side is told where nothing is. */
@Timeout(120)
class TlsAssociationTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Identity authority;

  @SuppressWarnings("NullAway.Init")
  private static Identity archive;

  @SuppressWarnings("NullAway.Init")
  private static Identity device;

  @SuppressWarnings("NullAway.Init")
  private static Identity elsewhere;

  @SuppressWarnings("NullAway.Init")
  private static Identity expired;

  @SuppressWarnings("NullAway.Init")
  private static Identity stranger;

  private final Recorder recorder = new Recorder();
  private final BlockingQueue<Association> served = new LinkedBlockingQueue<>();
  private Optional<Listener> listener = Optional.empty();

  @BeforeAll
  static void makeCertificates() throws IOException {
    Certificates certificates = new Certificates(folder);
    authority = certificates.authority("authority");
    archive = certificates.here("archive", authority);
    device = certificates.here("device", authority);
    elsewhere = certificates.elsewhere("elsewhere", authority);
    expired = certificates.expired("expired", authority);
    stranger = certificates.here("stranger", certificates.authority("other-authority"));
  }

  @AfterEach
  void everyThreadComesBack() throws Exception {
    if (listener.isPresent()) {
      await().atMost(Duration.ofSeconds(10)).until(() -> listener.get().connections() == 0);
      listener.get().close();
    }
  }

  /** Answers each message by the same. */
  private final class Echo implements ServiceUser {
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
      served.add(association);
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

  private static TlsKeys keys(Identity own) throws IOException {
    return TlsKeys.read(
        Optional.of(Files.readAllBytes(own.pkcs12())),
        Certificates.PASSPHRASE.toCharArray(),
        Optional.of(Files.readAllBytes(authority.certificate())));
  }

  private static TlsKeys noKey() throws IOException {
    return TlsKeys.read(
        Optional.empty(), new char[0], Optional.of(Files.readAllBytes(authority.certificate())));
  }

  private int listen(Identity own, TlsProfile profile, ClientCertificate asked) throws IOException {
    return listen(
        configuration(Timeouts.standard())
            .securedBy(new TlsServer(keys(own).context(), profile, asked)));
  }

  private int listen(Listener.Configuration configuration) throws IOException {
    Listener started = Listener.start(configuration);
    listener = Optional.of(started);
    return started.port();
  }

  private Listener.Configuration configuration(Timeouts timeouts) {
    return new Listener.Configuration(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        4,
        16 * 1024,
        timeouts,
        AssociationPolicy.acceptAll(),
        recorder,
        new Echo());
  }

  private static Connector connector(TlsKeys keys, TlsProfile profile) {
    return new Connector(
        Timeouts.standard().withArtim(Duration.ofSeconds(10)),
        Optional.of(new TlsClient(keys.context(), profile, true)));
  }

  private static AssociateRq request() {
    return AssociateRq.of(
        "ANY",
        "DEVICE",
        List.of(new PresentationContext(1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2"))),
        UserInformation.ofThisImplementation(16 * 1024));
  }

  private static AeAddress at(int port) {
    return new AeAddress("ANY", "127.0.0.1", port);
  }

  private static TlsProblem problem(Connector connector, int port) {
    Throwable thrown = catchThrowable(() -> connector.open(at(port), request()));
    assertThat(thrown).isInstanceOf(AssociationException.TlsFailed.class);
    return ((AssociationException.TlsFailed) thrown).problem();
  }

  private String refusal() {
    await().until(() -> !recorder.refused.isEmpty());
    return recorder.refused.get(0);
  }

  @ParameterizedTest
  @EnumSource(TlsProfile.class)
  void bothSidesKnowEachOtherInEachProfile(TlsProfile profile) throws Exception {
    int port = listen(archive, profile, ClientCertificate.REQUIRED);
    byte[] text = new byte[100_000];
    Arrays.fill(text, (byte) 7);
    try (Association association = connector(keys(device), profile).open(at(port), request())) {
      association.send(1, text);
      assertThat(association.receive(SHORT.multipliedBy(20)).orElseThrow().readAllBytes())
          .isEqualTo(text);
      TlsSession ours = association.info().tls().orElseThrow();
      assertThat(ours.protocol()).isEqualTo("TLSv1.3");
      assertThat(ours.peerCertificate()).contains(archive.x509());
    }
    TlsSession theirs = recorder.opened.get(0).tls().orElseThrow();
    assertThat(theirs.peerCertificate()).contains(device.x509());
    assertThat(theirs.peerFingerprint()).contains(TlsSession.fingerprint(device.x509()));
    assertThat(theirs.peerFingerprint().orElseThrow()).matches("[0-9a-f]{64}");
    await().until(() -> recorder.endings.size() == 1);
    assertThat(recorder.endings.get(0)).isEqualTo(new Ending.Released(true));
  }

  @Test
  void theCertificateIsOptionalWhereItIsOnlyWanted() throws Exception {
    int port = listen(archive, TlsProfile.BCP_195, ClientCertificate.WANTED);
    connector(noKey(), TlsProfile.BCP_195).open(at(port), request()).release();
    connector(keys(device), TlsProfile.BCP_195).open(at(port), request()).release();
    assertThat(recorder.opened.get(0).tls().orElseThrow().peerCertificate()).isEmpty();
    assertThat(recorder.opened.get(1).tls().orElseThrow().peerCertificate()).isPresent();
  }

  @Test
  void aCertificateForAnotherHostIsNamed() throws Exception {
    int port = listen(elsewhere, TlsProfile.BCP_195, ClientCertificate.NONE);
    assertThat(problem(connector(noKey(), TlsProfile.BCP_195), port))
        .isEqualTo(TlsProblem.HOST_NAME);
    Connector anyHost =
        new Connector(
            Timeouts.standard(),
            Optional.of(new TlsClient(noKey().context(), TlsProfile.BCP_195, false)));
    anyHost.open(at(port), request()).release();
    assertThat(refusal()).contains("does not accept our certificate");
  }

  @Test
  void anExpiredCertificateIsNamedOnBothSides() throws Exception {
    int port = listen(expired, TlsProfile.BCP_195, ClientCertificate.NONE);
    assertThat(problem(connector(noKey(), TlsProfile.BCP_195), port)).isEqualTo(TlsProblem.EXPIRED);
    listener.orElseThrow().close();
    port = listen(archive, TlsProfile.BCP_195, ClientCertificate.REQUIRED);
    recorder.refused.clear();
    assertThat(problem(connector(keys(expired), TlsProfile.BCP_195), port))
        .isEqualTo(TlsProblem.CERTIFICATE_REFUSED);
    assertThat(refusal()).contains("the peer's certificate has expired");
  }

  @Test
  void anExpiredCertificateIsRefusedEvenWhereItIsItselfTrusted() throws Exception {
    int port = listen(expired, TlsProfile.BCP_195, ClientCertificate.NONE);
    TlsKeys pinned =
        TlsKeys.read(
            Optional.empty(), new char[0], Optional.of(Files.readAllBytes(expired.certificate())));
    assertThat(problem(connector(pinned, TlsProfile.BCP_195), port)).isEqualTo(TlsProblem.EXPIRED);
  }

  @Test
  void anUnknownAuthorityIsNamedOnBothSides() throws Exception {
    int port = listen(stranger, TlsProfile.BCP_195, ClientCertificate.NONE);
    assertThat(problem(connector(noKey(), TlsProfile.BCP_195), port))
        .isEqualTo(TlsProblem.UNKNOWN_AUTHORITY);
    listener.orElseThrow().close();
    recorder.refused.clear();
    int strict = listen(archive, TlsProfile.BCP_195, ClientCertificate.REQUIRED);
    TlsKeys insisting =
        TlsKeys.read(
            Optional.of(Files.readAllBytes(stranger.pkcs12())),
            Certificates.PASSPHRASE.toCharArray(),
            Optional.of(Files.readAllBytes(authority.certificate())));
    // JSSE's client shows no certificate of an authority that the server did not name
    assertThat(problem(connector(insisting, TlsProfile.BCP_195), strict))
        .isIn(TlsProblem.CERTIFICATE_REQUIRED, TlsProblem.CERTIFICATE_REFUSED);
  }

  @Test
  void aMissingClientCertificateIsNamedOnBothSides() throws Exception {
    int port = listen(archive, TlsProfile.BCP_195, ClientCertificate.REQUIRED);
    for (int i = 0; i < 5; i++) {
      assertThat(problem(connector(noKey(), TlsProfile.BCP_195), port))
          .isEqualTo(TlsProblem.CERTIFICATE_REQUIRED);
    }
    assertThat(refusal()).contains("the peer showed no certificate");
  }

  @Test
  void plainDicomToTlsAndTheReverseAreNamedOnBothSides() throws Exception {
    int secured = listen(archive, TlsProfile.BCP_195, ClientCertificate.NONE);
    assertThat(problem(new Connector(Timeouts.standard()), secured)).isEqualTo(TlsProblem.ONLY_TLS);
    assertThat(refusal()).contains("the peer speaks no TLS");
    listener.orElseThrow().close();
    recorder.refused.clear();
    int plain = listen(configuration(Timeouts.standard()));
    assertThat(problem(connector(noKey(), TlsProfile.BCP_195), plain))
        .isEqualTo(TlsProblem.NOT_TLS);
    assertThat(refusal()).contains("a TLS record instead of a PDU");
  }

  @Test
  void nothingInCommonIsNamedOnBothSides() throws Exception {
    int port = listen(archive, TlsProfile.BCP_195, ClientCertificate.NONE);
    assertThat(scripted(port, "TLSv1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"))
        .isEqualTo(TlsProblem.NO_COMMON_CIPHER);
    assertThat(refusal()).contains("no common cipher suite");
  }

  /** A handshake with just this version and suite must fail. */
  private static TlsProblem scripted(int port, String protocol, String suite) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            noKey()
                .context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      return TlsProblem.of(catchThrowable(socket::startHandshake));
    }
  }

  @Test
  void whoStallsOrTricklesInTheHandshakeIsDisconnectedWhenArtimExpires() throws Exception {
    int port =
        listen(
            configuration(Timeouts.standard().withArtim(SHORT))
                .securedBy(
                    new TlsServer(
                        keys(archive).context(), TlsProfile.BCP_195, ClientCertificate.NONE)));
    try (ScriptedPeer silent = ScriptedPeer.connect(port);
        ScriptedPeer slow = ScriptedPeer.connect(port)) {
      // a record of 512 bytes is announced, and comes one byte at a time
      byte[] hello = new byte[30];
      hello[0] = 0x16;
      hello[1] = 0x03;
      hello[2] = 0x01;
      hello[3] = 0x02;
      hello[5] = 0x01;
      hello[7] = 0x01;
      hello[8] = (byte) 0xFC;
      slow.trickle(hello, 1, Duration.ofMillis(50));
      slow.expectClosed();
      silent.expectClosed();
    }
    await().until(() -> recorder.refused.size() == 2);
    assertThat(recorder.refused).allMatch(why -> why.contains("no TLS handshake within 500 ms"));
  }

  @Test
  void whatWaitsIsSeenAndAnotherThreadMaySend() throws Exception {
    int port = listen(archive, TlsProfile.BCP_195, ClientCertificate.REQUIRED);
    try (Association association =
        connector(keys(device), TlsProfile.BCP_195).open(at(port), request())) {
      Association other = served.poll(10, TimeUnit.SECONDS);
      assertThat(other).isNotNull();
      assertThat(association.somethingWaits()).isFalse();
      other.send(1, new byte[] {1, 2, 3, 4});
      await().until(association::somethingWaits);
      assertThat(association.receive(SHORT).orElseThrow().readAllBytes()).hasSize(4);
      assertThat(association.somethingWaits()).isFalse();
      association.send(1, new byte[2], new ByteArrayInputStream(new byte[70_000]), 70_000);
      assertThat(association.receive(SHORT.multipliedBy(20)).orElseThrow().readAllBytes())
          .hasSize(2);
    }
  }

  @Test
  void aListenerThatStopsAbortsSecuredAssociationsToo() throws Exception {
    int port = listen(archive, TlsProfile.BCP_195, ClientCertificate.NONE);
    Association association = connector(noKey(), TlsProfile.BCP_195).open(at(port), request());
    await().until(() -> recorder.opened.size() == 1);
    listener.orElseThrow().stop(Duration.ofSeconds(5));
    assertThat(catchThrowable(() -> association.receive(Duration.ofSeconds(5))))
        .isInstanceOf(AssociationException.class);
    assertThat(listener.orElseThrow().connections()).isZero();
  }

  @Test
  void whatIsWrongWithKeysIsSaid() throws IOException {
    byte[] store = Files.readAllBytes(archive.pkcs12());
    Optional<byte[]> pem = Optional.of(Files.readAllBytes(authority.certificate()));
    assertThat(catchThrowable(() -> TlsKeys.read(Optional.of(store), "wrong".toCharArray(), pem)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("password");
    char[] right = Certificates.PASSPHRASE.toCharArray();
    assertThat(catchThrowable(() -> TlsKeys.read(Optional.of(store), right, Optional.empty())))
        .hasMessageContaining("no trusted certificate");
    assertThat(
            catchThrowable(
                () -> TlsKeys.read(Optional.empty(), right, Optional.of(new byte[] {1, 2, 3}))))
        .isInstanceOf(IOException.class);
    TlsKeys both = TlsKeys.read(Optional.of(store), right, Optional.of(authority.x509Bytes()));
    assertThat(both.own()).contains(archive.x509());
    assertThat(both.trusted()).containsExactly(authority.x509());
  }
}
