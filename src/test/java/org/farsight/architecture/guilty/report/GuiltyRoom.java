package org.farsight.architecture.guilty.report;

/** Breaks a rule on purpose: a report knows no FHIR. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.hl7.fhir.r4.model.DiagnosticReport forbidden;
}
