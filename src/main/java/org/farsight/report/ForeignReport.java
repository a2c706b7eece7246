package org.farsight.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;

/**
 * A report that was written in another system: at the core hospital's FHIR server by any client, or
 * by its reporting system. Holds a person and what was found, so {@code toString} says only what
 * may be logged.
 *
 * @param caseId the case that it answers
 * @param exchangeId the examination
 * @param version 1 for the first one that came
 * @param status what this version is
 * @param reason why an earlier version was changed or withdrawn; may be empty
 * @param subject who was examined
 * @param examination what was done
 * @param signedBy who answers for it, as the other system names that person or department
 * @param signedAt when it was issued
 * @param findings what is seen; empty where the other system does not tell it apart
 * @param impression the conclusion
 * @param critical what the branch must be told at once
 * @param pdf its file, where there is one
 * @param page its HTML, where there is one
 * @param zone in which its times are told
 */
public record ForeignReport(
    String caseId,
    String exchangeId,
    int version,
    Report.Status status,
    String reason,
    Report.Subject subject,
    Report.Examination examination,
    String signedBy,
    Instant signedAt,
    String findings,
    String impression,
    Optional<String> critical,
    Optional<byte[]> pdf,
    Optional<String> page,
    ZoneId zone)
    implements ReturnedReport {

  /** Replaces half characters (lone surrogates), which no file and no message can hold. */
  public ForeignReport {
    reason = whole(reason);
    signedBy = whole(signedBy);
    findings = whole(findings);
    impression = whole(impression);
    critical = critical.map(ForeignReport::whole);
    page = page.map(ForeignReport::whole);
  }

  private static String whole(String text) {
    return ReportText.whole(text);
  }

  /** The same with a file. */
  public ForeignReport with(byte[] file) {
    return new ForeignReport(
        caseId,
        exchangeId,
        version,
        status,
        reason,
        subject,
        examination,
        signedBy,
        signedAt,
        findings,
        impression,
        critical,
        Optional.of(file),
        page,
        zone);
  }

  /** None: another system's are part of its text. */
  @Override
  public List<Report.Field> fields() {
    return List.of();
  }

  /** The other system's page, or one made of what it said. */
  @Override
  public String html() {
    return page.orElseGet(() -> ReportHtml.of(this, Language.ZH));
  }

  @Override
  public String toString() {
    return "ForeignReport of case " + caseId + " version " + version;
  }
}
