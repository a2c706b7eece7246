package org.farsight.crash;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.farsight.exchange.KillPoint;

/**
 * What came of all calls on one folder.
 *
 * @param points kills at each kill point
 * @param random kills at random moments, by victim
 * @param powerCuts how often power was lost; those beside the ends of the engine in copies
 * @param unreached kill points that were armed, and never come to
 * @param comparisons how often all was compared
 * @param acknowledged what devices were told is kept or will be reported, and was compared
 * @param lost acknowledged and not where it belongs
 * @param doubled there more than once
 * @param stuck work that nothing drives on
 */
public record Report(
    Map<KillPoint, Integer> points,
    Map<String, Integer> random,
    int powerCuts,
    Set<KillPoint> unreached,
    int comparisons,
    int acknowledged,
    int lost,
    int doubled,
    int stuck) {

  /** Takes copies. */
  public Report {
    points = points.isEmpty() ? Map.of() : new EnumMap<>(points);
    random = new TreeMap<>(random);
    unreached = Set.copyOf(unreached);
  }

  /** Kills at random moments. */
  public int randomKills() {
    return random.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Kills at kill points. */
  public int pointKills() {
    return points.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Kill points at which nothing was killed. */
  public List<KillPoint> missing() {
    return List.of(KillPoint.values()).stream().filter(p -> !points.containsKey(p)).toList();
  }

  /** The smallest number of kills at a kill point. */
  public int eachPointAtLeast() {
    return List.of(KillPoint.values()).stream()
        .mapToInt(point -> points.getOrDefault(point, 0))
        .min()
        .orElse(0);
  }

  /** In one line. */
  public String words() {
    return pointKills()
        + " kills at kill points (each at least "
        + eachPointAtLeast()
        + " times), "
        + randomKills()
        + " at random moments "
        + random
        + ", power lost "
        + powerCuts
        + " times; "
        + acknowledged
        + " acknowledgements compared "
        + comparisons
        + " times: "
        + lost
        + " lost, "
        + doubled
        + " doubled, "
        + stuck
        + " stuck";
  }
}
