package org.farsight.architecture.guilty.bench.ledger;

/** Breaks a rule on purpose: nobody but app and cli sees app. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.farsight.app.Configuration forbidden;
}
