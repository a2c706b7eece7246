package org.farsight.architecture.guilty.access;

/** Breaks a rule on purpose: who may do what knows no database. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.farsight.ledger.SqlLedger forbidden;
}
