package org.farsight.architecture.guilty.report;

/** Breaks two rules on purpose: a report knows no FHIR, and nobody but app and cli sees app. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.hl7.fhir.r4.model.DiagnosticReport forbidden;
  private org.farsight.app.Configuration forbiddenToo;
}
