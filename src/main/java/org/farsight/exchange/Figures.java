package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: counts over the ledger by which alarms are raised. Each answer costs about the same however
 * many exchanges there are; those over a span of time cost what came in it. Safe for many threads.
 */
public interface Figures {

  /** When something came from a site last, kept or kept back. */
  Optional<Instant> lastHeard(String siteId);

  /**
   * Hours (of UTC) in which exchanges of a site began, each by its beginning, in order.
   *
   * @param from inclusive
   * @param to exclusive
   */
  List<Instant> busyHours(String siteId, Instant from, Instant to);

  /** What waits, by step; steps without work are missing. */
  List<Backlog> backlogs();

  /** Exchanges that a step has never done although they began before a time; not quarantined. */
  Overdue overdue(String step, Instant beganBefore);

  /**
   * Work that waits for a step.
   *
   * @param step its name
   * @param count number of exchanges that wait for a try
   * @param oldestDue the earliest time at which one of them was to be tried
   */
  record Backlog(String step, long count, Instant oldestDue) {}

  /**
   * Exchanges whose clock has run out.
   *
   * @param oldest id of the one that began first; null where there is none
   * @param began when that began; null where there is none
   */
  record Overdue(long count, @Nullable String oldest, @Nullable Instant began) {}
}
