package org.farsight.app;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Retention;
import org.farsight.ledger.RetentionSweep;
import org.farsight.ledger.SqlLedger;

/**
 * What {@code farsight crash} wants of the engine's process that it starts, by system properties;
 * nobody else sets them. Sizes are small there, so that laps and new segments come within seconds.
 *
 * @param killSwitch ends the process at a place; {@link KillSwitch#OFF} where none is named
 * @param segment bytes of a segment; empty: as usual
 * @param redo bytes of the redo log; empty: as usual
 * @param sweep how long what was received is kept, at least; empty: as configured
 */
record CrashTest(
    KillSwitch killSwitch,
    Optional<Long> segment,
    Optional<Integer> redo,
    Optional<Duration> sweep) {

  /** Said to standard error before the process ends itself. */
  private static final String LAST_WORDS = "killed at ";

  /** As the properties say. */
  static CrashTest of(Properties properties) {
    return new CrashTest(
        Optional.ofNullable(properties.getProperty(KillSwitch.KILL_AT))
            .map(CrashTest::killSwitch)
            .orElse(KillSwitch.OFF),
        Optional.ofNullable(properties.getProperty(KillSwitch.SEGMENT_BYTES)).map(Long::valueOf),
        Optional.ofNullable(properties.getProperty(KillSwitch.REDO_BYTES)).map(Integer::valueOf),
        Optional.ofNullable(properties.getProperty(KillSwitch.SWEEP_SECONDS))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
  }

  private static KillSwitch killSwitch(String at) {
    String[] words = at.split(":", 2);
    int passage = words.length == 2 ? Integer.parseInt(words[1]) : 1;
    return killSwitch(
        KillPoint.valueOf(words[0]),
        passage,
        () -> {
          System.err.println(LAST_WORDS + words[0]);
          System.err.flush();
          Runtime.getRuntime().halt(KillSwitch.EXIT); // no shutdown hook, no finally, no flush
        });
  }

  /** Runs the end at a passage of a point, once. */
  static KillSwitch killSwitch(KillPoint at, int passage, Runnable end) {
    AtomicInteger left = new AtomicInteger(passage);
    return point -> {
      if (point == at && left.decrementAndGet() == 0) {
        end.run();
      }
    };
  }

  /** The ports between which the process can end; where it is not to, they are left as they are. */
  KillingPorts ports() {
    return new KillingPorts(killSwitch);
  }

  Meters meters() {
    return isArmed() ? new KillingMeters(killSwitch) : new Meters();
  }

  SqlLedger.Options of(SqlLedger.Options usual) {
    return usual.crashing(redo.orElse(usual.redo()), killSwitch);
  }

  /** How long what was received is kept. */
  Retention of(Retention usual) {
    return sweep.isEmpty()
        ? usual
        : new Retention(sweep, sweep, OptionalLong.empty(), Optional.empty());
  }

  /** When retention runs. */
  RetentionSweep.Options sweeping() {
    return sweep.isEmpty()
        ? RetentionSweep.Options.USUAL
        : new RetentionSweep.Options(
            Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  private boolean isArmed() {
    return killSwitch != KillSwitch.OFF;
  }
}
