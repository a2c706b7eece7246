package org.farsight.dicom.ul;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What was agreed on when a connection was secured, PS3.15 annex B.
 *
 * @param peerCertificate the one the peer has proved to own; empty where it showed none
 * @param protocol as TLS names it: {@code TLSv1.3}
 * @param cipherSuite as IANA names it
 */
public record TlsSession(
    Optional<X509Certificate> peerCertificate, String protocol, String cipherSuite) {

  /** SHA-256 of the peer's certificate (DER), 64 lower case hexadecimal digits. */
  public Optional<String> peerFingerprint() {
    return peerCertificate.map(TlsSession::fingerprint);
  }

  /** SHA-256 of a certificate (DER), 64 lower case hexadecimal digits. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without SHA-256", e);
    }
  }

  /** Protocol, cipher suite and whose certificate, on one line. */
  @Override
  public String toString() {
    return protocol
        + " "
        + cipherSuite
        + peerCertificate.map(c -> ", " + c.getSubjectX500Principal().getName()).orElse("");
  }
}
