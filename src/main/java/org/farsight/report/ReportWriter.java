package org.farsight.report;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Site;

/**
 * Makes a signed version: the report of a case, its paper, its signature.
 *
 * @param ledger knows what was read
 * @param acquired when an examination was made, where its objects say it
 * @param exhibits what is shown beside the words
 * @param key what is signed with
 * @param publicUrl address of the engine as people outside see it, without a slash at the end
 */
public record ReportWriter(
    Ledger ledger,
    ReportPaper paper,
    Function<Exchange, Optional<Instant>> acquired,
    Exhibits.Source exhibits,
    SigningKey key,
    Language language,
    String publicUrl,
    InstantSource clock) {
  private static final int MOST_SOURCES = 50_000;
  private static final int DIGITS = 16;

  /** What a version says beside what is known of the case. */
  record Words(
      Report.Status status,
      String reason,
      String template,
      List<Report.Field> fields,
      String findings,
      String impression,
      Optional<String> critical,
      List<Report.KeyImage> keyImages) {

    /** Hides what was found. */
    @Override
    public String toString() {
      return "Words[" + status + "]";
    }
  }

  /**
   * Makes the version behind another one.
   *
   * @param before empty for the first
   */
  ReportFile write(
      ReadingCase one,
      Exchange examination,
      Site site,
      Words words,
      Report.Signer signer,
      Optional<ReportFile> before)
      throws DocumentException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant least = before.map(ReportFile::signedAt).orElse(now);
    Report report =
        new Report(
            one.id(),
            one.exchangeId(),
            before.map(ReportFile::version).orElse(0) + 1,
            words.status(),
            before.map(ReportFile::sha256),
            words.reason(),
            before
                .map(ReportFile::subject)
                .filter(x -> withdraws(words))
                .orElse(subject(one, examination)),
            examination(one, examination, site),
            words.template(),
            words.fields(),
            words.findings(),
            words.impression(),
            words.critical(),
            words.keyImages(),
            signer,
            now.isBefore(least) ? least : now,
            sources(examination));
    byte[] pages =
        paper.write(report, language, site.zone(), exhibits.of(report, language), address(report));
    return ReportFile.sign(report, pages, language, site.zone(), key);
  }

  /** A withdrawn version names whom it was signed of, although the case may be another's by now. */
  private static boolean withdraws(Words words) {
    return words.status() == Report.Status.ENTERED_IN_ERROR;
  }

  private static Report.Subject subject(ReadingCase one, Exchange examination) {
    ReadingCase.Person person = one.person();
    return new Report.Subject(
        person.reference(),
        person.patientId(),
        examination.patientIssuer(),
        person.name(),
        person.sex(),
        person.birthDate());
  }

  private Report.Examination examination(ReadingCase one, Exchange examination, Site site) {
    return new Report.Examination(
        one.siteId(),
        site.name(),
        one.examination().accession(),
        one.examination().modality(),
        one.examination().description(),
        examination.kind() == Kind.STUDY ? examination.key() : "",
        one.task().order(),
        one.task().reference(),
        acquired.apply(examination).orElse(examination.firstAt()));
  }

  private List<Report.Source> sources(Exchange examination) throws DocumentException {
    List<Report.Source> all = new ArrayList<>();
    for (Arrival arrival : ledger.arrivals(examination.id(), 0)) {
      String what =
          arrival.facts().isDicom() ? arrival.facts().sopInstance() : arrival.facts().format();
      all.add(new Report.Source(what, arrival.content().digest()));
    }
    if (all.size() > MOST_SOURCES) {
      throw new DocumentException(
          "is about more than " + MOST_SOURCES + " objects, whose digests no report can hold",
          "/read");
    }
    return all;
  }

  /** Where a version can be looked up: with the beginning of the digest of what it says. */
  String address(Report report) {
    return publicUrl + "/verify/" + report.caseId() + "/" + report.version() + "?d=" + code(report);
  }

  /** The beginning of the digest of the canonical report: it stands in the code on its paper. */
  static String code(Report report) {
    return ReportFile.sha256(ReportJson.write(report)).substring(0, DIGITS);
  }
}
