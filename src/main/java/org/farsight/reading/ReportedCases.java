package org.farsight.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Site;
import org.farsight.report.ForeignReport;
import org.farsight.report.Report;
import org.farsight.report.hl7v2.Result;

/** The cases that reports of other systems answer, and what such a report says of one. */
public final class ReportedCases {
  private final Cases cases;

  /** Among the cases that are noted. */
  public ReportedCases(Cases cases) {
    this.cases = cases;
  }

  /** The case of an examination: the one that is open, else the newest that counts. */
  public Optional<ReadingCase> of(Exchange examination) {
    List<ReadingCase> all = new ArrayList<>(cases.find(examination.id()).stream().toList());
    all.stream()
        .findFirst()
        .map(one -> one.task().order())
        .filter(order -> !order.isEmpty())
        .ifPresent(
            order ->
                cases.ofOrder(order).stream()
                    .filter(one -> one.exchangeId().equals(examination.id()))
                    .filter(one -> !one.id().equals(examination.id()))
                    .forEach(all::add));
    return CaseFacts.answered(all);
  }

  /**
   * A version, as a message says.
   *
   * @param number its number among the versions of the case
   */
  public static ForeignReport version(
      Result said, ReadingCase one, Exchange examination, Site site, int number) {
    boolean later = number > 1 && said.status() == Report.Status.FINAL;
    return new ForeignReport(
        one.id(),
        one.exchangeId(),
        number,
        later ? Report.Status.AMENDED : said.status(),
        "",
        CaseFacts.subject(one, examination),
        CaseFacts.examination(one, examination, site),
        CaseFacts.cut(said.signedBy()),
        said.signedAt(site.zone(), examination.lastAt()),
        said.findings(),
        said.impression(),
        said.critical(),
        said.pdf(),
        Optional.empty(),
        site.zone());
  }
}
