package org.farsight.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Optional;
import org.farsight.exchange.DocumentException;

/**
 * A version that another system has written, as it is kept: what it says in our terms, where it
 * came from, and what came, byte for byte. Canonical JSON, so that the same version gives the same
 * bytes. Holds a person and what was found, so {@code toString} says only what may be logged.
 *
 * @param report what it says
 * @param origin which version of which document it is: at a FHIR server the address of that version
 *     of the DiagnosticReport, of a message its sender and control id
 * @param original what came: FHIR JSON without the contents that stand in the report, or a message
 */
public record ForeignDocument(ForeignReport report, String origin, byte[] original) {

  /** Name of the format of a report that was found at a FHIR server. */
  public static final String FHIR = "report-fhir";

  /** Name of the format of a report that came as HL7 v2 ORU^R01. */
  public static final String HL7 = "report-hl7v2";

  /** Bytes of a file or of what came, at most. */
  public static final int MOST_BYTES = 32 << 20;

  private static final int MOST_VERSIONS = 10_000;
  private static final int LONGEST_BASE64 = MOST_BYTES / 3 * 4 + 4;

  /** A message holds its file in base64, and is held in base64. */
  private static final int LONGEST_ORIGINAL = 2 * LONGEST_BASE64;

  /** Bytes of one at most, as it is kept. */
  public static final int LONGEST = LONGEST_BASE64 + LONGEST_ORIGINAL + 2 * MOST_BYTES;

  /** The canonical bytes. */
  public byte[] write() {
    ObjectNode tree = CanonicalJson.object();
    tree.put("case", report.caseId()).put("exchange", report.exchangeId());
    tree.put("version", report.version()).put("status", Members.name(report.status()));
    tree.put("reason", report.reason());
    tree.set("subject", ReportJson.tree(report.subject()));
    tree.set("examination", ReportJson.tree(report.examination()));
    tree.put("signedBy", report.signedBy()).put("signedAt", report.signedAt().toString());
    tree.put("findings", report.findings()).put("impression", report.impression());
    report.critical().ifPresent(words -> tree.put("critical", words));
    report.pdf().ifPresent(file -> tree.put("pdf", Base64.getEncoder().encodeToString(file)));
    report.page().ifPresent(page -> tree.put("page", page));
    tree.put("zone", report.zone().getId()).put("origin", origin);
    tree.put("original", Base64.getEncoder().encodeToString(original));
    return CanonicalJson.write(tree);
  }

  /**
   * Reads one as it was kept.
   *
   * @throws DocumentException if it is none: what is wrong, and at which member or byte
   */
  public static ForeignDocument read(byte[] json) throws DocumentException {
    Members from = new Members(CanonicalJson.read(json, LONGEST), "");
    ForeignReport report =
        new ForeignReport(
            from.word("case"),
            from.word("exchange"),
            from.whole("version", 1, MOST_VERSIONS),
            from.one("status", Report.Status.class),
            from.text("reason", Members.LONG),
            ReportJson.subject(from.below("subject")),
            ReportJson.examination(from.below("examination")),
            from.word("signedBy"),
            from.time("signedAt"),
            from.text("findings", Members.LONG),
            from.text("impression", Members.LONG),
            from.optional("critical", Members.LONG),
            bytes(from, "pdf", LONGEST_BASE64),
            from.optional("page", MOST_BYTES),
            zone(from));
    ForeignDocument document =
        new ForeignDocument(
            report,
            from.word("origin"),
            bytes(from, "original", LONGEST_ORIGINAL).orElseGet(() -> new byte[0]));
    from.done();
    return document;
  }

  private static Optional<byte[]> bytes(Members from, String name, int longest)
      throws DocumentException {
    Optional<String> text = from.optional(name, longest);
    try {
      return text.map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException e) {
      throw new DocumentException("is no base64", from.where(name));
    }
  }

  private static ZoneId zone(Members from) throws DocumentException {
    try {
      return ZoneId.of(from.word("zone"));
    } catch (DateTimeException e) {
      throw new DocumentException("is no zone", from.where("zone"));
    }
  }

  @Override
  public String toString() {
    return "ForeignDocument of case " + report.caseId() + " version " + report.version();
  }
}
