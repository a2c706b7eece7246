package org.farsight.dicom.ul;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;

/**
 * The TLS secure transport connection profiles of PS3.15 annex B that rest on BCP 195, as protocol
 * versions and cipher suites. All suites have ephemeral keys and authenticated encryption. The
 * first BCP 195 profile, which allows to fall back to TLS 1.0, is not among them: RFC 8996 has
 * forbidden that.
 */
public enum TlsProfile {
  /**
   * BCP 195 RFC 8996, 9325 TLS Secure Transport Connection Profile (PS3.15 §B.12): TLS 1.3, and TLS
   * 1.2 with the suites of RFC 9325 §4.2.
   */
  BCP_195("bcp-195", Suites.TLS_1_3, Suites.ECDHE),

  /**
   * Non-Downgrading BCP 195 TLS Secure Transport Connection Profile (PS3.15 §B.10, retired): as
   * {@link #BCP_195}, and finite field key exchange for devices that know no elliptic curves.
   */
  NON_DOWNGRADING_BCP_195("non-downgrading-bcp-195", Suites.TLS_1_3, Suites.ECDHE, Suites.DHE),

  /**
   * Modified BCP 195 TLS Secure Transport Connection Profile (PS3.15 §B.11 and §B.13): groups of at
   * least 2048 (finite field) or 256 bits (curves), nothing else is negotiated.
   */
  MODIFIED_BCP_195("modified-bcp-195", Suites.TLS_1_3, Suites.ECDHE, Suites.DHE, Suites.CHACHA) {
    @Override
    void restrict(SSLParameters parameters) {
      super.restrict(parameters);
      parameters.setNamedGroups(
          new String[] {
            "x25519", "secp256r1", "secp384r1", "secp521r1", "ffdhe2048", "ffdhe3072", "ffdhe4096"
          });
    }
  };

  /** Names of the IANA registry, in the order of preference. */
  private enum Suites {
    TLS_1_3("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"),
    ECDHE(
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    DHE("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"),
    CHACHA(
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final List<String> names;

    Suites(String... names) {
      this.names = List.of(names);
    }
  }

  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private final String word;
  private final List<String> cipherSuites;

  TlsProfile(String word, Suites... suites) {
    this.word = word;
    this.cipherSuites = Stream.of(suites).flatMap(some -> some.names.stream()).toList();
  }

  /** As written in configurations. */
  public String word() {
    return word;
  }

  /** The profile of this word. */
  public static Optional<TlsProfile> of(String word) {
    return Arrays.stream(values()).filter(profile -> profile.word.equals(word)).findFirst();
  }

  /** The words of all profiles, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(TlsProfile::word).collect(Collectors.joining(", "));
  }

  /** As JSSE names them, the preferred one first. */
  public List<String> protocols() {
    return PROTOCOLS;
  }

  /** As IANA names them, the preferred one first. */
  public List<String> cipherSuites() {
    return cipherSuites;
  }

  /** Leaves nothing to be negotiated but what the profile has. */
  void restrict(SSLParameters parameters) {
    parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
    parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
  }
}
