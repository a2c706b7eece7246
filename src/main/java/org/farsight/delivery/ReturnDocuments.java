package org.farsight.delivery;

import java.io.IOException;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Kind;
import org.farsight.report.CriticalJson;
import org.farsight.report.CriticalNotice;
import org.farsight.report.ReportFile;
import org.farsight.report.ReturnedReport;

/**
 * Reads what goes back to a branch: the newest version of a report, and never an older one, or the
 * newest critical value. Safe for use by many threads.
 */
public final class ReturnDocuments {

  /** How the formats of the notice of a critical value and of its answer are called. */
  public static final String NOTICE = "critical-notice";

  /** See {@link #NOTICE}. */
  public static final String ACKNOWLEDGEMENT = "critical-acknowledgement";

  private final ContentStore store;
  private final Foreign foreign;

  /** Reads reports that were written in other systems. */
  public interface Foreign {
    /**
     * Reads one.
     *
     * @param arrival says its format and version
     * @param bytes as they came
     * @return empty where the format is not known
     * @throws DocumentException if it cannot be read
     */
    Optional<ReturnedReport> read(Arrival arrival, byte[] bytes) throws DocumentException;
  }

  /** Reads what a store holds. */
  public ReturnDocuments(ContentStore store, Foreign foreign) {
    this.store = store;
    this.foreign = foreign;
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
    byte[] bytes = store.read(arrival.content(), ReportFile.MOST_BYTES);
    if (arrival.facts().format().equals(ReportFile.FORMAT)) {
      return ReportFile.read(bytes);
    }
    return foreign
        .read(arrival, bytes)
        .orElseThrow(
            () ->
                new DocumentException(
                    "the format " + arrival.facts().format() + " is not known", "byte 0"));
  }

  private Document notice(Work work) throws IOException, DocumentException {
    Optional<CriticalNotice.Acknowledgement> answer = Optional.empty();
    for (Arrival arrival : work.arrivals().reversed()) {
      byte[] bytes = store.read(arrival.content(), ReportFile.MOST_BYTES);
      if (arrival.facts().format().equals(NOTICE)) {
        return new Document.Told(CriticalJson.notice(bytes), answer, arrival);
      }
      if (arrival.facts().format().equals(ACKNOWLEDGEMENT)) {
        answer = Optional.of(CriticalJson.acknowledgement(bytes));
      }
    }
    return new Document.Nothing();
  }
}
