package org.farsight.architecture.guilty.app;

/** Breaks a rule on purpose: app may not see cli. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.farsight.architecture.guilty.cli.GuiltyRoom forbidden;
}
