package org.farsight.dicom.ul;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The key of one side and whom it trusts.
 *
 * @param context for {@link TlsServer} and {@link TlsClient}
 * @param own this side's certificate; empty where it has no key and shows none
 * @param trusted certificates of authorities, or of the peers themselves
 */
public record TlsKeys(
    SSLContext context, Optional<X509Certificate> own, List<X509Certificate> trusted) {

  /**
   * Reads a key store.
   *
   * @param pkcs12 a PKCS #12 file with one private key and its certificates, and perhaps trusted
   *     ones; empty for a client that shows no certificate
   * @param passphrase of the PKCS #12 files
   * @param trusted certificates in PEM, DER or a PKCS #12 file; empty: those of the key store
   * @throws IOException with what is wrong: not readable, another passphrase, no key, nobody
   *     trusted
   */
  public static TlsKeys read(Optional<byte[]> pkcs12, char[] passphrase, Optional<byte[]> trusted)
      throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(pkcs12.map(ByteArrayInputStream::new).orElse(null), passphrase);
      Optional<X509Certificate> own = own(keys);
      if (pkcs12.isPresent() && own.isEmpty()) {
        throw new IOException("the key store holds no private key with a certificate");
      }
      List<X509Certificate> trust =
          trusted.isPresent() ? certificates(trusted.get(), passphrase) : entries(keys);
      if (trust.isEmpty()) {
        throw new IOException("no trusted certificate: nobody could connect");
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(keys, passphrase, own), trustManagers(trust), null);
      return new TlsKeys(context, own, List.copyOf(trust));
    } catch (UnrecoverableKeyException e) {
      throw new IOException("the passphrase of the key store does not open its key", e);
    } catch (GeneralSecurityException e) {
      throw new IOException("keys and certificates cannot be used: " + e.getMessage(), e);
    }
  }

  private static Optional<X509Certificate> own(KeyStore keys) throws KeyStoreException {
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias) && keys.getCertificate(alias) instanceof X509Certificate own) {
        return Optional.of(own);
      }
    }
    return Optional.empty();
  }

  private static List<X509Certificate> entries(KeyStore keys) throws KeyStoreException {
    List<X509Certificate> found = new ArrayList<>();
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isCertificateEntry(alias)
          && keys.getCertificate(alias) instanceof X509Certificate certificate) {
        found.add(certificate);
      }
    }
    return found;
  }

  private static List<X509Certificate> certificates(byte[] file, char[] passphrase)
      throws GeneralSecurityException, IOException {
    if (new String(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN ")) {
      return ofFactory(file);
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(file), passphrase);
      return entries(store);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw e;
      }
      return ofFactory(file); // not PKCS #12: DER
    }
  }

  private static List<X509Certificate> ofFactory(byte[] file) throws CertificateException {
    List<X509Certificate> found = new ArrayList<>();
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(file))) {
      if (certificate instanceof X509Certificate x509) {
        found.add(x509);
      }
    }
    return found;
  }

  private static KeyManager[] keyManagers(
      KeyStore keys, char[] passphrase, Optional<X509Certificate> own)
      throws GeneralSecurityException {
    if (own.isEmpty()) {
      return new KeyManager[0];
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, passphrase);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(List<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("trusted-" + i, trusted.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager x509) {
        return new TrustManager[] {new TimelyTrust(x509)};
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509 certificates");
  }
}
