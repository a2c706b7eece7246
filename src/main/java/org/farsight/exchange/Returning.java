package org.farsight.exchange;

import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.StoryLine.Event;

/** What the story of an examination, and its reading task, are told of the report's way back. */
public final class Returning {
  private Returning() {}

  /**
   * A way has accepted a version, in the transaction that notes it.
   *
   * @param report the exchange of the report
   * @param revision the version that was accepted
   */
  static void accepted(
      Ledger.Transaction tx, Exchange report, Step way, int revision, String proof, Instant now) {
    Optional<ReportReturn> known = tx.returns().report(report.id());
    if (report.kind() != Kind.REPORT || known.isEmpty()) {
      return;
    }
    ReportReturn back = known.get();
    String name = BranchWay.wayOf(way.name());
    tell(
        tx,
        back,
        way.name(),
        new Finding(
            Event.REPORT_ACCEPTED,
            name + " has accepted version " + revision + ": " + proof,
            name + " 已接收第 " + revision + " 版：" + proof),
        now);
    if (back.isReturned() && back.version() == revision && isRequired(back, way)) {
      tell(
          tx,
          back,
          "",
          new Finding(Event.RETURNED, "version " + revision, "第 " + revision + " 版"),
          now);
      tx.returns().tell(back, Progress.DELIVERED, now);
    }
  }

  /** Retention may have forgotten the examination before its report. */
  private static void tell(
      Ledger.Transaction tx, ReportReturn report, String step, Finding finding, Instant now) {
    if (tx.exchange(report.examinationId()).isPresent()) {
      tx.tell(
          report.examinationId(), new StoryLine(now, finding.event(), 0, step, finding.detail()));
    }
  }

  private static boolean isRequired(ReportReturn back, Step way) {
    return back.ways().stream()
        .anyMatch(one -> one.required() && one.step().name().equals(way.name()));
  }

  /**
   * Somebody at the branch opens a version of a report: noted once, told once.
   *
   * @param by account name; empty while there is no sign-in
   * @return false where it was opened before
   */
  public static boolean opened(
      Ledger ledger, ReportReturn report, int version, String by, Instant now) {
    return ledger.write(
        tx -> {
          boolean first =
              tx.returns().opened(report.exchangeId(), version, new ReportReturn.Opening(now, by));
          if (!first) {
            return false;
          }
          String who = by.isEmpty() ? "" : by + ", ";
          String detail =
              new Finding(
                      Event.OPENED_AT_BRANCH,
                      who + "version " + version,
                      who + "第 " + version + " 版")
                  .detail();
          for (String exchange : new String[] {report.examinationId(), report.exchangeId()}) {
            if (tx.exchange(exchange).isPresent()) {
              tx.tell(exchange, new StoryLine(now, Event.OPENED_AT_BRANCH, 0, "", detail));
            }
          }
          if (version == report.version()) {
            tx.returns().tell(report, Progress.OPENED_AT_BRANCH, now);
          }
          return true;
        });
  }
}
