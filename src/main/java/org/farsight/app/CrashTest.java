package org.farsight.app;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Retention;
import org.farsight.ledger.RetentionSweep;
import org.farsight.ledger.SqlLedger;

/**
 * What {@code farsight crash} wants of the engine's process that it starts, by system properties;
 * nobody else sets them. Sizes are small there, so that laps and new segments come within seconds.
 *
 * @param killSwitch ends the process at the first of some places; {@link KillSwitch#OFF} where none
 *     is named
 * @param segment bytes of a segment; empty: as usual
 * @param redo bytes of the redo log; empty: as usual
 * @param unchecked whether Bundles are not held to their profiles
 * @param sweep how long what was received is kept, at least; empty: as configured
 */
record CrashTest(
    KillSwitch killSwitch,
    Optional<Long> segment,
    Optional<Integer> redo,
    boolean unchecked,
    Optional<Duration> sweep) {

  /** As the properties say. */
  static CrashTest of(Properties properties) {
    return new CrashTest(
        Optional.ofNullable(properties.getProperty(KillSwitch.KILL_AT))
            .map(CrashTest::killSwitch)
            .orElse(KillSwitch.OFF),
        Optional.ofNullable(properties.getProperty(KillSwitch.SEGMENT_BYTES)).map(Long::valueOf),
        Optional.ofNullable(properties.getProperty(KillSwitch.REDO_BYTES)).map(Integer::valueOf),
        Boolean.parseBoolean(properties.getProperty(KillSwitch.UNCHECKED)),
        Optional.ofNullable(properties.getProperty(KillSwitch.SWEEP_SECONDS))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
  }

  private static KillSwitch killSwitch(String at) {
    Map<KillPoint, Integer> arms = new EnumMap<>(KillPoint.class);
    for (String arm : at.split(",", -1)) {
      String[] words = arm.split(":", 2);
      arms.put(KillPoint.valueOf(words[0]), words.length == 2 ? Integer.parseInt(words[1]) : 1);
    }
    return killSwitch(
        arms,
        point -> {
          System.out.println(KillSwitch.LAST_WORDS + point);
          System.out.flush();
          Runtime.getRuntime().halt(KillSwitch.EXIT); // no shutdown hook, no finally, no flush
        });
  }

  /**
   * Runs the end at the first of some places, once.
   *
   * @param arms at which passage of each it ends, 1 for the first
   */
  static KillSwitch killSwitch(Map<KillPoint, Integer> arms, Consumer<KillPoint> end) {
    Map<KillPoint, AtomicInteger> left = new EnumMap<>(KillPoint.class);
    arms.forEach((point, passage) -> left.put(point, new AtomicInteger(passage)));
    AtomicBoolean ended = new AtomicBoolean();
    return point -> {
      AtomicInteger passages = left.get(point);
      if (passages != null && passages.decrementAndGet() == 0 && !ended.getAndSet(true)) {
        end.accept(point);
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
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  private boolean isArmed() {
    return killSwitch != KillSwitch.OFF;
  }
}
