package org.farsight.architecture.guilty.critical;

/** Breaks a rule on purpose: who tells a branch knows no FHIR server. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.farsight.delivery.FhirDelivery forbidden;
}
