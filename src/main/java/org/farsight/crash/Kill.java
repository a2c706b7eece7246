package org.farsight.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.farsight.exchange.KillPoint;

/** One kill of a plan. */
sealed interface Kill {

  /**
   * The engine ends itself at a place.
   *
   * @param passage at which coming by, 1 for the first
   */
  record AtPoint(KillPoint point, int passage) implements Kill {}

  /**
   * The engine is killed.
   *
   * @param after so long it was ready; empty where it is killed while it starts
   * @param starting how long it had been starting, where it is killed then
   */
  record Engine(Duration after, Duration starting) implements Kill {}

  /**
   * A server of the hospital is killed, the engine goes on.
   *
   * @param after a pause
   * @param down until it is started again
   */
  record Server(Hospital.Server server, Duration after, Duration down) implements Kill {}

  /** Points that are reached only when the engine starts on what a kill at others has left. */
  Map<KillPoint, List<KillPoint>> CHAINS =
      Map.of(
          KillPoint.COMMIT_DUE,
          List.of(KillPoint.START_REDO_DUE, KillPoint.START_REDO_DONE),
          KillPoint.BUNDLE_SYNCED,
          List.of(KillPoint.START_SEGMENT_CUT),
          KillPoint.LARGE_OBJECT_NAMED,
          List.of(KillPoint.START_FILE_DELETED));

  /** Points that are reached only while what was received is swept. */
  Set<KillPoint> SWEEPING =
      EnumSet.of(KillPoint.OBJECTS_SWEPT, KillPoint.FILE_STRUCK, KillPoint.FILE_REMOVED);

  /** Points that many objects pass: any of the first passages will do. */
  Set<KillPoint> FREQUENT =
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

  /** Each kill point once, in any order in which each can be reached. */
  static List<Kill> points(Random random) {
    Set<KillPoint> followers = EnumSet.noneOf(KillPoint.class);
    CHAINS.values().forEach(followers::addAll);
    List<KillPoint> first = new ArrayList<>(List.of(KillPoint.values()));
    first.removeAll(followers);
    Collections.shuffle(first, random);
    List<Kill> kills = new ArrayList<>();
    for (KillPoint point : first) {
      int passages = FREQUENT.contains(point) ? 20 : point.name().startsWith("START_") ? 1 : 2;
      kills.add(new AtPoint(point, 1 + random.nextInt(passages)));
      CHAINS
          .getOrDefault(point, List.of())
          .forEach(follower -> kills.add(new AtPoint(follower, 1)));
    }
    return kills;
  }

  /** Kills at random moments: seven of ten of the engine, some of these while it starts. */
  static List<Kill> random(Random random, int count) {
    List<Kill> kills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Duration after = Duration.ofMillis(100 + random.nextInt(4000));
      int dice = random.nextInt(20);
      if (dice < 2) {
        kills.add(new Engine(Duration.ZERO, Duration.ofMillis(300 + random.nextInt(4000))));
      } else if (dice < 14) {
        kills.add(new Engine(after, Duration.ZERO));
      } else {
        Hospital.Server server = dice < 17 ? Hospital.Server.ARCHIVE : Hospital.Server.FHIR;
        kills.add(new Server(server, after, Duration.ofMillis(random.nextInt(2000))));
      }
    }
    return kills;
  }
}
