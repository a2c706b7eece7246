package org.farsight.fhir;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** The transaction of what was sent under the wrong patient: it says so, and nothing else. */
public final class RecalledBundle {

  /** Code of the reason, as in the code system of rejections. */
  public static final String WRONG_PATIENT = "wrong-patient";

  private RecalledBundle() {}

  /** Marks what is ours alone as entered in error, and the reading task as cancelled. */
  static void mark(Bundle bundle) {
    for (BundleEntryComponent entry : bundle.getEntry()) {
      switch (entry.getResource()) {
        case ImagingStudy study -> study.setStatus(ImagingStudyStatus.ENTEREDINERROR);
        case Observation observation -> observation.setStatus(ObservationStatus.ENTEREDINERROR);
        case DocumentReference document ->
            document.setStatus(DocumentReferenceStatus.ENTEREDINERROR);
        case Flag flag -> flag.setStatus(FlagStatus.ENTEREDINERROR);
        case Task task -> task.setStatus(TaskStatus.CANCELLED).setStatusReason(reason());
        default -> {}
      }
    }
  }

  /** Why a task of a recalled examination is cancelled. */
  public static CodeableConcept reason() {
    return Codings.concept(Identifiers.REJECTION, WRONG_PATIENT, "Wrong patient")
        .setText("患者错误，已召回");
  }

  /** Whether a task was cancelled because its examination was recalled. */
  public static boolean isRecalled(Task task) {
    return task.getStatus() == TaskStatus.CANCELLED
        && task.getStatusReason().hasCoding(Identifiers.REJECTION, WRONG_PATIENT);
  }
}
