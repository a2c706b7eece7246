package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Port: the cases to be read, as the FHIR server was seen last. A projection: all of it can be made
 * again from there. Safe for use by many threads.
 */
public interface Cases {

  /** The case with this id. */
  Optional<ReadingCase> find(String id);

  /** The case of a Task, {@code Task/id}. */
  Optional<ReadingCase> ofTask(String reference);

  /** Cases based on a ServiceRequest, {@code ServiceRequest/id}; the oldest first. */
  List<ReadingCase> ofOrder(String reference);

  /** Cases of a patient, {@code Patient/id}, the newest first. */
  List<ReadingCase> ofPatient(String reference, int limit);

  /** The open ones, in no order. */
  List<ReadingCase> open();

  /** The newest that are not open. */
  List<ReadingCase> closed(int limit);

  /**
   * The newest that are not open and have each of these words in the patient's name or id, the
   * accession, the description or an id.
   *
   * @param words in lower case; letters beyond ASCII may have to be written as the case has them
   */
  List<ReadingCase> closedWith(List<String> words, int limit);

  /** Cases of an exchange, the first one before what came later. */
  List<ReadingCase> ofExchange(String exchangeId);

  /**
   * Ids of the exchanges that are examinations of a site, the newest first, whether they have a
   * case yet or not.
   *
   * @param words as in {@link #closedWith}; none: all
   */
  List<String> examinations(String siteId, List<String> words, int limit);

  /** Those whose row was changed after a number, in order of change, at most so many. */
  List<ReadingCase> changedAfter(long change, int limit);

  /** Number of the newest change; 0 before the first. */
  long newestChange();

  /** Number of the change by which all rows went the last time; 0 where they never did. */
  long newestClear();

  /** All ids. */
  List<String> ids();

  /** Open cases whose time was over before a moment, the longest overdue first. */
  List<ReadingCase> overdue(Instant now, int limit);

  /** Cases in which another program did what the state table forbids, after a moment. */
  List<ReadingCase> conflicts(Instant after, int limit);

  /**
   * Open cases of which a signed report is known, and in which nobody did what the state table
   * forbids: their Task has to be closed.
   */
  List<ReadingCase> readAndOpen(int limit);

  /** What is noted of a signed report, {@code DiagnosticReport/id}: once for each exchange. */
  List<Signed> signed(String reference);

  /** Cases whose newest signed report is this one. */
  List<ReadingCase> withReport(String reference);

  /** Up to when what another program changes has been read; empty before the first time. */
  Optional<Instant> followed(String what);

  /**
   * A signed report of an exchange.
   *
   * @param exchangeId what it is about
   */
  record Signed(String exchangeId, ReadingCase.Report report) {}

  /** Writing, within a transaction of the ledger. */
  interface Writer {
    /**
     * Writes a case, new or changed, under a new number of change.
     *
     * @return the same with that number
     */
    ReadingCase put(ReadingCase one);

    /**
     * What is shown beside the cases of an exchange has changed: each has a new number of change.
     */
    void touched(String exchangeId);

    /** Removes all cases, reports and how far was read; numbers of change go on. */
    void clear();

    /** Notes a signed report; the newest version stays. */
    void signed(Signed report);

    /** A report is no longer one that was signed: it was withdrawn. */
    void withdrawn(String reference);

    /** Notes up to when what another program changes has been read. */
    void followed(String what, Instant upTo);
  }
}
