package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Port: critical values that branches are told of. Made of the arrivals of their exchanges, and to
 * be made again from there. Safe for use by many threads.
 */
public interface CriticalValues {

  /** The event of the story by which a rule tells of a critical value, and those of a recall. */
  Set<StoryLine.Event> EVENTS =
      Set.of(
          StoryLine.Event.CRITICAL_VALUE, StoryLine.Event.RECALLED, StoryLine.Event.RECALL_UNDONE);

  /** Format of a notice. */
  String NOTICE = "critical-notice";

  /** Format of what a branch answers. */
  String ACKNOWLEDGEMENT = "critical-acknowledgement";

  /** The one that this exchange tells. */
  Optional<CriticalValue> find(String id);

  /** Those of an examination, the oldest first. */
  List<CriticalValue> ofExamination(String exchangeId);

  /**
   * Those that nobody has answered, the oldest first.
   *
   * @param siteId null: of all sites
   */
  List<CriticalValue> open(@Nullable String siteId, int limit);

  /**
   * All, the newest first.
   *
   * @param siteId null: of all sites
   */
  List<CriticalValue> newest(@Nullable String siteId, int limit);

  /** Over which ways a revision of a notice has come to its branch, in the order of time. */
  List<Told> told(String id, int revision);

  /**
   * Ids of those that nobody has answered and that a way has taken, other than the branch's page,
   * of which that is not noted.
   */
  List<String> taken(int limit);

  /** What has happened since {@link Writer#read} that may bring about a notice or change one. */
  News news(int limit);

  /**
   * A notice has come to its branch.
   *
   * @param way name of the way
   * @param to who has seen it, where the way tells; may be empty
   */
  record Told(String way, Instant at, String to) {}

  /**
   * What has happened.
   *
   * @param examinations in which a rule has found something, or that were recalled
   * @param reports exchanges that a signed version has come to
   * @param notices exchanges of critical values that a notice or an answer has come to
   * @param story number of the last line of the story that was looked at
   * @param arrival number of the last arrival that was looked at
   */
  record News(
      Set<String> examinations,
      Set<String> reports,
      Set<String> notices,
      long story,
      long arrival) {
    /** Takes copies. */
    public News {
      examinations = Set.copyOf(examinations);
      reports = Set.copyOf(reports);
      notices = Set.copyOf(notices);
    }

    /** Whether nothing has happened. */
    public boolean isNone() {
      return examinations.isEmpty() && reports.isEmpty() && notices.isEmpty();
    }
  }

  /** Writing, within a transaction of the ledger. */
  interface Writer {
    /** Writes one, new or changed. */
    void put(CriticalValue one);

    /** Notes that a revision of a notice has come to its branch; the first time stays. */
    void told(String id, int revision, Told told);

    /** Notes that this has been dealt with. */
    void read(News news);
  }
}
