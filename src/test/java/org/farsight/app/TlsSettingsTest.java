package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.dicom.ul.TlsServer.ClientCertificate;
import org.farsight.dicom.ul.TlsSession;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.farsight.peer.Certificates;
import org.farsight.peer.Certificates.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of keys, certificates and users in the configuration. */
class TlsSettingsTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Identity authority;

  @SuppressWarnings("NullAway.Init")
  private static Identity engine;

  @SuppressWarnings("NullAway.Init")
  private static Identity expired;

  @SuppressWarnings("NullAway.Init")
  private static Path passphrase;

  @BeforeAll
  static void makeCertificates() throws IOException {
    Certificates certificates = new Certificates(folder);
    authority = certificates.authority("authority");
    engine = certificates.here("engine", authority);
    expired = certificates.expired("expired", authority);
    passphrase = Files.writeString(folder.resolve("passphrase"), Certificates.PASSPHRASE + "\n");
  }

  private static String[] keys(Identity own, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "dicom.tls.keystore=" + own.pkcs12(),
                "dicom.tls.passphrase-file=" + passphrase,
                "dicom.tls.trusted=" + authority.certificate()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Configuration read(String yaml, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("farsight.yaml"), "archive: A@h:1\n" + yaml);
    return ConfigurationReader.read(file, folder, List.of(overrides));
  }

  private static List<String> mistakes(String yaml, String... overrides) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read(yaml, overrides));
    return refused == null ? List.of() : refused.mistakes();
  }

  @Test
  void withoutAnyKeyNothingIsSecured() throws IOException {
    Configuration read = read("");
    assertThat(read.dicom().tlsIfAny()).isEmpty();
    assertThat(read.dicom().tlsKeys()).isEmpty();
    assertThat(read.targets())
        .containsExactly(new Target.Archive("archive", "A", "h", 1, "FARSIGHT"));
  }

  @Test
  void aListenerDemandsCertificatesUnlessToldOtherwise() throws IOException {
    Configuration.DicomTls tls =
        read("", keys(engine, "dicom.tls.port=0")).dicom().tlsIfAny().orElseThrow();
    assertThat(tls.port()).isZero();
    assertThat(tls.profile()).isEqualTo(TlsProfile.BCP_195);
    assertThat(tls.clientCertificate()).isEqualTo(ClientCertificate.REQUIRED);
    Configuration changed =
        read(
            "",
            keys(
                engine,
                "dicom.tls.port=0",
                "dicom.tls.profile=modified-bcp-195",
                "dicom.tls.client-certificate=none"));
    assertThat(changed.dicom().properties())
        .containsEntry("dicom.tls.profile", "modified-bcp-195")
        .containsEntry("dicom.tls.need", "false")
        .containsEntry("dicom.tls.want", "false");
    assertThat(changed.needsRestartFrom(read("", keys(engine, "dicom.tls.port=0"))))
        .containsExactly("dicom");
  }

  @Test
  void keysAloneSecureCallsToArchivesOnly() throws IOException {
    Configuration read =
        read(
            "targets: {two: {archive: 'B@[::1]:104', tls: any-host}}",
            keys(engine, "archive.tls=true"));
    assertThat(read.dicom().properties()).containsEntry("dicom.tls.listens", "false");
    assertThat(read.targets())
        .containsExactly(
            new Target.Archive("archive", "A", "h", 1, "FARSIGHT", Target.Tls.VERIFIED_HOST, true),
            new Target.Archive("two", "B", "::1", 104, "FARSIGHT", Target.Tls.ANY_HOST, true));
  }

  @Test
  void whatCannotBeUsedIsAMistakeWithItsPlace() {
    assertThat(mistakes("dicom: {tls: {port: 2762}}"))
        .singleElement()
        .asString()
        .endsWith("farsight.yaml:2: dicom.tls.port needs the key of dicom.tls.keystore");
    assertThat(mistakes("archive.tls: true"))
        .singleElement()
        .asString()
        .contains("archive.tls needs dicom.tls.trusted");
    assertThat(mistakes("", "dicom.tls.keystore=" + folder.resolve("none.p12")))
        .singleElement()
        .asString()
        .contains("none.p12 cannot be read: there is no such file");
    assertThat(mistakes("", "dicom.tls.keystore=" + engine.pkcs12()))
        .as("no passphrase")
        .singleElement()
        .asString()
        .contains("dicom.tls: ");
    assertThat(
            mistakes("", keys(engine, "dicom.tls.profile=ssl", "dicom.tls.client-certificate=x")))
        .hasSize(2)
        .anyMatch(m -> m.contains("bcp-195, non-downgrading-bcp-195, modified-bcp-195"));
  }

  @Test
  void aCertificateThatEndsSoonIsWarnedAbout() throws IOException {
    assertThat(read("", keys(expired)).warnings())
        .singleElement()
        .asString()
        .contains("our certificate has expired on ");
  }

  @Test
  void aSiteHasFingerprintsALimitAndAUser() throws IOException {
    String digits = TlsSession.fingerprint(engine.x509());
    String colons = digits.toUpperCase(Locale.ROOT).replaceAll("..(?=.)", "$0:");
    Path passcode = Files.writeString(folder.resolve("passcode"), "geheim\n");
    Configuration read =
        read(
            "",
            keys(
                engine,
                "dicom.tls.port=0",
                "sites.a.certificates=" + colons,
                "sites.a.max-associations=3",
                "sites.a.user=ct",
                "sites.a.passcode-file=" + passcode));
    Site.Access access = read.sites().getFirst().access();
    assertThat(access.certificates()).containsExactly(digits);
    assertThat(access.maxAssociations()).isEqualTo(3);
    assertThat(access.user()).isEqualTo(Optional.of(new Site.User("ct", "geheim")));
    assertThat(read.toString()).doesNotContain("geheim");
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void whatIsWrongWithASiteIsSaid() throws IOException {
    assertThat(mistakes("sites: {a: {certificates: [abc], user: x}}"))
        .hasSize(2)
        .anyMatch(m -> m.contains("abc is no SHA-256 fingerprint"))
        .anyMatch(m -> m.contains("user and passcode-file go together"));
    String digits = TlsSession.fingerprint(engine.x509());
    assertThat(mistakes("", "sites.a.certificates=" + digits, "sites.b.certificates=" + digits))
        .singleElement()
        .asString()
        .contains("both match certificate " + digits);
    Path passcode = Files.writeString(folder.resolve("clear"), "x");
    assertThat(read("", "sites.a.user=ct", "sites.a.passcode-file=" + passcode).warnings())
        .singleElement()
        .asString()
        .contains("the passcode travels in clear");
    assertThat(read("", "sites.a.certificates=" + digits).warnings())
        .singleElement()
        .asString()
        .contains("nobody shows a certificate");
  }
}
