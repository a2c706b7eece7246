package org.farsight.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.farsight.exchange.ClockWatch;
import org.farsight.ledger.SqlLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the clock every second. */
final class ClockService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClockService.class);

  private final ClockWatch watch;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("clock-watch").daemon().unstarted(task));

  /** Begins to watch; what waits in the ledger is put right before this returns. */
  ClockService(SqlLedger ledger) {
    watch =
        new ClockWatch(
            ledger,
            ledger.interventions(),
            InstantSource.system(),
            System::nanoTime,
            ClockService::told);
    watch.start();
    var unused = thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  private static void told(Duration by) {
    log.warn(
        "the system's clock was set {} by {} s: what waits waits as long as before; have the"
            + " machine's time service (NTP) looked at",
        by.isNegative() ? "back" : "forward",
        by.abs().toSeconds());
  }

  private void look() {
    try {
      watch.look();
    } catch (RuntimeException e) {
      log.error("the clock could not be looked at; tried again in a second: {}", e.toString());
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
