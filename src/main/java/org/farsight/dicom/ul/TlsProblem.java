package org.farsight.dicom.ul;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why two sides could not agree on a secure connection, told from JSSE's exceptions. */
public enum TlsProblem {
  /** The peer's certificate does not name the host that was called. */
  HOST_NAME("the peer's certificate is for another host"),
  /** The peer's certificate, or one above it, has expired. */
  EXPIRED("the peer's certificate has expired"),
  /** The peer's certificate, or one above it, is not valid yet. */
  NOT_YET_VALID("the peer's certificate is not valid yet"),
  /** No trusted authority stands above the peer's certificate. */
  UNKNOWN_AUTHORITY("the peer's certificate comes from an authority that is not trusted here"),
  /** Something else is wrong with the peer's certificate. */
  BAD_CERTIFICATE("the peer's certificate is not acceptable"),
  /** The peer had to show a certificate and did not. */
  NO_CERTIFICATE("the peer showed no certificate"),
  /** The peer wants a certificate of this side and got none. */
  CERTIFICATE_REQUIRED("the peer demands a client certificate and got none"),
  /** The peer does not trust this side's certificate. */
  CERTIFICATE_REFUSED("the peer does not accept our certificate"),
  /** Both sides have no cipher suite in common. */
  NO_COMMON_CIPHER("no common cipher suite"),
  /** Both sides have no version of TLS in common. */
  NO_COMMON_PROTOCOL("no common version of TLS"),
  /** The peer speaks, but not TLS. */
  NOT_TLS("the peer speaks no TLS on this port"),
  /** The peer speaks TLS where plain DICOM was spoken to it. */
  ONLY_TLS("the peer speaks TLS on this port"),
  /** The peer has gone away instead of answering. */
  CLOSED("the peer closed the connection during the TLS handshake"),
  /** The peer did not get through the handshake in time. */
  TOO_SLOW("the TLS handshake was not done in time"),
  /** Anything else; JSSE's words say more. */
  OTHER("TLS failed");

  private final String meaning;

  TlsProblem(String meaning) {
    this.meaning = meaning;
  }

  /** In plain words. */
  public String meaning() {
    return meaning;
  }

  /** The problem behind an exception of JSSE. */
  static TlsProblem of(Throwable thrown) {
    List<Throwable> causes = causes(thrown);
    for (Throwable cause : causes) {
      switch (cause) {
        case CertificateExpiredException e -> {
          return EXPIRED;
        }
        case CertificateNotYetValidException e -> {
          return NOT_YET_VALID;
        }
        case CertPathValidatorException e
            when e.getReason() == CertPathValidatorException.BasicReason.EXPIRED -> {
          return EXPIRED;
        }
        case CertPathValidatorException e
            when e.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID -> {
          return NOT_YET_VALID;
        }
        case CertPathBuilderException e -> {
          return UNKNOWN_AUTHORITY;
        }
        case SocketTimeoutException e -> {
          return TOO_SLOW;
        }
        default -> {
          // the next cause may say more
        }
      }
    }
    return ofWords(causes);
  }

  /** JSSE has one class for most of it: only its words tell one from the other. */
  private static TlsProblem ofWords(List<Throwable> causes) {
    String words =
        String.join("\n", causes.stream().map(cause -> String.valueOf(cause.getMessage())).toList())
            .toLowerCase(Locale.ROOT);
    boolean certificate = causes.stream().anyMatch(CertificateException.class::isInstance);
    if (words.contains("received fatal alert: ")) {
      return ofAlert(words.substring(words.indexOf("alert: ") + "alert: ".length()));
    } else if (certificate) {
      return words.contains("subject alternative") || words.contains("no name matching")
          ? HOST_NAME
          : BAD_CERTIFICATE;
    } else if (words.contains("empty client certificate chain")) {
      return NO_CERTIFICATE;
    } else if (words.contains("no cipher suites in common")) {
      return NO_COMMON_CIPHER;
    } else if (words.contains("protocol version") || words.contains("no appropriate protocol")) {
      return NO_COMMON_PROTOCOL;
    } else if (words.contains("unrecognized ssl message")) {
      return NOT_TLS;
    } else if (words.contains("terminated the handshake")
        || words.contains("connection reset")
        || words.contains("broken pipe")
        || causes.stream().anyMatch(EOFException.class::isInstance)) {
      return CLOSED;
    }
    return OTHER;
  }

  /** What the peer means by an alert, RFC 8446 §6.2. */
  private static TlsProblem ofAlert(String words) {
    String alert = words.lines().findFirst().orElse("").strip();
    return switch (alert) {
      case "certificate_required" -> CERTIFICATE_REQUIRED;
      case "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied" ->
          CERTIFICATE_REFUSED;
      case "handshake_failure", "insufficient_security" -> NO_COMMON_CIPHER;
      case "protocol_version" -> NO_COMMON_PROTOCOL;
      default -> OTHER;
    };
  }

  /** A sentence: what is wrong, and JSSE's own words where they say more. */
  String describe(Throwable thrown) {
    String words =
        String.valueOf(thrown.getMessage())
            .replaceAll("\\p{Cntrl}+", " ")
            .replaceFirst("^\\([a-z_]+\\) ", "")
            .strip();
    return words.isEmpty() || words.equals("null") ? meaning : meaning + " (" + words + ")";
  }

  /** Whether it was TLS that failed, and not the connection below it. */
  static boolean isOne(Throwable thrown) {
    return causes(thrown).stream().anyMatch(SSLException.class::isInstance);
  }

  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable at = thrown; at != null && causes.size() < 20; at = at.getCause()) {
      causes.add(at);
    }
    return causes;
  }
}
