package org.farsight.exchange;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a target stands, as far as deliveries have shown.
 *
 * @param target its id
 * @param stage whether it is called
 * @param since when that began; null where nothing has changed since the engine's start
 * @param failures in a row, to this moment
 * @param why what the last failure said; empty where there was none since it was well
 * @param nextProbe when it is asked again; null unless it is down
 */
public record TargetStatus(
    String target,
    Stage stage,
    @Nullable Instant since,
    int failures,
    String why,
    @Nullable Instant nextProbe) {

  /** Whether a target is called. */
  public enum Stage {
    /** It is called whenever there is something for it. */
    UP,
    /** It is asked by one delivery at a time, with growing waits; all else for it waits. */
    DOWN,
    /** It is back, and is given more each second until it has all that waits. */
    RECOVERING
  }

  /** Since when it stands like this, where that has changed. */
  public Optional<Instant> sinceIfChanged() {
    return Optional.ofNullable(since);
  }

  /** When it is asked again, if it is down. */
  public Optional<Instant> nextProbeIfDown() {
    return Optional.ofNullable(nextProbe);
  }
}
