package org.farsight.critical;

import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.farsight.report.Report;

/** Port: what is known of an examination that nobody has reported on yet. */
public interface Examinations {

  /** Who was examined. */
  Report.Subject subject(Exchange examination, Site site);

  /** What was done. */
  Report.Examination examination(Exchange examination, Site site);
}
