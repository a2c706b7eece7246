package org.farsight.camel;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Who goes first where all want the processor: conversions, for which a reading task waits, before
 * drawings, for which nobody does. A drawing begins when no conversion runs, or after a while all
 * the same, so that a busy morning puts it off and never stops it. Safe for use by many threads.
 */
final class Turns {
  private final long longest;
  private int running;

  /**
   * Lets what can wait wait for the others.
   *
   * @param longest how long at most
   */
  Turns(Duration longest) {
    this.longest = longest.toNanos();
  }

  /** Runs what is waited for. */
  void first(Runnable work) {
    synchronized (this) {
      running++;
    }
    try {
      work.run();
    } finally {
      synchronized (this) {
        running--;
        notifyAll();
      }
    }
  }

  /** Runs what can wait. */
  void last(Runnable work) {
    awaitQuiet();
    work.run();
  }

  private synchronized void awaitQuiet() {
    long end = System.nanoTime() + longest;
    try {
      for (long left = longest; running > 0 && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the engine ends: the work finds that out itself
    }
  }
}
