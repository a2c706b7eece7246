package org.farsight.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.DocumentException;

/**
 * What is signed: a report, and which pages show it.
 *
 * @param report what was said
 * @param language of the words on the pages
 * @param zone in which times stand on the pages
 * @param pagesLength bytes of the file of pages, before the signature was attached
 * @param pagesSha256 of those bytes, hex
 */
record Statement(
    Report report, Language language, ZoneId zone, int pagesLength, String pagesSha256) {
  private static final String FORMAT = "farsight-report/1";

  byte[] write() {
    ObjectNode tree = CanonicalJson.object();
    tree.put("format", FORMAT).put("language", language.code()).put("zone", zone.getId());
    tree.putObject("pages").put("length", pagesLength).put("sha256", pagesSha256);
    tree.set("report", ReportJson.tree(report));
    return CanonicalJson.write(tree);
  }

  /**
   * Reads what was signed. Nobody could sign it in another form than the canonical one, so another
   * one is refused.
   */
  static Statement read(byte[] json) throws DocumentException {
    Members from = new Members(CanonicalJson.read(json), "");
    if (!from.word("format").equals(FORMAT)) {
      throw new DocumentException("is not " + FORMAT, "/format");
    }
    Members pages = from.below("pages");
    Statement statement =
        new Statement(
            ReportJson.read(from.below("report")),
            language(from.word("language")),
            zone(from.word("zone")),
            pages.whole("length", 1, Integer.MAX_VALUE),
            pages.word("sha256"));
    pages.done();
    from.done();
    if (!Arrays.equals(statement.write(), json)) {
      throw new DocumentException("is not in canonical form (RFC 8785)", "/");
    }
    return statement;
  }

  private static Language language(String code) throws DocumentException {
    for (Language one : Language.values()) {
      if (one.code().equals(code)) {
        return one;
      }
    }
    throw new DocumentException("is a language that is not known", "/language");
  }

  private static ZoneId zone(String id) throws DocumentException {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw new DocumentException("is a zone that is not known", "/zone");
    }
  }

  /** The parts of a JWS in its compact form (RFC 7515 §7.1). */
  static byte[] payload(String jws) throws DocumentException {
    int first = jws.indexOf('.');
    int second = jws.indexOf('.', first + 1);
    if (first < 1 || second < 0 || jws.indexOf('.', second + 1) >= 0) {
      throw new DocumentException("is no JWS of three parts", "byte 0");
    }
    try {
      return Base64.getUrlDecoder()
          .decode(jws.substring(first + 1, second).getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new DocumentException("is no base64url", "byte " + (first + 1));
    }
  }
}
