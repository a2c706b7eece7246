package org.farsight.report;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.DocumentException;

/**
 * Public keys by which reports are verified: a JWK set (RFC 7517 §5). A key is known by its
 * thumbprint (RFC 7638), whatever name stands beside it, so that a signature cannot choose another.
 */
public final class KnownKeys {
  private final Map<String, JWK> byThumbprint;

  private KnownKeys(Map<String, JWK> byThumbprint) {
    this.byThumbprint = byThumbprint;
  }

  /** Knows none. */
  public static KnownKeys none() {
    return new KnownKeys(Map.of());
  }

  /**
   * Reads a JWK set, or a single JWK. Keys that cannot be used for reports are passed over.
   *
   * @throws DocumentException if it is neither
   */
  public static KnownKeys read(String json) throws DocumentException {
    Map<String, JWK> all = new LinkedHashMap<>();
    try {
      List<JWK> keys =
          json.contains("\"keys\"") ? JWKSet.parse(json).getKeys() : List.of(JWK.parse(json));
      for (JWK key : keys) {
        if (key instanceof ECKey || key instanceof RSAKey) {
          all.put(key.computeThumbprint().toString(), key.toPublicJWK());
        }
      }
    } catch (ParseException | JOSEException e) {
      throw new DocumentException("is no JWK set (RFC 7517)", "/");
    }
    return new KnownKeys(all);
  }

  /** These, and one more. */
  KnownKeys and(SigningKey key) {
    Map<String, JWK> all = new LinkedHashMap<>(byThumbprint);
    all.putIfAbsent(key.id(), key.publicKey());
    return new KnownKeys(all);
  }

  boolean has(String thumbprint) {
    return byThumbprint.containsKey(thumbprint);
  }

  Optional<JWK> find(String thumbprint) {
    return Optional.ofNullable(byThumbprint.get(thumbprint));
  }

  /** The thumbprints, the oldest key first. */
  public List<String> thumbprints() {
    return List.copyOf(byThumbprint.keySet());
  }

  /** The JWK set. */
  public String json() {
    return new JWKSet(new ArrayList<>(byThumbprint.values())).toString(true);
  }
}
