package org.farsight.architecture.guilty.cli;

/** Breaks a rule on purpose: SQL outside the ledger, and a cycle with app. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.farsight.architecture.guilty.app.GuiltyRoom cycle;

  private java.sql.Connection forbidden;
}
