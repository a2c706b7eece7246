package org.farsight.architecture.guilty.crash.power;

/** Breaks a rule on purpose: what a loss of power leaves has nothing to do with the engine. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.farsight.exchange.Exchange forbidden;
}
