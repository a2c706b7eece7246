package org.farsight.architecture.guilty.report.hl7v2;

/** Breaks a rule on purpose: nobody but app and cli sees app. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.farsight.app.Configuration forbidden;
}
