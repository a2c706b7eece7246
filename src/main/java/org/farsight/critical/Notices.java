package org.farsight.critical;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.report.CriticalNotice;
import org.farsight.report.CriticalNotice.Cause;
import org.farsight.report.CriticalNotice.Withdrawal;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ReturnedReport;
import org.farsight.report.ReturnedReports;
import org.jspecify.annotations.Nullable;

/**
 * What a branch is to be told now, as it follows from the story of an examination and from the
 * signed versions of its reports: the same facts always say the same.
 *
 * @param ports where the facts are
 */
record Notices(CriticalPorts ports) {
  /** A report of another system holds its file as base64 beside what came. */
  private static final int LONGEST_REPORT = ForeignDocument.LONGEST;

  /**
   * A notice, and what it is known by.
   *
   * @param about the number, within the site, of what it tells of
   * @param examination that it was found in
   */
  record Due(String about, Exchange examination, CriticalNotice notice) {}

  /** What rules have found in an examination; empty where that is nothing. */
  Optional<Due> ofRules(String examinationId) {
    Optional<Exchange> examination = ports.ledger().exchange(examinationId);
    List<String> values = new ArrayList<>();
    Instant found = Instant.MIN;
    for (StoryLine line : ports.ledger().story(examinationId)) {
      String value =
          Conversion.Finding.zh(line.detail()) + " / " + Conversion.Finding.en(line.detail());
      if (line.event() == Event.CRITICAL_VALUE && !values.contains(value)) {
        values.add(value);
        found = line.at();
      }
    }
    if (values.isEmpty() || examination.isEmpty()) {
      return Optional.empty();
    }
    Exchange one = examination.get();
    Site site = ports.sites().get().ofExchange(one.siteId());
    CriticalNotice notice =
        new CriticalNotice(
            examinationId,
            Cause.RULE,
            ports.examinations().subject(one, site),
            ports.examinations().examination(one, site),
            values,
            found);
    return Optional.of(new Due(examinationId + "|" + Cause.RULE, one, recalled(notice)));
  }

  /**
   * What the reader has marked in the versions of a report, whichever system they were signed in;
   * empty where that is nothing.
   *
   * @throws DocumentException if a version cannot be read
   */
  Optional<Due> ofReport(String reportExchange) throws IOException, DocumentException {
    @Nullable ReturnedReport newest = null;
    List<String> values = List.of();
    Instant since = Instant.MIN;
    Optional<Withdrawal> withdrawn = Optional.empty();
    for (Arrival arrival : ports.ledger().arrivals(reportExchange, 0)) {
      ReturnedReport version =
          ReturnedReports.read(
              arrival.facts().format(), ports.store().read(arrival.content(), LONGEST_REPORT));
      newest = version;
      List<String> marked = version.stands() ? lines(version) : List.of();
      if (!marked.isEmpty() && (withdrawn.isPresent() || !marked.equals(values))) {
        values = marked;
        since = version.signedAt();
        withdrawn = Optional.empty();
      } else if (marked.isEmpty() && !values.isEmpty() && withdrawn.isEmpty()) {
        since = version.signedAt();
        withdrawn = Optional.of(Withdrawal.AMENDED);
      }
    }
    if (newest == null || values.isEmpty()) {
      return Optional.empty();
    }
    CriticalNotice notice =
        new CriticalNotice(
            newest.exchangeId(),
            Cause.READER,
            newest.subject(),
            newest.examination(),
            values,
            since,
            withdrawn);
    String about = newest.caseId() + "|" + Cause.READER;
    return ports
        .ledger()
        .exchange(newest.exchangeId())
        .map(examination -> new Due(about, examination, recalled(notice)));
  }

  /** The same, as a recall of the examination and what became of it leave it. */
  private CriticalNotice recalled(CriticalNotice notice) {
    Instant since = notice.at();
    for (StoryLine line : ports.ledger().story(notice.exchangeId())) {
      boolean turned = line.event() == Event.RECALLED || line.event() == Event.RECALL_UNDONE;
      since = turned && line.at().isAfter(since) ? line.at() : since;
    }
    Optional<Withdrawal> withdrawn =
        ports.recalled().test(notice.exchangeId())
            ? Optional.of(Withdrawal.RECALLED)
            : notice.withdrawn();
    return new CriticalNotice(
        notice.exchangeId(),
        notice.cause(),
        notice.subject(),
        notice.examination(),
        notice.values(),
        since,
        withdrawn);
  }

  private static List<String> lines(ReturnedReport version) {
    return version.critical().stream()
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
