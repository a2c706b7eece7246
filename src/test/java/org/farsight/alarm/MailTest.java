package org.farsight.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms;
import org.farsight.peer.Certificates;
import org.farsight.peer.SmtpPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailTest {
  static final Message MESSAGE =
      new Message(
          "FARSIGHT",
          new Alarm(
              7,
              new Alarm.Cause(Alarm.Kind.SITE_SILENT, "east"),
              new Alarm.Words("nothing has come \"so far\"", "站点无数据 \\ \"至今\""),
              Instant.parse("2026-11-20T10:00:00Z"),
              null,
              null),
          Alarms.Event.RAISED,
          Instant.parse("2026-11-20T10:00:00Z"),
          ZoneId.of("+08:00"));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path dir;

  @SuppressWarnings("NullAway.Init")
  private static SSLContext server;

  @SuppressWarnings("NullAway.Init")
  private static SSLContext client;

  @BeforeAll
  static void keys() throws IOException {
    Certificates certificates = new Certificates(dir);
    Certificates.Identity authority = certificates.authority("authority");
    Certificates.Identity here = certificates.here("mail", authority);
    char[] passphrase = Certificates.PASSPHRASE.toCharArray();
    Optional<byte[]> trusted = Optional.of(Files.readAllBytes(authority.certificate()));
    server =
        TlsKeys.read(Optional.of(Files.readAllBytes(here.pkcs12())), passphrase, trusted).context();
    client = TlsKeys.read(Optional.empty(), passphrase, trusted).context();
  }

  private static Mail mail(
      SmtpPeer peer, Mail.Security security, @Nullable SSLContext trusted, boolean signsIn) {
    return new Mail(
        new Mail.Address(
            "127.0.0.1",
            peer.port(),
            security,
            signsIn ? Optional.of(new Mail.User("farsight", "pass word")) : Optional.empty(),
            "farsight@example.org",
            List.of("it@example.org", "chief@example.org")),
        Optional.ofNullable(trusted));
  }

  @Test
  void aMailSaysItInBothLanguages() throws Exception {
    try (SmtpPeer peer = new SmtpPeer(null, false)) {
      mail(peer, Mail.Security.NONE, null, false).tell(MESSAGE);
      SmtpPeer.Taken taken = peer.taken().getFirst();
      assertThat(taken.secured()).isFalse();
      assertThat(taken.from()).contains("<farsight@example.org>");
      assertThat(taken.to()).containsExactly("<it@example.org>", "<chief@example.org>");
      MimeMessage read =
          new MimeMessage(
              Session.getInstance(new Properties()),
              new ByteArrayInputStream(taken.data().getBytes(StandardCharsets.UTF_8)));
      assertThat(read.getSubject())
          .isEqualTo("[Farsight FARSIGHT] 告警 站点无数据: east / alarm: a site is silent");
      assertThat(read.getContent().toString())
          .contains("站点无数据 \\ \"至今\"")
          .contains("nothing has come \"so far\"")
          .contains("#7  2026-11-20 18:00:00 +08:00");
    }
  }

  @Test
  void thePasswordTravelsOverStartTlsOnly() throws Exception {
    try (SmtpPeer peer = new SmtpPeer(server, false)) {
      mail(peer, Mail.Security.STARTTLS, client, true).tell(MESSAGE);
      SmtpPeer.Taken taken = peer.taken().getFirst();
      assertThat(taken.secured()).isTrue();
      assertThat(new String(Base64.getDecoder().decode(taken.signedIn()), StandardCharsets.UTF_8))
          .endsWith("\0farsight\0pass word");
    }
    try (SmtpPeer peer = new SmtpPeer(null, false)) {
      assertThatThrownBy(() -> mail(peer, Mail.Security.STARTTLS, client, true).tell(MESSAGE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("STARTTLS");
      assertThat(peer.taken()).isEmpty();
    }
  }

  @Test
  void tlsMayBeSpokenFromTheFirstByte() throws Exception {
    try (SmtpPeer peer = new SmtpPeer(server, true)) {
      mail(peer, Mail.Security.TLS, client, false).tell(MESSAGE);
      assertThat(peer.taken()).singleElement().matches(SmtpPeer.Taken::secured);
    }
  }

  @Test
  void aServerWhoseCertificateNobodyTrustsIsToldNothing() throws Exception {
    try (SmtpPeer peer = new SmtpPeer(server, true)) {
      assertThatThrownBy(() -> mail(peer, Mail.Security.TLS, null, true).tell(MESSAGE))
          .isInstanceOf(IOException.class)
          .message()
          .doesNotContain("pass word");
      assertThat(peer.taken()).isEmpty();
    }
  }

  @Test
  void aRefusalIsAFailure() throws Exception {
    try (SmtpPeer peer = new SmtpPeer(null, false).refusing("452 no room")) {
      assertThatThrownBy(() -> mail(peer, Mail.Security.NONE, null, false).tell(MESSAGE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no room");
    }
  }
}
