package org.farsight.crash;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.farsight.exchange.KillPoint;
import org.jspecify.annotations.Nullable;

/**
 * A pass through all kill points. Each life of the engine is armed with all that are left and ends
 * at the one that it comes to first: no life waits for a place that is seldom come to while there
 * are others.
 */
final class PointsPass {
  /** Points that are reached only when the engine starts on what a kill at others has left. */
  private static final Map<KillPoint, List<KillPoint>> CHAINS =
      Map.of(
          KillPoint.COMMIT_DUE,
          List.of(KillPoint.START_REDO_DUE, KillPoint.START_REDO_DONE),
          KillPoint.BUNDLE_SYNCED,
          List.of(KillPoint.START_SEGMENT_CUT),
          KillPoint.LARGE_OBJECT_NAMED,
          List.of(KillPoint.START_FILE_DELETED));

  /** Points that are reached only while what was received is swept. */
  private static final Set<KillPoint> SWEEPING =
      EnumSet.of(KillPoint.OBJECTS_SWEPT, KillPoint.FILE_STRUCK, KillPoint.FILE_REMOVED);

  /** Points that every start comes to, whatever was before it. */
  private static final Set<KillPoint> EACH_START =
      EnumSet.of(KillPoint.START_MIGRATED, KillPoint.START_REDO_RENEWED);

  /** Points that many objects pass: any of the first passages will do. */
  private static final Set<KillPoint> FREQUENT =
      EnumSet.of(
          KillPoint.OBJECT_SPOOLED,
          KillPoint.SEGMENT_WRITTEN,
          KillPoint.SEGMENT_SYNCED,
          KillPoint.ROWS_WRITTEN,
          KillPoint.REDO_SYNCED,
          KillPoint.COMMITTED,
          KillPoint.RECEIPT_GIVEN,
          KillPoint.ANSWERS_GIVEN,
          KillPoint.ARCHIVE_OBJECT_READ,
          KillPoint.ARCHIVE_ANSWERED);

  /** Points of reads, of which there are few: the second passage would take as long again. */
  private static final Set<KillPoint> RARE =
      EnumSet.of(
          KillPoint.READING_TASK_WRITTEN,
          KillPoint.REPORT_KEPT,
          KillPoint.REPORT_WRITTEN,
          KillPoint.RETURN_FILE_PLACED,
          KillPoint.RETURN_TAKEN,
          KillPoint.CRITICAL_NOTICE_KEPT,
          KillPoint.CRITICAL_ANSWER_KEPT);

  private static final int TRIES = 3;

  private final Random random;
  private final Set<KillPoint> left = EnumSet.allOf(KillPoint.class);
  private final Map<KillPoint, Integer> misses = new EnumMap<>(KillPoint.class);
  private @Nullable KillPoint leading;

  PointsPass(Random random) {
    this.random = random;
  }

  /** All points were reached, or given up. */
  boolean isDone() {
    return left.isEmpty();
  }

  /** What the next life is armed with: points, and at which passage of each it ends. */
  Map<KillPoint, Integer> arms() {
    if (leading != null) {
      return Map.of(leading, 1);
    }
    Map<KillPoint, Integer> arms = new EnumMap<>(KillPoint.class);
    for (KillPoint point : armed()) {
      arms.put(point, passage(point));
    }
    return arms;
  }

  private Set<KillPoint> armed() {
    Set<KillPoint> working = EnumSet.copyOf(left);
    Set<KillPoint> starting = EnumSet.copyOf(left);
    starting.removeIf(point -> !isAtStart(point));
    working.removeAll(starting);
    working.removeAll(SWEEPING);
    boolean parking = working.remove(KillPoint.STEP_PARKED);
    if (parking && random.nextInt(working.size() + 1) == 0) {
      return EnumSet.of(KillPoint.STEP_PARKED); // all others would come first
    }
    if (working.isEmpty()) {
      left.stream().filter(SWEEPING::contains).forEach(working::add);
    }
    if (working.isEmpty()) {
      return starting;
    }
    // at some time of the pass, not at its very beginning
    starting.removeIf(point -> EACH_START.contains(point) && random.nextInt(10) > 0);
    working.addAll(starting);
    return working;
  }

  /** What was missed before is tried at its first passage: some are passed once in a life. */
  private int passage(KillPoint point) {
    if (misses.containsKey(point) || isAtStart(point) || RARE.contains(point)) {
      return 1;
    }
    return 1 + random.nextInt(FREQUENT.contains(point) ? 20 : 2);
  }

  static boolean isAtStart(KillPoint point) {
    return point.name().startsWith("START_");
  }

  /** Whether the engine must sweep for these to be reached. */
  static boolean needSweeping(Collection<KillPoint> points) {
    return points.stream().anyMatch(SWEEPING::contains);
  }

  /** The engine has ended itself at a point. */
  void reached(KillPoint point) {
    left.remove(point);
    leading = null;
  }

  /** The engine came to none of these. */
  void missed(Set<KillPoint> points) {
    leading = null;
    for (KillPoint point : points) {
      if (misses.merge(point, 1, Integer::sum) >= TRIES) {
        left.remove(point);
      }
    }
    List<KillPoint> leads = new ArrayList<>();
    if (left.stream().allMatch(PointsPass::isAtStart)) {
      CHAINS.forEach(
          (lead, followers) -> {
            if (followers.stream().anyMatch(left::contains)) {
              leads.add(lead);
            }
          });
    }
    if (!leads.isEmpty()) {
      leading = leads.get(random.nextInt(leads.size()));
    }
  }
}
