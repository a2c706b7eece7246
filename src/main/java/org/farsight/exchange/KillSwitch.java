package org.farsight.exchange;

/**
 * Port: is told that work has come to a place. Whoever runs the crash test ends the process there;
 * in all other cases it does nothing. Called by many threads.
 */
@FunctionalInterface
public interface KillSwitch {
  /**
   * System property of the engine's process: a {@link KillPoint}, a colon, and at which passage of
   * it the process ends, 1 for the first; several with commas between them: it ends at whichever it
   * comes to first. Only the crash test sets it.
   */
  String KILL_AT = "farsight.kill-at";

  /** Said to standard output before the process ends itself, with the place. */
  String LAST_WORDS = "killed at ";

  /** System property of the engine's process in a crash test: bytes of a segment. */
  String SEGMENT_BYTES = "farsight.crash-segment-bytes";

  /** System property of the engine's process in a crash test: bytes of the redo log. */
  String REDO_BYTES = "farsight.crash-redo-bytes";

  /**
   * System property of the engine's process in a crash test: so many seconds after its last byte
   * came, what was received is swept, if its proof is safe.
   */
  String SWEEP_SECONDS = "farsight.crash-sweep-seconds";

  /**
   * System property of the engine's process in a crash test: if true, Bundles are not held to their
   * profiles. Nothing durable comes of it, and what it takes at each start is half of the start.
   */
  String UNCHECKED = "farsight.crash-unchecked";

  /** Exit code of a process that has ended itself: that of one ended by SIGKILL. */
  int EXIT = 137;

  /** Does nothing. */
  KillSwitch OFF = point -> {};

  /** Work has come to this place. */
  void pass(KillPoint point);
}
