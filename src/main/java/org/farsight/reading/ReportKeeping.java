package org.farsight.reading;

import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ReturnedReport;

/**
 * Port: keeps the versions of reports that other systems have written, from where they go back to
 * the branch as our own do. Safe for use by many threads.
 */
public interface ReportKeeping {

  /**
   * What is kept of a case's report.
   *
   * @param versions how many
   * @param origins where those that other systems have written came from
   * @param newest empty where none is kept, or the newest cannot be read
   */
  record Kept(int versions, Set<String> origins, Optional<ReturnedReport> newest) {}

  /** What is kept of a case's report by now. */
  Kept kept(ReadingCase one);

  /** The examination of a case. */
  Optional<Exchange> examination(ReadingCase one);

  /** The branch of a case. */
  Site site(ReadingCase one);

  /**
   * Keeps a version. Blocks until it is durable.
   *
   * @param format {@link ForeignDocument#FHIR} or {@link ForeignDocument#HL7}
   * @return false if it was not kept: try again later
   */
  boolean keep(ReadingCase one, Way way, String format, ForeignDocument version);
}
