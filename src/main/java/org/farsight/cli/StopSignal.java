package org.farsight.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that stays up end in order on Ctrl-C or SIGTERM: {@link #await} returns, the
 * command closes what it opened and calls {@link #finished}; only then does the process end.
 */
final class StopSignal {
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  private StopSignal() {}

  /** From now on the process waits for {@link #finished}, at most a minute, before it ends. */
  static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::hold, "stop"));
    return signal;
  }

  /** Waits until the process is asked to end. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Asks from inside, for example because a part has died. */
  void ask() {
    asked.countDown();
  }

  /** Everything is closed: the process may end. */
  void finished() {
    finished.countDown();
  }

  private void hold() {
    asked.countDown();
    try {
      if (!finished.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("farsight: not everything could be closed within a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
