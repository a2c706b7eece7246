package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRj.Reason;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.dicom.ul.TlsServer;
import org.farsight.dicom.ul.TlsServer.ClientCertificate;
import org.farsight.exchange.Target;
import org.farsight.peer.Certificates;
import org.farsight.peer.Certificates.Identity;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the way to an archive is named, in both languages. */
@Timeout(120)
class TargetProbeTest {

  private static final Timeouts TIMEOUTS =
      Timeouts.standard().withArtim(Duration.ofSeconds(10)).withResponse(Duration.ofSeconds(10));

  private static final List<DimseService> VERIFICATION = List.of(new VerificationScp());

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Identity authority;

  @SuppressWarnings("NullAway.Init")
  private static Identity archive;

  @SuppressWarnings("NullAway.Init")
  private static Identity ours;

  private final List<Listener> listeners = new ArrayList<>();

  @BeforeAll
  static void makeCertificates() throws IOException {
    Certificates certificates = certificates();
    authority = certificates.authority("authority");
    archive = certificates.here("archive", authority);
    ours = certificates.here("ours", authority);
  }

  private static Certificates certificates() {
    return new Certificates(folder);
  }

  @AfterEach
  void stop() throws IOException {
    for (Listener listener : listeners) {
      listener.close();
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

  private int plain(AssociationPolicy policy, List<DimseService> services) throws IOException {
    return start(configuration(policy, services));
  }

  private int secured(Identity own, ClientCertificate asked) throws IOException {
    return start(
        configuration(AssociationPolicy.acceptAll(), VERIFICATION)
            .securedBy(new TlsServer(keys(own).context(), TlsProfile.BCP_195, asked)));
  }

  private static Listener.Configuration configuration(
      AssociationPolicy policy, List<DimseService> services) {
    return new Listener.Configuration(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        4,
        16 * 1024,
        TIMEOUTS,
        policy,
        AssociationObserver.none(),
        new ServiceRegistry(services));
  }

  private int start(Listener.Configuration configuration) throws IOException {
    Listener listener = Listener.start(configuration);
    listeners.add(listener);
    return listener.port();
  }

  private static TargetProbe.Finding probe(String host, int port) {
    return new TargetProbe(FhirOptions.DEFAULT, ArchiveConnector.plain(TIMEOUTS))
        .probe(new Target.Archive("archive", "PACS", host, port, "FARSIGHT"));
  }

  private static TargetProbe.Finding probeSecured(int port, TlsKeys keys) {
    return new TargetProbe(
            FhirOptions.DEFAULT,
            new ArchiveConnector(TIMEOUTS, Optional.of(keys), TlsProfile.BCP_195))
        .probe(
            new Target.Archive(
                "archive", "PACS", "127.0.0.1", port, "FARSIGHT", Target.Tls.VERIFIED_HOST, true));
  }

  private static void expect(TargetProbe.Finding finding, String english, String chinese) {
    assertThat(finding.well()).as(finding.words()).isFalse();
    assertThat(finding.words()).contains(english).contains("PACS@").contains("as FARSIGHT");
    assertThat(finding.zh()).contains(chinese).contains("FARSIGHT");
  }

  @Test
  void anArchiveThatAnswersIsWell() throws IOException {
    TargetProbe.Finding well =
        probe("127.0.0.1", plain(AssociationPolicy.acceptAll(), VERIFICATION));
    assertThat(well.well()).isTrue();
    assertThat(well.words()).startsWith("C-ECHO PACS@127.0.0.1:").contains("as FARSIGHT");
    assertThat(probeSecured(secured(archive, ClientCertificate.REQUIRED), keys(ours)).well())
        .isTrue();
  }

  @Test
  void theHostOrThePortIsNamed() throws IOException {
    expect(
        probe("no-such-host.invalid", 104),
        "the host name no-such-host.invalid is unknown",
        "主机名 no-such-host.invalid 无法解析");
    int closed;
    try (ServerSocket free = new ServerSocket(0)) {
      closed = free.getLocalPort();
    }
    expect(probe("127.0.0.1", closed), "nobody listens on 127.0.0.1, port " + closed, "没有程序监听");
  }

  @Test
  void theAeTitleOrTheLimitIsNamed() throws IOException {
    expect(
        rejectedFor(AssociateRj.permanent(Reason.CALLED_AE_TITLE_NOT_RECOGNIZED)),
        "the peer is not called PACS",
        "对方不认识被叫 AE 标题 PACS");
    expect(
        rejectedFor(AssociateRj.permanent(Reason.CALLING_AE_TITLE_NOT_RECOGNIZED)),
        "the peer does not know us as FARSIGHT",
        "对方不认识主叫 AE 标题 FARSIGHT");
    expect(
        rejectedFor(AssociateRj.transientFor(Reason.LOCAL_LIMIT_EXCEEDED)),
        "the peer has too many associations",
        "关联数已达上限");
  }

  private TargetProbe.Finding rejectedFor(AssociateRj rejection) throws IOException {
    return probe(
        "127.0.0.1",
        plain((request, info) -> new AssociationPolicy.Reject(rejection), VERIFICATION));
  }

  @Test
  void theContextThatIsNotAcceptedIsNamed() throws IOException {
    List<DimseService> storage = List.of(new StorageScp((request, dataSet) -> Status.SUCCESS));
    expect(
        probe("127.0.0.1", plain(AssociationPolicy.acceptAll(), storage)),
        "1.2.840.10008.1.1",
        "对方不接受表示上下文");
  }

  @Test
  void theCertificateIsNamed() throws IOException {
    Certificates certificates = certificates();
    expect(
        probeSecured(
            secured(certificates.expired("expired", authority), ClientCertificate.NONE), noKey()),
        "the peer's certificate has expired (CN=expired,O=Farsight test, issued by",
        "对方证书已过期");
    expect(
        probeSecured(
            secured(certificates.elsewhere("elsewhere", authority), ClientCertificate.NONE),
            noKey()),
        "the peer's certificate is for another host",
        "对方证书不是签发给主机 127.0.0.1 的");
    Identity stranger = certificates.here("stranger", certificates.authority("other"));
    expect(
        probeSecured(secured(stranger, ClientCertificate.NONE), noKey()),
        "an authority that is not trusted here (CN=stranger,O=Farsight test, issued by",
        "对方证书的签发机构不在 dicom.tls.trusted 之中");
    expect(
        probeSecured(secured(archive, ClientCertificate.REQUIRED), noKey()),
        "the peer demands a client certificate",
        "对方要求客户端证书");
  }

  @Test
  void plainToTlsAndTheReverseAreNamed() throws IOException {
    expect(
        probe("127.0.0.1", secured(archive, ClientCertificate.NONE)),
        "the peer speaks TLS on this port",
        "对方端口只使用 TLS");
    expect(
        probeSecured(plain(AssociationPolicy.acceptAll(), VERIFICATION), noKey()),
        "the peer speaks no TLS on this port",
        "对方端口不使用 TLS");
  }

  @Test
  void theCipherOrTheVersionIsNamed() throws Exception {
    try (SSLServerSocket other =
        (SSLServerSocket)
            keys(archive)
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      other.setEnabledProtocols(new String[] {"TLSv1.2"});
      other.setEnabledCipherSuites(new String[] {"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"});
      Thread peer = Thread.ofPlatform().start(() -> failHandshake(other));
      expect(probeSecured(other.getLocalPort(), noKey()), "no common cipher suite", "没有共同的加密套件");
      peer.join();
    }
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      Thread peer = Thread.ofPlatform().start(() -> refuseVersion(server));
      expect(probeSecured(server.port(), noKey()), "no common version of TLS", "没有共同的 TLS 版本");
      peer.join();
    }
  }

  private static void failHandshake(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
      throw new AssertionError("the handshake must fail");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("no cipher suites in common");
    }
  }

  private static void refuseVersion(ScriptedPeer.Server server) {
    try (ScriptedPeer peer = server.accept()) {
      // alert, fatal, protocol_version (RFC 8446 §6)
      peer.send(HexFormat.of().parseHex("15030300020246"));
      assertThat(peer.halfCloseAndReadAll()).isPositive();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
