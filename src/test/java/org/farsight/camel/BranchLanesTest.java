package org.farsight.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ways back to branches side by side, of which some hang. */
@Timeout(60)
class BranchLanesTest {
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final List<String> answered = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final AtomicInteger inLane = new AtomicInteger();
  private volatile boolean twoAtOnce;

  private final BranchLanes lanes =
      new BranchLanes(
          (exchange, step) -> answered.add(exchange),
          (exchange, step) -> {
            if (step.endsWith("hangs")) {
              waitFor(hanging);
            }
            if (step.endsWith("one")) {
              twoAtOnce |= inLane.incrementAndGet() > 1;
              inLane.decrementAndGet();
            }
            if (exchange.equals("bad")) {
              throw new IllegalStateException("the ledger is away");
            }
            done.add(exchange);
          });

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() {
    hanging.countDown();
    lanes.close();
  }

  @Test
  void aBranchThatHangsKeepsNobodyElseWaiting() {
    for (int i = 0; i < 100; i++) {
      lanes.run("stuck" + i, "return.a" + i + ".hangs", 4);
    }
    lanes.run("free", "return.b.hl7", 4);
    await().untilAsserted(() -> assertThat(done).containsExactly("free"));
    hanging.countDown();
    await().untilAsserted(() -> assertThat(done).hasSize(101));
  }

  @Test
  void onALaneOneGoesAfterTheOtherTheMostUrgentFirst() {
    lanes.run("first", "return.a.hangs", 4);
    await().untilAsserted(() -> assertThat(answered).containsExactly("first"));
    lanes.run("second", "return.a.hangs", 4);
    lanes.run("second", "return.a.hangs", 4);
    lanes.run("stat", "return.a.hangs", 9);
    assertThat(answered).as("what waits may be rung for again").containsExactly("first");
    hanging.countDown();
    await().untilAsserted(() -> assertThat(done).containsExactly("first", "stat", "second"));
    for (int i = 0; i < 200; i++) {
      lanes.run("x" + i, "return.a.one", 4);
    }
    await().untilAsserted(() -> assertThat(done).hasSize(203));
    assertThat(twoAtOnce).isFalse();
  }

  @Test
  void aStepThatFailsUnforeseenDoesNotEndItsLane() {
    lanes.run("bad", "return.a.hl7", 4);
    lanes.run("good", "return.a.hl7", 4);
    await().untilAsserted(() -> assertThat(done).containsExactly("good"));
  }
}
