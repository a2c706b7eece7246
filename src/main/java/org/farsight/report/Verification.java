package org.farsight.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.DocumentException;

/**
 * Whether a file is a report as it was signed. Trusts nothing in the file: the key is one that is
 * known beforehand, its kind decides the algorithm, and each byte of a PDF must follow from the
 * pages whose digest was signed and from the signature.
 *
 * @param finding what came of it
 * @param detail where it shows; may be empty
 * @param keyId thumbprint (RFC 7638) of the key that the file names; empty where it names none
 * @param algorithm that the file names; may be empty
 * @param report what was said, where that can be read: proved only if the finding is a good one
 */
public record Verification(
    Finding finding, String detail, String keyId, String algorithm, Optional<Report> report) {

  /** What came of it. */
  public enum Finding {
    /** All of it is as it was signed. */
    GENUINE(
        true,
        "签名有效：内容与页面均与签发时一致。",
        "The signature is right: contents and pages are as they were signed."),
    /** What was said is as it was signed; the file shows no pages. */
    GENUINE_WITHOUT_PAGES(
        true,
        "签名有效：内容与签发时一致；此文件不含页面。",
        "The signature is right: the contents are as they were signed; this file has no pages."),
    /** No signature is in it. */
    NOT_SIGNED(false, "此文件不含报告签名。", "This file carries no signature of a report."),
    /** It cannot be read. */
    NOT_READABLE(false, "无法读取此文件中的签名。", "The signature in this file cannot be read."),
    /** It names an algorithm that the key does not sign with. */
    WRONG_ALGORITHM(
        false,
        "签名算法与密钥不符，不予采信。",
        "It names an algorithm that its key does not sign with: not to be believed."),
    /** The key is none of those known. */
    KEY_UNKNOWN(
        false,
        "签名所用密钥不在已知密钥之列，无法证明出处。",
        "It was signed with a key that is not among those known: its origin is not proved."),
    /** The contents are not those that were signed. */
    WRONG_SIGNATURE(false, "签名无效：内容在签发后被更改。", "The signature is wrong: the contents were changed."),
    /** The pages are not those that were signed. */
    OTHER_PAGES(
        false,
        "签名有效，但页面不是签发时的页面，请勿采信所见页面。",
        "The contents were signed, but the pages are others: do not believe what they show."),
    /** Something was added behind what was signed. */
    ADDED_TO(
        false,
        "签名有效，但签发之后文件被追加内容，请勿采信所见页面。",
        "The contents were signed, but something was added to the file since: do not believe what"
            + " its pages show.");

    private final boolean good;
    private final String zh;
    private final String en;

    Finding(boolean good, String zh, String en) {
      this.good = good;
      this.zh = zh;
      this.en = en;
    }

    /** Whether the file can be believed. */
    public boolean isGood() {
      return good;
    }

    /** In plain words. */
    public String words(Language language) {
      return switch (language) {
        case ZH -> zh;
        case EN -> en;
      };
    }
  }

  /**
   * Looks at a file: a PDF, a JWS, or the JSON in which a JWS stands beside the report.
   *
   * @param keys whom we believe
   */
  public static Verification of(byte[] file, KnownKeys keys) {
    boolean pdf =
        new String(file, 0, Math.min(5, file.length), StandardCharsets.ISO_8859_1).equals("%PDF-");
    String jws;
    try {
      jws = pdf ? PdfIncrement.jws(file) : beside(file);
    } catch (DocumentException e) {
      return new Verification(
          Finding.NOT_SIGNED, String.valueOf(e.getMessage()), "", "", Optional.empty());
    }
    Verification signature = signature(jws, keys);
    if (signature.finding != Finding.GENUINE) {
      return signature;
    }
    try {
      Statement statement = Statement.read(Statement.payload(jws));
      if (pdf) {
        return pages(signature, statement, file, jws);
      }
      boolean same =
          shown(file).map(shown -> shown.equals(ReportJson.tree(statement.report()))).orElse(true);
      return signature.with(
          same ? Finding.GENUINE_WITHOUT_PAGES : Finding.WRONG_SIGNATURE, same ? "" : "/report");
    } catch (DocumentException e) {
      return signature.with(Finding.NOT_READABLE, String.valueOf(e.getMessage()));
    }
  }

  private Verification with(Finding other, String where) {
    return new Verification(other, where, keyId, algorithm, report);
  }

  private static Verification pages(
      Verification signature, Statement statement, byte[] file, String jws) {
    int length = statement.pagesLength();
    if (length > file.length) {
      return signature.with(Finding.OTHER_PAGES, "byte " + file.length);
    }
    byte[] pages = Arrays.copyOf(file, length);
    if (!ReportFile.sha256(pages).equals(statement.pagesSha256())) {
      return signature.with(Finding.OTHER_PAGES, "byte 0 to " + length);
    }
    try {
      byte[] right = PdfIncrement.append(pages, jws);
      int differs = Arrays.mismatch(right, file);
      return differs < 0 ? signature : signature.with(Finding.ADDED_TO, "byte " + differs);
    } catch (DocumentException e) {
      return signature.with(Finding.NOT_READABLE, String.valueOf(e.getMessage()));
    }
  }

  /** Whether a known key has signed it. */
  private static Verification signature(String jws, KnownKeys keys) {
    JWSObject object;
    Optional<Report> report = Optional.empty();
    try {
      object = JWSObject.parse(jws);
      report = Optional.of(Statement.read(Statement.payload(jws)).report());
    } catch (ParseException e) {
      // an unsigned one ("none") is no JWS to the library
      Finding finding = isUnsigned(jws) ? Finding.WRONG_ALGORITHM : Finding.NOT_READABLE;
      return new Verification(finding, "", "", "", Optional.empty());
    } catch (DocumentException e) {
      return new Verification(
          Finding.NOT_READABLE, String.valueOf(e.getMessage()), "", "", Optional.empty());
    }
    if (!Base64URL.encode(object.getSignature().decode()).equals(object.getSignature())) {
      // other letters for the same bytes: nobody signs so
      return new Verification(Finding.NOT_READABLE, "the signature", "", "", report);
    }
    JWSHeader header = object.getHeader();
    String id = header.getKeyID() == null ? "" : header.getKeyID();
    Verification as =
        new Verification(Finding.GENUINE, "", id, header.getAlgorithm().getName(), report);
    Optional<JWK> key = keys.find(id);
    if (key.isEmpty()) {
      return as.with(Finding.KEY_UNKNOWN, "");
    }
    if (!isSignedBy(key.get(), header.getAlgorithm())) {
      return as.with(Finding.WRONG_ALGORITHM, "");
    }
    try {
      return object.verify(verifier(key.get())) ? as : as.with(Finding.WRONG_SIGNATURE, "");
    } catch (JOSEException | IllegalStateException e) {
      return as.with(Finding.WRONG_SIGNATURE, "");
    }
  }

  private static boolean isUnsigned(String jws) {
    try {
      return PlainHeader.parse(new Base64URL(jws.substring(0, Math.max(0, jws.indexOf('.')))))
          .getAlgorithm()
          .equals(Algorithm.NONE);
    } catch (ParseException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The key decides, and not what the file says (RFC 8725 §3.1). */
  private static boolean isSignedBy(JWK key, JWSAlgorithm algorithm) {
    if (key.getAlgorithm() != null) {
      return key.getAlgorithm().getName().equals(algorithm.getName());
    }
    return key instanceof ECKey
        ? JWSAlgorithm.Family.EC.contains(algorithm)
        : JWSAlgorithm.Family.RSA.contains(algorithm);
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    if (key instanceof ECKey curve) {
      return new ECDSAVerifier(curve);
    }
    if (key instanceof RSAKey rsa) {
      return new RSASSAVerifier(rsa);
    }
    throw new JOSEException("neither an elliptic curve nor RSA");
  }

  /** The JWS of a text file, alone or as the member {@code jws} of an object. */
  private static String beside(byte[] file) throws DocumentException {
    String text = new String(file, StandardCharsets.UTF_8).strip();
    if (!text.startsWith("{")) {
      if (!text.matches("(?s)[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*")) {
        throw new DocumentException("is neither a PDF nor a JWS", "byte 0");
      }
      return text;
    }
    if (CanonicalJson.read(file).get("jws") instanceof TextNode jws) {
      return jws.textValue();
    }
    throw new DocumentException("has no member jws", "/jws");
  }

  /** The report that stands beside the signature, which people read. */
  private static Optional<JsonNode> shown(byte[] file) throws DocumentException {
    if (!new String(file, StandardCharsets.UTF_8).strip().startsWith("{")) {
      return Optional.empty();
    }
    return Optional.ofNullable(CanonicalJson.read(file).get("report"));
  }

  /** What was found, without the report. */
  @Override
  public String toString() {
    return "Verification[" + finding + ", key " + keyId + "]";
  }
}
