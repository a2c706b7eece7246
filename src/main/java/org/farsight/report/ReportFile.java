package org.farsight.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.DocumentException;

/**
 * A signed version of our own: one PDF file whose pages show the report, and which carries the
 * report itself and the signature over both as an attachment. Reading one says that it is whole,
 * and not whether the signature is right: that is for a verification to say.
 */
public final class ReportFile implements ReturnedReport {
  /** Name of the format as facts of an arrival. */
  public static final String FORMAT = "report-pdf";

  /** Bytes of a file at most. */
  public static final int MOST_BYTES = 64 << 20;

  private final byte[] file;
  private final String jws;
  private final Statement statement;

  private ReportFile(byte[] file, String jws, Statement statement) {
    this.file = file;
    this.jws = jws;
    this.statement = statement;
  }

  /**
   * Signs a report and the pages that show it.
   *
   * @param pages a PDF written by the paper of this room
   * @param language of the pages
   * @param zone in which the pages tell times
   * @throws DocumentException if the pages hold no place for a signature
   */
  public static ReportFile sign(
      Report report, byte[] pages, Language language, ZoneId zone, SigningKey key)
      throws DocumentException {
    Statement statement = new Statement(report, language, zone, pages.length, sha256(pages));
    String jws = key.sign(statement.write());
    return new ReportFile(PdfIncrement.append(pages, jws), jws, statement);
  }

  /**
   * Reads a file as it was kept.
   *
   * @throws DocumentException if it is none, or is not the pages and the signature that belong
   *     together and nothing else
   */
  public static ReportFile read(byte[] file) throws DocumentException {
    if (file.length > MOST_BYTES) {
      throw new DocumentException("is larger than " + MOST_BYTES + " bytes", "byte " + MOST_BYTES);
    }
    String jws = PdfIncrement.jws(file);
    Statement statement = Statement.read(Statement.payload(jws));
    if (statement.pagesLength() > file.length) {
      throw new DocumentException("is cut off", "byte " + file.length);
    }
    byte[] pages = Arrays.copyOf(file, statement.pagesLength());
    if (!sha256(pages).equals(statement.pagesSha256())) {
      throw new DocumentException("its pages are not those that were signed", "byte 0");
    }
    if (!Arrays.equals(PdfIncrement.append(pages, jws), file)) {
      throw new DocumentException(
          "something was added to the pages that were signed", "byte " + pages.length);
    }
    return new ReportFile(file.clone(), jws, statement);
  }

  /** What was said. */
  public Report report() {
    return statement.report();
  }

  /** The signature with what it covers (RFC 7515, compact). */
  public String jws() {
    return jws;
  }

  /** The file. */
  public byte[] bytes() {
    return file.clone();
  }

  /** SHA-256 of the file, hex: what the next version says that it replaces. */
  public String sha256() {
    return sha256(file);
  }

  /** The language of its pages. */
  public Language language() {
    return statement.language();
  }

  /** The report with its signature, as JSON: {@code {"jws", "report"}}. */
  public byte[] json() {
    ObjectNode tree = CanonicalJson.object().put("jws", jws);
    tree.set("report", ReportJson.tree(report()));
    return CanonicalJson.write(tree);
  }

  /** The page in either language. */
  public String html(Language language) {
    return ReportHtml.of(this, language, report().keyImages(), ReportPictures.read(file));
  }

  @Override
  public String caseId() {
    return report().caseId();
  }

  @Override
  public String exchangeId() {
    return report().exchangeId();
  }

  @Override
  public int version() {
    return report().version();
  }

  @Override
  public Report.Status status() {
    return report().status();
  }

  @Override
  public String reason() {
    return report().reason();
  }

  @Override
  public Report.Subject subject() {
    return report().subject();
  }

  @Override
  public Report.Examination examination() {
    return report().examination();
  }

  @Override
  public String signedBy() {
    return report().signer().name();
  }

  @Override
  public Instant signedAt() {
    return report().signedAt();
  }

  @Override
  public List<Report.Field> fields() {
    return report().fields();
  }

  @Override
  public String findings() {
    return report().findings();
  }

  @Override
  public String impression() {
    return report().impression();
  }

  @Override
  public Optional<String> critical() {
    return report().critical();
  }

  @Override
  public Optional<byte[]> pdf() {
    return Optional.of(bytes());
  }

  @Override
  public ZoneId zone() {
    return statement.zone();
  }

  /** In the language of its pages. */
  @Override
  public String html() {
    return html(language());
  }

  @Override
  public String toString() {
    return "ReportFile of case " + caseId() + " version " + version();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
