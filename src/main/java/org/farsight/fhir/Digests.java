package org.farsight.fhir;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that FHIR ids and hashes are made of. */
final class Digests {

  private Digests() {}

  /** SHA-256 of a text in UTF-8, 64 lower-case hex digits. */
  static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 of bytes, 64 lower-case hex digits. */
  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
  }

  /** SHA-1 of bytes: what R4's Attachment.hash is. */
  static byte[] sha1(byte[] bytes) {
    return digest("SHA-1").digest(bytes);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
