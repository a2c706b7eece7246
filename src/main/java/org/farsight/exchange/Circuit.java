package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.TargetStatus.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Whether one target is called.
 *
 * <pre>
 *            failures in a row               a probe is accepted
 *       UP ─────────────────────→  DOWN  ─────────────────────────→  RECOVERING ──→ UP
 *                                  ↑  │ a probe fails: twice the wait      │     ten seconds
 *                                  └──┘ ←──────────────────────────────────┘     without failure
 * </pre>
 *
 * <p>While it is down one delivery at a time is let through as a probe. When it is back, 1 is let
 * through in the first second, then 2, 4, 8 and so on. It knows neither the ledger nor a clock, and
 * is not kept: after a restart the target is taken for well until it fails. Safe for use by many
 * threads.
 */
final class Circuit {
  /** As much as anybody can hand over within a second: the ramp ends here. */
  private static final int FULL = 1024;

  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final String target;
  private final CircuitRule rule;

  private Stage stage = Stage.UP;
  private @Nullable Instant since;
  private int failures;
  private @Nullable String firstFailed;
  private boolean certain;
  private String why = "";

  private Duration wait;
  private Duration waiting = Duration.ZERO;
  private Instant nextProbe = Instant.EPOCH;
  private boolean probing;

  private Instant windowEnd = Instant.EPOCH;
  private int window;
  private int left;

  /** What a delivery is for the circuit. */
  enum Pass {
    /** It must wait. */
    NONE,
    /** One of those that the target is given while it is up or recovering. */
    CALL,
    /** The one that asks whether the target is back. */
    PROBE
  }

  Circuit(String target, CircuitRule rule) {
    this.target = target;
    this.rule = rule;
    this.wait = rule.first();
  }

  /** How many of so many may call the target now. */
  synchronized int room(Instant now, int most) {
    roll(now);
    return switch (stage) {
      case UP -> most;
      case DOWN -> mayProbe(now) ? Math.min(1, most) : 0;
      case RECOVERING -> Math.min(left, most);
    };
  }

  /**
   * Lets one through, if it may be: exactly one of {@link #accepted}, {@link #failed} and {@link
   * #neither} follows.
   */
  synchronized Pass enter(Instant now) {
    if (room(now, 1) == 0) {
      return Pass.NONE;
    }
    return switch (stage) {
      case UP -> Pass.CALL;
      case DOWN -> {
        probing = true;
        yield Pass.PROBE;
      }
      case RECOVERING -> {
        left--;
        yield Pass.CALL;
      }
    };
  }

  /**
   * The target has accepted something.
   *
   * @return how long it was down, if it was until now
   */
  synchronized Optional<Duration> accepted(Instant now) {
    failures = 0;
    firstFailed = null;
    certain = false;
    why = "";
    if (stage != Stage.DOWN) {
      return Optional.empty();
    }
    Duration down = since == null ? Duration.ZERO : Duration.between(since, now);
    become(Stage.RECOVERING, now);
    probing = false;
    window = 1;
    left = 1;
    windowEnd = now.plus(WINDOW);
    return Optional.of(down.isNegative() ? Duration.ZERO : down);
  }

  /**
   * A delivery did not work.
   *
   * @param exchangeId whose: the target is not taken for down because of one exchange alone
   * @return how it stands, if it has gone down by this
   */
  synchronized Optional<TargetStatus> failed(
      Pass pass, String exchangeId, DeliveryOutcome.Retry trouble, Instant now) {
    Cause cause = trouble.cause();
    if (cause == Cause.EXCHANGE) {
      neither(pass, now);
      return Optional.empty();
    }
    failures++;
    certain |= cause == Cause.TARGET || (firstFailed != null && !firstFailed.equals(exchangeId));
    firstFailed = firstFailed == null ? exchangeId : firstFailed;
    why = trouble.why();
    roll(now);
    boolean opens =
        switch (stage) {
          case UP -> certain && failures >= rule.failures();
          case RECOVERING -> cause == Cause.TARGET || (certain && failures >= rule.failures());
          case DOWN -> false;
        };
    if (opens) {
      wait = stage == Stage.UP ? rule.first() : rule.after(wait);
      become(Stage.DOWN, now);
      probeAfter(longer(wait, trouble.after()), now);
      return Optional.of(status());
    }
    if (stage == Stage.DOWN && pass == Pass.PROBE) {
      wait = rule.after(wait);
      probeAfter(longer(wait, trouble.after()), now);
    }
    return Optional.empty();
  }

  /** What came of a delivery says nothing about the target: another may be asked at once. */
  synchronized void neither(Pass pass, Instant now) {
    if (stage == Stage.DOWN && pass == Pass.PROBE) {
      probeAfter(Duration.ZERO, now);
    }
  }

  private void probeAfter(Duration time, Instant now) {
    probing = false;
    waiting = time;
    nextProbe = now.plus(time);
  }

  synchronized TargetStatus status() {
    return new TargetStatus(
        target, stage, since, failures, why, stage == Stage.DOWN ? nextProbe : null);
  }

  /** A clock that was put back must not keep the target waiting for longer than agreed. */
  private boolean mayProbe(Instant now) {
    boolean putBack = now.plus(waiting).isBefore(nextProbe);
    return !probing && (!now.isBefore(nextProbe) || putBack);
  }

  /** Begins the next second of the ramp. */
  private void roll(Instant now) {
    if (stage != Stage.RECOVERING) {
      return;
    }
    boolean putBack = now.plus(WINDOW).isBefore(windowEnd);
    if (now.isBefore(windowEnd) && !putBack) {
      return;
    }
    window *= 2;
    left = window;
    windowEnd = now.plus(WINDOW);
    if (window >= FULL) {
      become(Stage.UP, now);
      wait = rule.first();
    }
  }

  private void become(Stage next, Instant now) {
    stage = next;
    since = now;
  }

  private static Duration longer(Duration wait, @Nullable Duration asked) {
    return asked == null || asked.compareTo(wait) < 0 ? wait : asked;
  }
}
