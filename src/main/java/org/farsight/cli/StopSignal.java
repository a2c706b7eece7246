package org.farsight.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command that stays up end in order on Ctrl-C or SIGTERM: {@link #await} returns, the
 * command closes what it opened and calls {@link #finished}; only then does the process end.
 */
final class StopSignal {
  private static final Duration GRACE = Duration.ofSeconds(60);

  /** Ctrl-C reaches a child process too, which may end a moment before we are told. */
  private static final Duration AFTER_A_CHILD = Duration.ofSeconds(1);

  private final CompletableFuture<Boolean> asked = new CompletableFuture<>();
  private final CountDownLatch finished = new CountDownLatch(1);

  // guarded by this
  private @Nullable Thread worker;

  private StopSignal() {}

  /** From now on the process waits for {@link #finished}, at most a minute, before it ends. */
  static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::hold, "stop"));
    return signal;
  }

  /** From now until {@link #await} the calling thread is interrupted when asked to end. */
  synchronized void interruptThisThread() {
    worker = Thread.currentThread();
  }

  /** Waits until the process is asked to end. */
  void await() throws InterruptedException {
    await(new CompletableFuture<Void>());
  }

  /**
   * Waits until the process is asked to end, or a part it cannot do without has ended.
   *
   * @return whether it was asked
   */
  boolean await(CompletableFuture<?> part) throws InterruptedException {
    leaveThisThread();
    try {
      CompletableFuture.anyOf(asked, part).get();
      return asked.get(AFTER_A_CHILD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Everything is closed: the process may end. */
  void finished() {
    finished.countDown();
  }

  private synchronized void leaveThisThread() {
    worker = null;
  }

  private synchronized void interruptWorker() {
    if (worker != null) {
      worker.interrupt();
    }
  }

  private void hold() {
    asked.complete(true);
    interruptWorker();
    try {
      if (!finished.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("farsight: not everything could be closed within a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
