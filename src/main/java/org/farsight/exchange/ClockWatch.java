package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the system's clock is set, by a counter that nobody can set, and lets what waits in
 * the ledger wait as long as before: an hour back freezes no work, an hour forward ends no wait.
 * Where the clock was set while no engine ran, the newest time in the ledger tells that it went
 * back; that it went forward looks like time that has passed. One thread uses it.
 */
public final class ClockWatch {
  /** What is less is left alone: it costs no more than that time. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** A look that took longer says nothing: the thread was stopped in the middle of it. */
  private static final long LONGEST_LOOK = 200_000_000; // ns

  private final Ledger ledger;
  private final Interventions interventions;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Listener listener;
  private @Nullable Look last;

  /** Is told after the ledger was changed. */
  public interface Listener {
    /**
     * The clock was set.
     *
     * @param by how far forward; negative: back
     */
    void clockMoved(Duration by);
  }

  /** What clock and counter said at one moment. */
  private record Look(Instant wall, long nanos) {}

  /**
   * Watches for the steps of a ledger.
   *
   * @param clock by which steps wait
   * @param nanos counts nanoseconds from an arbitrary moment, such as {@link System#nanoTime}
   */
  public ClockWatch(
      Ledger ledger,
      Interventions interventions,
      InstantSource clock,
      LongSupplier nanos,
      Listener listener) {
    this.ledger = ledger;
    this.interventions = interventions;
    this.clock = clock;
    this.nanos = nanos;
    this.listener = listener;
  }

  /** Before anything runs: is the ledger younger than the clock says? */
  public void start() {
    Instant now = clock.instant();
    Optional<Instant> newest = interventions.newestTime();
    if (newest.isPresent()) {
      Duration by = Duration.between(newest.get(), now);
      if (by.plus(TOLERANCE).isNegative()) {
        moved(by);
      }
    }
    look();
  }

  /** To be called every second or so. */
  public void look() {
    long before = nanos.getAsLong();
    Instant wall = clock.instant();
    long after = nanos.getAsLong();
    if (after - before > LONGEST_LOOK) {
      return;
    }
    Look now = new Look(wall, after);
    Look then = last;
    if (then != null) {
      Duration by =
          Duration.between(then.wall(), wall).minus(Duration.ofNanos(after - then.nanos()));
      if (by.abs().compareTo(TOLERANCE) > 0) {
        moved(by); // where the ledger fails, the next look finds the same
      }
    }
    last = now;
  }

  private void moved(Duration by) {
    ledger.<Void>write(
        tx -> {
          tx.interventions().clockMoved(by);
          return null;
        });
    listener.clockMoved(by);
  }
}
