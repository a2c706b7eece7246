package org.farsight.delivery;

import java.io.IOException;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Kind;
import org.farsight.report.CriticalJson;
import org.farsight.report.CriticalNotice;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ReturnedReport;
import org.farsight.report.ReturnedReports;

/**
 * Reads what goes back to a branch: the newest version of a report, and never an older one, or the
 * newest critical value. Safe for use by many threads.
 */
public final class ReturnDocuments {

  /** A report of another system holds its PDF as base64 beside what came. */
  private static final int MOST_BYTES = ForeignDocument.LONGEST;

  private final ContentStore store;

  /** Reads what a store holds. */
  public ReturnDocuments(ContentStore store) {
    this.store = store;
  }

  /** What goes back. */
  sealed interface Document {
    /** A version of a report. */
    record Read(ReturnedReport report, Arrival arrival) implements Document {}

    /** A critical value, with the branch's answer where there is one already. */
    record Told(
        CriticalNotice notice, Optional<CriticalNotice.Acknowledgement> answer, Arrival arrival)
        implements Document {}

    /** Nothing: it came from the branch itself. */
    record Nothing() implements Document {}
  }

  /**
   * The newest document of some work.
   *
   * @throws DocumentException if it cannot be read as what it is
   * @throws IOException if the store cannot be read
   */
  Document newest(Work work) throws IOException, DocumentException {
    if (work.exchange().kind() == Kind.CRITICAL) {
      return notice(work);
    }
    Arrival newest = work.arrivals().getLast();
    return new Document.Read(report(newest), newest);
  }

  /**
   * A version of a report.
   *
   * @throws DocumentException if it cannot be read as what it is
   * @throws IOException if the store cannot be read
   */
  public ReturnedReport report(Arrival arrival) throws IOException, DocumentException {
    byte[] bytes = store.read(arrival.content(), MOST_BYTES);
    return ReturnedReports.read(arrival.facts().format(), bytes);
  }

  private Document notice(Work work) throws IOException, DocumentException {
    Optional<CriticalNotice.Acknowledgement> answer = Optional.empty();
    for (Arrival arrival : work.arrivals().reversed()) {
      byte[] bytes = store.read(arrival.content(), MOST_BYTES);
      if (arrival.facts().format().equals(CriticalValues.NOTICE)) {
        return new Document.Told(CriticalJson.notice(bytes), answer, arrival);
      }
      if (arrival.facts().format().equals(CriticalValues.ACKNOWLEDGEMENT)) {
        answer = Optional.of(CriticalJson.acknowledgement(bytes));
      }
    }
    return new Document.Nothing();
  }
}
