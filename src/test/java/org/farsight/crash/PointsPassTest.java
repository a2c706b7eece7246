package org.farsight.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.farsight.exchange.KillPoint;
import org.junit.jupiter.api.Test;

/** The order in which the engine is ended at its kill points. */
class PointsPassTest {
  private static final int SEEDS = 50;

  @Test
  void eachPointIsReachedOnceWhateverComesFirst() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      PointsPass pass = new PointsPass(random);
      List<KillPoint> reached = new ArrayList<>();
      while (!pass.isDone()) {
        Map<KillPoint, Integer> arms = pass.arms();
        assertThat(arms).as("seed %d", seed).isNotEmpty();
        assertThat(arms.values()).allMatch(passage -> passage >= 1 && passage <= 20);
        List<KillPoint> armed = List.copyOf(arms.keySet());
        KillPoint first = armed.get(random.nextInt(armed.size()));
        reached.add(first);
        pass.reached(first);
      }
      assertThat(reached).containsExactlyInAnyOrder(KillPoint.values());
    }
  }

  @Test
  void whatNeedsTheFhirServerDownOrSweepingIsArmedApart() {
    PointsPass pass = new PointsPass(new Random(1));
    Set<KillPoint> sweeping =
        EnumSet.of(KillPoint.OBJECTS_SWEPT, KillPoint.FILE_STRUCK, KillPoint.FILE_REMOVED);
    while (!pass.isDone()) {
      Set<KillPoint> armed = pass.arms().keySet();
      if (armed.contains(KillPoint.STEP_PARKED)) {
        assertThat(armed).hasSize(1);
      }
      if (PointsPass.needSweeping(armed)) {
        assertThat(armed).allMatch(p -> sweeping.contains(p) || PointsPass.isAtStart(p));
      }
      pass.reached(armed.iterator().next());
    }
  }

  @Test
  void whereOnlyPointsOfTheStartAreLeftAndMissedOthersLeadToThem() {
    PointsPass pass = new PointsPass(new Random(2));
    while (pass.arms().keySet().stream().anyMatch(point -> !PointsPass.isAtStart(point))) {
      pass.reached(
          pass.arms().keySet().stream()
              .filter(point -> !PointsPass.isAtStart(point))
              .findFirst()
              .orElseThrow());
    }
    Set<KillPoint> starting = EnumSet.copyOf(pass.arms().keySet());
    assertThat(starting).contains(KillPoint.START_SEGMENT_CUT).allMatch(PointsPass::isAtStart);
    pass.missed(starting);
    Map<KillPoint, Integer> lead = pass.arms();
    assertThat(lead).hasSize(1).allSatisfy((point, passage) -> assertThat(passage).isOne());
    assertThat(lead.keySet()).noneMatch(PointsPass::isAtStart);
    pass.reached(lead.keySet().iterator().next());
    assertThat(pass.arms().keySet()).isEqualTo(starting);
  }

  @Test
  void aPointThatIsMissedAgainAndAgainIsGivenUp() {
    PointsPass pass = new PointsPass(new Random(3));
    int lives = 0;
    while (!pass.isDone()) {
      Map<KillPoint, Integer> arms = pass.arms();
      pass.missed(arms.keySet());
      lives++;
      assertThat(lives).isLessThan(200);
    }
  }
}
