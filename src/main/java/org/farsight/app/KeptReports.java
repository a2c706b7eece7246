package org.farsight.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.farsight.camel.ReportingSystems;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Way;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.farsight.ledger.SqlLedger;
import org.farsight.reading.ReportKeeping;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ForeignReport;
import org.farsight.report.ReportPaper;
import org.farsight.report.ReturnedReport;
import org.farsight.report.ReturnedReports;
import org.farsight.report.hl7v2.ResultReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions of reports that other systems have written, kept through the one door: each is an
 * arrival of the exchange that carries the read of its case, and its caller is where it came from.
 *
 * @param sites in force
 * @param paper makes a copy of what came without a file that can be printed
 */
record KeptReports(
    SqlLedger ledger, ContentStore store, Intake intake, Supplier<Sites> sites, ReportPaper paper)
    implements ReportKeeping {
  private static final Logger log = LoggerFactory.getLogger(KeptReports.class);

  /** Those that reporting systems send as messages. */
  ReportingSystems ofRis(Set<String> facilities) {
    return new RisResults(facilities, ledger, this, intake, sites, new ResultReader());
  }

  @Override
  public Kept kept(ReadingCase one) {
    String key = one.siteId() + "|" + one.id();
    List<Arrival> arrivals =
        ledger.find(key, 1).stream()
            .filter(exchange -> exchange.kind() == Kind.REPORT && exchange.key().equals(key))
            .flatMap(exchange -> ledger.arrivals(exchange.id(), 0).stream())
            .toList();
    return new Kept(
        arrivals.size(),
        arrivals.stream().map(Arrival::caller).collect(Collectors.toSet()),
        arrivals.isEmpty() ? Optional.empty() : version(arrivals.getLast()));
  }

  private Optional<ReturnedReport> version(Arrival arrival) {
    try {
      byte[] bytes = store.read(arrival.content(), ForeignDocument.LONGEST);
      return Optional.of(ReturnedReports.read(arrival.facts().format(), bytes));
    } catch (IOException | DocumentException e) {
      // then nobody can say that the next one says the same
      log.warn("a version of a report cannot be read: {}", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  @Override
  public Optional<Exchange> examination(ReadingCase one) {
    return ledger.exchange(one.exchangeId());
  }

  @Override
  public Site site(ReadingCase one) {
    return sites.get().ofExchange(one.siteId());
  }

  @Override
  public boolean keep(ReadingCase one, Way way, String format, ForeignDocument version) {
    Receipt receipt = receive(one, way, format, version);
    if (receipt instanceof Receipt.NotKept not) {
      log.warn("a report of another system is not kept: {}", not.why());
    }
    return !(receipt instanceof Receipt.NotKept);
  }

  /** The same, saying more of what came of it. */
  Receipt receive(ReadingCase one, Way way, String format, ForeignDocument version) {
    Exchange examination =
        ledger
            .exchange(one.exchangeId())
            .orElseThrow(() -> new IllegalStateException("a case without its examination"));
    ObjectFacts facts =
        ObjectFacts.ofDocument(
            format,
            one.id(),
            examination.modality(),
            examination.patientId(),
            examination.patientIssuer(),
            examination.accession());
    return intake.keep(
        new Incoming(
            way,
            site(one),
            version.origin(),
            null,
            null,
            new ByteArrayInputStream(printable(version).write())),
        facts);
  }

  private ForeignDocument printable(ForeignDocument version) {
    ForeignReport report = version.report();
    return report.pdf().isPresent()
        ? version
        : new ForeignDocument(
            report.with(paper.copy(report, Language.ZH)), version.origin(), version.original());
  }
}
