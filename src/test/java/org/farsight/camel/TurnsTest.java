package org.farsight.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can wait begins when nothing is waited for, or when it has waited long enough. */
class TurnsTest {

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void endAll() {
    end.countDown();
  }

  @Test
  void aDrawingWaitsUntilTheLastConversionIsDone() {
    Turns turns = new Turns(Duration.ofMinutes(1));
    Thread one = conversion(turns);
    Thread other = conversion(turns);
    await().until(() -> told.size() == 2);
    Thread drawing = Thread.ofPlatform().start(() -> turns.last(() -> told.add("drawn")));
    await().until(() -> drawing.getState() == Thread.State.TIMED_WAITING);
    assertThat(told).doesNotContain("drawn");
    end.countDown();
    await().until(() -> !one.isAlive() && !other.isAlive() && !drawing.isAlive());
    assertThat(told).endsWith("drawn").hasSize(5);
  }

  @Test
  void aDrawingDoesNotWaitForEver() {
    Turns turns = new Turns(Duration.ofMillis(20));
    conversion(turns);
    await().until(() -> told.size() == 1);
    turns.last(() -> told.add("drawn"));
    assertThat(told).containsExactly("converting", "drawn");
  }

  @Test
  void aConversionThatFailsHoldsUpNobody() {
    Turns turns = new Turns(Duration.ofMinutes(1));
    assertThatThrownBy(
            () ->
                turns.first(
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    turns.last(() -> told.add("drawn"));
    assertThat(told).containsExactly("drawn");
  }

  private Thread conversion(Turns turns) {
    return Thread.ofPlatform()
        .start(
            () ->
                turns.first(
                    () -> {
                      told.add("converting");
                      awaitEnd();
                      told.add("converted");
                    }));
  }

  private void awaitEnd() {
    try {
      assertThat(end.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
