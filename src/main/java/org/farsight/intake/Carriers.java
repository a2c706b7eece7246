package org.farsight.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.farsight.exchange.Carriage;

/**
 * Which open association carries which exchanges; in memory only, because no association outlives
 * the engine. Safe for use by many threads.
 */
final class Carriers implements Carriage {
  private static final int REMEMBERED = 10_000;

  private final Map<Long, Set<String>> byAssociation = new HashMap<>();
  private final Map<String, Integer> open = new HashMap<>();
  private final Set<String> whole = new HashSet<>();

  /** Exchanges whose association ended, the oldest forgotten first: quiet time serves them. */
  private final Map<String, Boolean> ended =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * An association brought an object of an exchange.
   *
   * @param wholeStudy true if the site sends one association per study
   */
  synchronized void carries(long association, String exchangeId, boolean wholeStudy) {
    ended.remove(exchangeId);
    if (wholeStudy) {
      whole.add(exchangeId);
    }
    if (byAssociation.computeIfAbsent(association, a -> new HashSet<>()).add(exchangeId)) {
      open.merge(exchangeId, 1, Integer::sum);
    }
  }

  /**
   * An association ended.
   *
   * @return exchanges that are complete by it
   */
  synchronized Set<String> closed(long association) {
    Set<String> complete = new HashSet<>();
    Set<String> carried = byAssociation.remove(association);
    if (carried == null) {
      return complete;
    }
    for (String id : carried) {
      if (open.merge(id, -1, Integer::sum) <= 0) {
        open.remove(id);
        if (whole.remove(id)) {
          ended.put(id, true);
          complete.add(id);
        }
      }
    }
    return complete;
  }

  @Override
  public synchronized boolean carried(String exchangeId) {
    return open.containsKey(exchangeId);
  }

  @Override
  public synchronized boolean ended(String exchangeId) {
    return ended.containsKey(exchangeId);
  }
}
