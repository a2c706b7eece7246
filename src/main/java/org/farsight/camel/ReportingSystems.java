package org.farsight.camel;

import org.farsight.exchange.Receipt;

/**
 * Port: systems of the core hospital that send finished reports by HL7 v2. They are no site: which
 * branch a report is for follows from the case that it answers.
 */
public interface ReportingSystems {

  /** There is none. */
  ReportingSystems NONE =
      new ReportingSystems() {
        @Override
        public boolean knows(String facility) {
          return false;
        }

        @Override
        public Receipt take(String facility, String controlId, byte[] message) {
          return new Receipt.NotKept(
              Receipt.Cause.CANNOT_UNDERSTAND, "no reporting system is known here");
        }
      };

  /** Whether a sending facility (first component of MSH-4) is one. */
  boolean knows(String facility);

  /** Keeps the reports of a message. Blocks until they are durable, or in quarantine. */
  Receipt take(String facility, String controlId, byte[] message);
}
