package org.farsight.report;

import org.farsight.exchange.DocumentException;

/** Reads each form in which a version of a report is kept. */
public final class ReturnedReports {
  private ReturnedReports() {}

  /**
   * Reads a version.
   *
   * @param format of the arrival
   * @throws DocumentException if it cannot be read as that
   */
  public static ReturnedReport read(String format, byte[] bytes) throws DocumentException {
    return switch (format) {
      case ReportFile.FORMAT -> ReportFile.read(bytes);
      case ForeignDocument.FHIR, ForeignDocument.HL7 -> ForeignDocument.read(bytes).report();
      default -> throw new DocumentException("no version of a report", format);
    };
  }
}
