package org.farsight.cli;

/**
 * A command cannot do what it was asked for, and its message says why and what to do: shown to the
 * person without a stack trace. Carries no patient data.
 */
public final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** The command did not succeed: exit code 1. */
  public CommandFailure(String message) {
    this(message, Main.FAILED);
  }

  /**
   * @param message what is wrong and what to do about it
   * @param exitCode {@link Main#FAILED} or {@link Main#WRONG_USE}
   */
  public CommandFailure(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What the process answers to its caller. */
  public int exitCode() {
    return exitCode;
  }
}
