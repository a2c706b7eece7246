package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.ul.TlsSession;
import org.farsight.peer.Certificates;
import org.farsight.peer.Certificates.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine and DCMTK's tools over TLS, with certificates on both sides. */
@Timeout(300)
class TlsIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path certificates;

  @SuppressWarnings("NullAway.Init")
  private static Identity authority;

  @SuppressWarnings("NullAway.Init")
  private static Identity engine;

  @SuppressWarnings("NullAway.Init")
  private static Identity device;

  @SuppressWarnings("NullAway.Init")
  private static Identity stranger;

  @SuppressWarnings("NullAway.Init")
  private static Path passphrase;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeAll
  static void makeCertificates() throws IOException {
    Certificates made = new Certificates(certificates);
    authority = made.authority("authority");
    engine = made.here("engine", authority);
    device = made.here("device", authority);
    stranger = made.here("stranger", made.authority("other-authority"));
    passphrase =
        Files.writeString(certificates.resolve("passphrase"), Certificates.PASSPHRASE + "\n");
  }

  private static List<String> tls() {
    return List.of(
        "dicom.tls.port=0",
        "dicom.tls.keystore=" + engine.pkcs12(),
        "dicom.tls.passphrase-file=" + passphrase,
        "dicom.tls.trusted=" + authority.certificate(),
        "sites.hillside.certificates=" + TlsSession.fingerprint(device.x509()));
  }

  /** An engine with a TLS port, at which the device's certificate is the second branch. */
  private RunningEngine engine(String... more) throws IOException {
    List<String> settings = new ArrayList<>(tls());
    settings.addAll(List.of(more));
    return RunningEngine.in(folder.resolve("engine"), settings.toArray(String[]::new));
  }

  private static String port(RunningEngine running) {
    return Integer.toString(running.engine().dicomTlsPort().orElseThrow());
  }

  private static Dcmtk.Run call(String tool, Identity own, RunningEngine running, String... more)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                tool,
                "+tls",
                own.key().toString(),
                own.certificate().toString(),
                "+cf",
                authority.certificate().toString()));
    command.addAll(Stream.of(more).filter(option -> option.startsWith("-")).toList());
    command.addAll(List.of("-aet", "NOBODY_KNOWS", "localhost", port(running)));
    command.addAll(Stream.of(more).filter(option -> !option.startsWith("-")).toList());
    return Dcmtk.run(command.toArray(String[]::new));
  }

  private Path file(PushedObject object) throws IOException {
    Path file = folder.resolve(object.sopInstance() + ".dcm");
    TransferSyntax syntax = TransferSyntax.of(object.context().transferSyntax());
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10File.write(
          out, DataSetReader.read(object.dataSet(), syntax, ReadOptions.DEFAULT), syntax, "");
    }
    return file;
  }

  @Test
  void aDeviceIsRecognisedByItsCertificateAlone() throws Exception {
    Dcmtk.require("echoscu", "storescu");
    try (RunningEngine running = engine()) {
      Dcmtk.Run echo = call("echoscu", device, running);
      assertThat(echo.exitCode()).as(echo.output()).isZero();
      PushedObject.Person somebody = PushedObject.somebody();
      PushedObject image = PushedObject.study(somebody, 1, 600).getFirst();
      Dcmtk.Run store = call("storescu", device, running, file(image).toString());
      assertThat(store.exitCode()).as(store.output()).isZero();
      assertThat(running.view().awaitExchange(somebody.id(), e -> true).path("site").asText())
          .isEqualTo("hillside");
      assertThat(Dcmtk.run("echoscu", "localhost", port(running)).exitCode())
          .as("plain DICOM on the TLS port")
          .isNotZero();
    }
  }

  @Test
  void whoShowsNoOrAStrangersCertificateIsNotHeard() throws Exception {
    Dcmtk.require("echoscu");
    try (RunningEngine running = engine()) {
      assertThat(call("echoscu", stranger, running).exitCode()).isNotZero();
      Dcmtk.Run anonymous =
          Dcmtk.run("echoscu", "+tla", "-ic", "-aet", "HILL_CT", "localhost", port(running));
      assertThat(anonymous.exitCode()).as(anonymous.output()).isNotZero();
      Dcmtk.Run known = call("echoscu", device, running);
      assertThat(known.exitCode()).as(known.output()).isZero();
    }
  }

  @Test
  void aCertificateThatIsNotDemandedMayBeMissing() throws Exception {
    Dcmtk.require("echoscu");
    try (RunningEngine running = engine("dicom.tls.client-certificate=none")) {
      Dcmtk.Run anonymous =
          Dcmtk.run(
              "echoscu",
              "+tla",
              "+cf",
              authority.certificate().toString(),
              "-aet",
              "HILL_CT",
              "localhost",
              port(running));
      assertThat(anonymous.exitCode()).as(anonymous.output()).isZero();
    }
  }

  @Test
  void theUserThatASiteDemandsIsCheckedAndConfirmed() throws Exception {
    Dcmtk.require("storescu");
    Path passcode = Files.writeString(certificates.resolve("passcode"), "1357\n");
    try (RunningEngine running =
        engine("sites.hillside.user=ct", "sites.hillside.passcode-file=" + passcode)) {
      String image = file(PushedObject.study(PushedObject.somebody(), 1, 8).getFirst()).toString();
      assertThat(user(running, image, "ct", "1357").exitCode()).isZero();
      Dcmtk.Run wrong = user(running, image, "ct", "2468");
      assertThat(wrong.exitCode()).isNotZero();
      assertThat(wrong.output()).contains("Rejected Permanent", "Service User");
      assertThat(call("storescu", device, running, image).exitCode()).isNotZero();
    }
  }

  private static Dcmtk.Run user(RunningEngine running, String image, String name, String passcode)
      throws Exception {
    return Dcmtk.run(
        "storescu",
        "+tls",
        device.key().toString(),
        device.certificate().toString(),
        "+cf",
        authority.certificate().toString(),
        "-usr",
        name,
        "-pwd",
        passcode,
        "-rsp",
        "localhost",
        port(running),
        image);
  }

  @Test
  void objectsGoOnToAnArchiveThatDemandsOurCertificate() throws Exception {
    Dcmtk.require("storescp");
    Path stored = Files.createDirectories(folder.resolve("stored"));
    PushedObject.Person somebody = PushedObject.somebody();
    try (Dcmtk.StoreScp archive =
            Dcmtk.StoreScp.start(
                stored,
                "+tls",
                device.key().toString(),
                device.certificate().toString(),
                "+cf",
                authority.certificate().toString());
        RunningEngine running =
            engine(EngineHome.archive("STORE@localhost:" + archive.port()), "archive.tls=true")) {
      running.device().push(PushedObject.study(somebody, 2, 300));
      running.view().awaitDelivered(somebody.id(), 2);
    }
    try (Stream<Path> files = Files.list(stored)) {
      assertThat(files.filter(file -> !file.toString().endsWith(".log"))).hasSize(2);
    }
  }

  @Test
  void whatADeviceAsksForIsSentToItOverTls() throws Exception {
    Dcmtk.require("storescp", "movescu");
    Path moved = Files.createDirectories(folder.resolve("moved"));
    PushedObject.Person somebody = PushedObject.somebody();
    try (Dcmtk.StoreScp viewer =
            Dcmtk.StoreScp.start(
                moved,
                "+tls",
                device.key().toString(),
                device.certificate().toString(),
                "+cf",
                authority.certificate().toString());
        RunningEngine running =
            engine("sites.lakeside.addresses=VIEWER@localhost:" + viewer.port() + "/tls")) {
      running.device().push(PushedObject.study(somebody, 2, 300));
      String study = running.view().awaitExchange(somebody.id(), e -> true).path("key").asText();
      Dcmtk.Run move =
          Dcmtk.run(
              "movescu",
              "-S",
              "-aet",
              "LAKE_CT",
              "-aem",
              "VIEWER",
              "-k",
              "0008,0052=STUDY",
              "-k",
              "0020,000D=" + study,
              "localhost",
              Integer.toString(running.engine().dicomPort()));
      assertThat(move.exitCode()).as(move.output()).isZero();
    }
    try (Stream<Path> files = Files.list(moved)) {
      assertThat(files.filter(file -> !file.toString().endsWith(".log"))).hasSize(2);
    }
  }

  @Test
  void echoTriesBothListenersAsTheSitesDevicesDo() throws Exception {
    try (RunningEngine running = engine()) {
      Command.Run english = echo(running, "en");
      assertThat(english.status()).as(english.out()).isZero();
      assertThat(english.out().lines().filter(line -> line.startsWith("well   site lakeside")))
          .hasSize(2)
          .anyMatch(line -> line.contains(":" + port(running) + " as LAKE_CT: 0000H success"))
          .anyMatch(line -> line.contains(":" + running.engine().dicomPort() + " as LAKE_CT"));
      assertThat(echo(running, "zh").out()).contains("正常  站点 lakeside: 以 LAKE_CT 呼叫 FARSIGHT@");
    }
  }

  @Test
  void theEngineListensAndIsCalledByIpv6() throws Exception {
    assumeTrue(hasIpv6(), "no IPv6 on this machine");
    try (RunningEngine running = engine("dicom.host=::")) {
      Command.Run run = echo(running, "en");
      assertThat(run.status()).as(run.out() + run.err()).isZero();
      assertThat(run.out()).contains("C-ECHO FARSIGHT@[::1]:" + port(running) + " as LAKE_CT");
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static Command.Run echo(RunningEngine running, String language) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "echo",
                EngineHome.SITE,
                "--lang",
                language,
                "--config",
                running.home().configuration().toString(),
                "--data",
                running.home().data().toString()));
    for (String setting : tls()) {
      arguments.addAll(List.of("--set", setting));
    }
    return Command.farsight(arguments.toArray(String[]::new));
  }
}
