package org.farsight.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Authorities and certificates made for one test by the JDK's keytool, as PKCS #12 for us and as
 * PEM for the tools of others.
 */
public final class Certificates {
  /** Opens every key store made here. */
  public static final String PASSPHRASE = "correct horse";

  private static final String HERE = "san=ip:127.0.0.1,ip:0:0:0:0:0:0:0:1,dns:localhost";

  private final Path folder;
  private final Path all;

  /**
   * @param folder of the files, empty
   */
  public Certificates(Path folder) {
    this.folder = folder;
    this.all = folder.resolve("all.p12");
  }

  /**
   * A key with its certificate.
   *
   * @param pkcs12 both, opened by {@link #PASSPHRASE}
   * @param key PKCS #8 in PEM, not encrypted
   * @param certificate in PEM, itself only
   */
  public record Identity(
      String alias, Path pkcs12, Path key, Path certificate, X509Certificate x509) {
    /** The certificate in DER. */
    public byte[] x509Bytes() {
      try {
        return x509.getEncoded();
      } catch (CertificateEncodingException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** An authority, signed by itself. */
  public Identity authority(String alias) throws IOException {
    return make(alias, List.of("-ext", "bc:c", "-ext", "ku:c=keyCertSign,cRLSign"));
  }

  /** A certificate for localhost and its addresses, valid now. */
  public Identity here(String alias, Identity authority) throws IOException {
    return make(alias, List.of("-signer", authority.alias(), "-ext", HERE));
  }

  /** A certificate for another host. */
  public Identity elsewhere(String alias, Identity authority) throws IOException {
    return make(
        alias, List.of("-signer", authority.alias(), "-ext", "san=dns:elsewhere.example.org"));
  }

  /** A certificate that was valid for five days, a month ago. */
  public Identity expired(String alias, Identity authority) throws IOException {
    return make(
        alias,
        List.of(
            "-signer", authority.alias(), "-ext", HERE, "-startdate", "-30d", "-validity", "5"));
  }

  private Identity make(String alias, List<String> options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                all.toString(),
                "-storepass",
                PASSPHRASE,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias + ", O=Farsight test"));
    command.addAll(options);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return export(alias);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private Identity export(String alias) throws IOException, GeneralSecurityException {
    char[] passphrase = PASSPHRASE.toCharArray();
    KeyStore from = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(all)) {
      from.load(in, passphrase);
    }
    Key key = from.getKey(alias, passphrase);
    Certificate[] chain = from.getCertificateChain(alias);
    KeyStore to = KeyStore.getInstance("PKCS12");
    to.load(null, null);
    to.setKeyEntry(alias, key, passphrase, chain);
    Path pkcs12 = folder.resolve(alias + ".p12");
    try (OutputStream out = Files.newOutputStream(pkcs12)) {
      to.store(out, passphrase);
    }
    return new Identity(
        alias,
        pkcs12,
        pem(alias + ".key", "PRIVATE KEY", key.getEncoded()),
        pem(alias + ".pem", "CERTIFICATE", chain[0].getEncoded()),
        (X509Certificate) chain[0]);
  }

  private Path pem(String name, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  /** A file with the certificates of all of these, in PEM. */
  public Path bundle(String name, Identity... identities) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Identity identity : Arrays.asList(identities)) {
      text.append(Files.readString(identity.certificate()));
    }
    return Files.writeString(folder.resolve(name), text);
  }
}
