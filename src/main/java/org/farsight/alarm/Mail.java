package org.farsight.alarm;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Tells by mail (SMTP, RFC 5321): plain text in both languages. */
public final class Mail implements Channel {

  /** The name of the channel. There is one. */
  public static final String ID = "mail";

  private static final String PATIENCE_MILLIS = "20000";

  /** How the connection is secured. */
  public enum Security {
    /** TLS from the first byte (RFC 8314 §3.3). */
    TLS,
    /** STARTTLS (RFC 3207); without it nothing is sent. */
    STARTTLS,
    /** Not at all. */
    NONE
  }

  /**
   * Who signs in at the server.
   *
   * @param password a secret
   */
  public record User(String name, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "User[" + name + "]";
    }
  }

  /**
   * By whom to whom.
   *
   * @param host of the mail server
   * @param port of the mail server
   * @param user empty: nobody signs in
   * @param from address of the sender
   * @param to addresses of the recipients
   */
  public record Address(
      String host, int port, Security security, Optional<User> user, String from, List<String> to) {
    /** Takes a copy. */
    public Address {
      to = List.copyOf(to);
    }
  }

  private final Address address;
  private final Session session;

  /**
   * Tells there.
   *
   * @param trusted whom the mail server's certificate must come from; empty: whom Java trusts
   */
  public Mail(Address address, Optional<SSLContext> trusted) {
    this.address = address;
    this.session =
        Session.getInstance(
            properties(address, trusted), address.user().map(Mail::authenticator).orElse(null));
  }

  private static Authenticator authenticator(User user) {
    return new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(user.name(), user.password());
      }
    };
  }

  private static Properties properties(Address address, Optional<SSLContext> trusted) {
    Properties all = new Properties();
    all.put("mail.transport.protocol", "smtp");
    all.put("mail.smtp.host", address.host());
    all.put("mail.smtp.port", Integer.toString(address.port()));
    all.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
    all.put("mail.smtp.timeout", PATIENCE_MILLIS);
    all.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
    all.put("mail.smtp.auth", Boolean.toString(address.user().isPresent()));
    all.put("mail.from", address.from());
    all.put("mail.smtp.ssl.checkserveridentity", "true");
    trusted.ifPresent(
        context -> all.put("mail.smtp.ssl.socketFactory", context.getSocketFactory()));
    switch (address.security()) {
      case TLS -> all.put("mail.smtp.ssl.enable", "true");
      case STARTTLS -> {
        all.put("mail.smtp.starttls.enable", "true");
        all.put("mail.smtp.starttls.required", "true");
      }
      case NONE -> {}
    }
    return all;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public void tell(Message message) throws IOException {
    try {
      MimeMessage mail = new MimeMessage(session);
      mail.setFrom(new InternetAddress(address.from()));
      for (String to : address.to()) {
        mail.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(to));
      }
      mail.setSubject(message.title(), StandardCharsets.UTF_8.name());
      mail.setText(message.text(), StandardCharsets.UTF_8.name());
      mail.setSentDate(Date.from(message.at()));
      mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834 §5
      Transport.send(mail);
    } catch (MessagingException e) {
      throw new IOException(
          "mail by " + address.host() + ":" + address.port() + ": " + e.getMessage(), e);
    }
  }
}
