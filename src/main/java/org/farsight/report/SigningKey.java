package org.farsight.report;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import org.farsight.exchange.DocumentException;

/**
 * The key that reports are signed with: a private JWK (RFC 7517). Its type decides the algorithm:
 * an elliptic curve P-256 ES256, P-384 ES384, P-521 ES512; RSA (from 2048 bits) PS256, or what the
 * key's own {@code alg} names (RFC 7518 §3.1).
 */
public final class SigningKey {
  private static final int LEAST_RSA_BITS = 2048;
  private static final JOSEObjectType TYPE = new JOSEObjectType("farsight-report");

  private final JWK key;
  private final JWSAlgorithm algorithm;
  private final JWSSigner signer;
  private final String id;

  private SigningKey(JWK key, JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
    this.key = key;
    this.algorithm = algorithm;
    this.signer = signer;
    this.id = key.computeThumbprint().toString();
  }

  /** Another key: an elliptic curve P-256. */
  public static SigningKey generate() {
    try {
      return of(new ECKeyGenerator(Curve.P_256).generate());
    } catch (JOSEException | DocumentException e) {
      throw new IllegalStateException("every Java can make an elliptic curve key", e);
    }
  }

  /**
   * Reads a private JWK.
   *
   * @throws DocumentException if it is none, or none that reports can be signed with
   */
  public static SigningKey read(String json) throws DocumentException {
    JWK key;
    try {
      key = JWK.parse(json);
    } catch (ParseException e) {
      // the library's message may quote the key
      throw new DocumentException("is no JWK (RFC 7517)", "/");
    }
    try {
      return of(key);
    } catch (JOSEException e) {
      throw new DocumentException("is no key that can sign", "/");
    }
  }

  private static SigningKey of(JWK key) throws JOSEException, DocumentException {
    if (!key.isPrivate()) {
      throw new DocumentException("is a public key; the private one signs", "/d");
    }
    JWSAlgorithm named =
        key.getAlgorithm() == null ? null : JWSAlgorithm.parse(key.getAlgorithm().getName());
    JWSSigner signer;
    JWSAlgorithm algorithm;
    if (key instanceof ECKey curve) {
      ECDSASigner one = new ECDSASigner(curve);
      signer = one;
      algorithm = one.supportedECDSAAlgorithm();
    } else if (key instanceof RSAKey rsa && rsa.size() >= LEAST_RSA_BITS) {
      signer = new RSASSASigner(rsa);
      algorithm = named == null ? JWSAlgorithm.PS256 : named;
    } else {
      throw new DocumentException(
          "signs no reports: an elliptic curve (P-256, P-384, P-521) or RSA from "
              + LEAST_RSA_BITS
              + " bits does",
          "/kty");
    }
    if (!signer.supportedJWSAlgorithms().contains(algorithm)
        || (named != null && !named.equals(algorithm))) {
      throw new DocumentException("names an algorithm that this key cannot do", "/alg");
    }
    return new SigningKey(key, algorithm, signer);
  }

  /** The key's thumbprint (RFC 7638), its {@code kid} in signatures. */
  public String id() {
    return id;
  }

  /** The algorithm's name (RFC 7518 §3.1). */
  public String algorithm() {
    return algorithm.getName();
  }

  /** The private JWK: to be written where only the engine can read it. */
  String json() {
    return key.toJSONString();
  }

  /** What others verify with. */
  JWK publicKey() {
    return named(key.toPublicJWK());
  }

  private JWK named(JWK open) {
    if (open instanceof ECKey curve) {
      return new ECKey.Builder(curve).keyID(id).algorithm(algorithm).build();
    }
    if (open instanceof RSAKey rsa) {
      return new RSAKey.Builder(rsa).keyID(id).algorithm(algorithm).build();
    }
    throw new IllegalStateException("neither an elliptic curve nor RSA");
  }

  /** The JWS in its compact form. */
  String sign(byte[] payload) {
    JWSHeader header =
        new JWSHeader.Builder(algorithm).type(TYPE).keyID(id).jwk(publicKey()).build();
    JWSObject object = new JWSObject(header, new Payload(payload));
    try {
      object.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the key could not sign: " + e.getMessage(), e);
    }
    return object.serialize();
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return algorithm + " key " + id;
  }
}
