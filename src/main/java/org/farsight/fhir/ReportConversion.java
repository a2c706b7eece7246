package org.farsight.fhir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ReportFile;
import org.farsight.report.ReturnedReport;
import org.hl7.fhir.r4.model.Reference;

/**
 * The newest version of a read as a transaction: DiagnosticReport with its forms, a Provenance of
 * each version that was signed here, and the reading task as it is to become. What the report hangs
 * on is named by identifiers: the delivery looks at the task as it stands at its server and puts in
 * what that names. Of a report that is at a FHIR server already there is the task only.
 */
final class ReportConversion {
  private final ContentStore store;
  private final ConversionOptions options;
  private final Examinations examinations;

  ReportConversion(ContentStore store, ConversionOptions options, Examinations examinations) {
    this.store = store;
    this.options = options;
    this.examinations = examinations;
  }

  /**
   * Drafts the transaction.
   *
   * @param recalled whether an examination was sent under the wrong patient: then nobody is to read
   *     it again
   * @throws DocumentException if a version cannot be read
   */
  TransactionBundle convert(
      Exchange exchange, Site site, List<Arrival> arrivals, Predicate<String> recalled)
      throws IOException, DocumentException {
    Arrival newest = arrivals.getLast();
    TransactionBundle bundle = new TransactionBundle(exchange.id());
    return switch (newest.facts().format()) {
      case ReportFile.FORMAT -> signed(bundle, exchange, site, arrivals, recalled);
      case ForeignDocument.FHIR -> {
        ForeignDocument document = ForeignDocument.read(bytes(newest));
        Parts parts = parts(bundle, site, document.report(), recalled);
        if (document.report().stands()) {
          // which server's it is stays in it: at another one that id is something else
          Reference there = new Reference(document.origin().replaceFirst("/_history/[^/]*$", ""));
          parts.task().add(document.report(), there, parts.department(), parts.department());
        }
        yield bundle;
      }
      case ForeignDocument.HL7 -> {
        ReturnedReport report = ForeignDocument.read(bytes(newest)).report();
        Parts parts = parts(bundle, site, report, recalled);
        Reference reader = ReportResources.named(report.signedBy());
        Reference there = parts.resources().addReport(report, parts.department(), reader);
        parts.task().add(report, there, parts.department(), parts.department());
        Reference branch = SiteResources.addSite(bundle, site);
        ProvenanceResource.add(
            bundle,
            exchange,
            site,
            List.of(newest),
            branch,
            options,
            ProvenanceResource.Activity.CONVERT);
        yield bundle;
      }
      default -> throw new DocumentException("no version of a report", newest.facts().format());
    };
  }

  private TransactionBundle signed(
      TransactionBundle bundle,
      Exchange exchange,
      Site site,
      List<Arrival> arrivals,
      Predicate<String> recalled)
      throws IOException, DocumentException {
    List<ReportFile> versions = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (arrival.facts().format().equals(ReportFile.FORMAT)) {
        versions.add(ReportFile.read(bytes(arrival)));
      }
    }
    ReportFile newest = versions.getLast();
    Parts parts = parts(bundle, site, newest, recalled);
    Reference reader = parts.resources().addReader(newest.report().signer());
    Reference report = parts.resources().addReport(newest, parts.department(), reader);
    for (ReportFile version : versions) {
      parts.resources().addProvenance(exchange, version.report(), version.jws(), report);
    }
    parts.task().add(newest, report, reader, parts.department());
    return bundle;
  }

  private record Parts(ReportResources resources, ReportTask task, Reference department) {}

  private Parts parts(
      TransactionBundle bundle, Site site, ReturnedReport report, Predicate<String> recalled)
      throws DocumentException {
    Exchange examination =
        examinations
            .exchange(report.exchangeId())
            .orElseThrow(
                () -> new DocumentException("the examination is not known here", "/exchange"));
    return new Parts(
        new ReportResources(bundle, site, examination, options, examinations),
        new ReportTask(bundle, site, examination, recalled.test(examination.id())),
        SiteResources.addDepartment(bundle, options));
  }

  private byte[] bytes(Arrival arrival) throws IOException {
    return store.read(arrival.content(), longest());
  }

  /** A foreign document holds a file and what came, both in base64. */
  private static int longest() {
    return Math.max(ReportFile.MOST_BYTES, ForeignDocument.LONGEST);
  }
}
