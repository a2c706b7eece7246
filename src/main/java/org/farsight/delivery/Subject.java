package org.farsight.delivery;

import java.util.Optional;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;

/** Whom a resource is about. */
final class Subject {

  private Subject() {}

  /** The reference itself, to be changed; empty for a type that is not moved. */
  static Optional<Reference> of(Resource resource) {
    return Optional.ofNullable(
        switch (resource) {
          case ServiceRequest order -> order.getSubject();
          case ImagingStudy study -> study.getSubject();
          case Observation observation -> observation.getSubject();
          case DocumentReference document -> document.getSubject();
          case DiagnosticReport report -> report.getSubject();
          case Task task -> task.getFor();
          case Flag flag -> flag.getSubject();
          case Communication communication -> communication.getSubject();
          default -> null;
        });
  }
}
