package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.ReadingCase.Progress;

/** Port: what has come back to the branches. Safe for use by many threads. */
public interface Returns {

  /** The reports on an examination, the oldest first. */
  List<ReportReturn> of(String examinationId);

  /** The report that answers a case. */
  Optional<ReportReturn> ofCase(String caseId);

  /**
   * The newest reports, of one site or of all.
   *
   * @param siteId empty: of all
   * @param words in the patient's name or id, or the accession number, in any case; may be empty
   * @param before where an earlier page ended; empty: from the newest
   */
  List<Listed> newest(Optional<String> siteId, String words, Optional<Place> before, int limit);

  /** What reading tasks are yet to be told, what waits longest first. */
  List<Untold> untold(int limit);

  /** A place in the order of {@link #newest}. */
  record Place(Instant changedAt, String exchangeId) {}

  /**
   * A report in a list.
   *
   * @param place by which the next page is asked for
   * @param read the case that it answers
   */
  record Listed(Place place, ReportReturn report, ReadingCase read) {}

  /** That the reading task of a case is to be told how far its report has come back. */
  record Untold(String caseId, Progress progress) {}

  /** What can be changed within a transaction. */
  interface Writer {
    /** A report, by its exchange. */
    Optional<ReportReturn> report(String exchangeId);

    /**
     * Notes who has opened a version.
     *
     * @return false where that version was opened before, and nothing was changed
     */
    boolean opened(String exchangeId, int version, ReportReturn.Opening opening);

    /** Notes what the reading task of a case is to be told; replaces what it was to be told. */
    void tell(ReportReturn report, Progress progress, Instant at);

    /** The reading task of a case was told; what is noted meanwhile stays. */
    void told(Untold untold);

    /** The ways back that no examination need have gone to count as returned. */
    void optional(Set<String> steps);
  }
}
