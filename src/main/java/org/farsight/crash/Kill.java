package org.farsight.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.farsight.exchange.KillPoint;

/** One kill. */
sealed interface Kill {

  /**
   * The engine ends itself at a place.
   *
   * @param passage at which coming by, 1 for the first
   */
  record AtPoint(KillPoint point, int passage) implements Kill {}

  /** At a moment that nothing but chance has chosen. */
  sealed interface AtRandom extends Kill {}

  /**
   * The engine is killed.
   *
   * @param after so long it was ready; empty where it is killed while it starts
   * @param starting how long it had been starting, where it is killed then
   */
  record Engine(Duration after, Duration starting) implements AtRandom {}

  /**
   * A server of the hospital is killed, the engine goes on.
   *
   * @param after a pause
   * @param down until it is started again
   */
  record Server(Hospital.Server server, Duration after, Duration down) implements AtRandom {}

  /** Kills at random moments: seven of ten of the engine, some of these while it starts. */
  static List<AtRandom> random(Random random, int count) {
    List<AtRandom> kills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Duration after = Duration.ofMillis(100 + random.nextInt(3000));
      int dice = random.nextInt(20);
      if (dice < 2) {
        kills.add(new Engine(Duration.ZERO, Duration.ofMillis(300 + random.nextInt(3000))));
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
