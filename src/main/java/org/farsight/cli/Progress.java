package org.farsight.cli;

import java.io.PrintWriter;

/**
 * One line that says how far a command is: written over and over on a terminal, and now and then
 * where the output goes to a file.
 */
final class Progress {
  private static final long EVERY_ON_TERMINAL = 100_000_000L;
  private static final long EVERY_ELSEWHERE = 5_000_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private long last = System.nanoTime();
  private int shown;

  Progress(Console console) {
    this.err = console.err();
    this.terminal = System.console() != null;
  }

  /** Says where the command is, unless it was said a moment ago. */
  void at(String text) {
    long now = System.nanoTime();
    if (now - last < (terminal ? EVERY_ON_TERMINAL : EVERY_ELSEWHERE)) {
      return;
    }
    last = now;
    if (terminal) {
      err.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
      err.flush();
      shown = text.length();
    } else {
      err.println(text);
    }
  }

  /** Takes the line away, so that something else can be written. */
  void clear() {
    if (shown > 0) {
      err.print("\r" + " ".repeat(shown) + "\r");
      err.flush();
      shown = 0;
    }
  }
}
