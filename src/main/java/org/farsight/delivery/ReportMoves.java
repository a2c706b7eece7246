package org.farsight.delivery;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.fhir.CaseKeys;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.RepeatedTask;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskOutputComponent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** What a version of a report may do to a reading task, and what it does. */
final class ReportMoves {
  private ReportMoves() {}

  /** Whether somebody still has to do something. */
  static boolean isOpen(Task task) {
    return switch (task.getStatus()) {
      case DRAFT, REQUESTED, RECEIVED, ACCEPTED, READY, INPROGRESS, ONHOLD -> true;
      case REJECTED, CANCELLED, FAILED, COMPLETED, ENTEREDINERROR, NULL -> false;
    };
  }

  /**
   * Why a version cannot be written; empty where it can.
   *
   * @param said the task as the version would have it
   * @param task as it is at the server
   * @param report as it is at the server, if an earlier version is there
   */
  static Optional<String> hindrance(Task said, Task task, Optional<DiagnosticReport> report) {
    if (isRecall(said)) {
      return Optional.empty(); // whatever has become of the task, the report counts no more
    }
    return switch (task.getStatus()) {
      case DRAFT, REQUESTED, RECEIVED, ACCEPTED, READY, INPROGRESS, ONHOLD -> held(said, task);
      case COMPLETED -> completed(task, report);
      case REJECTED, CANCELLED, FAILED, ENTEREDINERROR ->
          Optional.of(
              "the case is "
                  + task.getStatus().toCode()
                  + " at the FHIR server: let it be requested again there, then replay this");
      case NULL -> Optional.of("the case has no status at the FHIR server");
    };
  }

  /** Whoever signs must be the one who has it, or nobody has it. */
  private static Optional<String> held(Task said, Task task) {
    String signer = reader(said.getOwner());
    boolean byOne =
        !reader(task.getOwner()).isEmpty() || plain(task.getOwner()).startsWith("Practitioner");
    return signer.isEmpty() || !byOne || signer.equals(reader(task.getOwner()))
        ? Optional.empty()
        : Optional.of(
            "another reader has the case at the FHIR server: "
                + (task.getOwner().hasDisplay()
                    ? task.getOwner().getDisplay()
                    : plain(task.getOwner())));
  }

  private static Optional<String> completed(Task task, Optional<DiagnosticReport> report) {
    List<String> outputs = outputs(task).toList();
    boolean ours = report.filter(there -> outputs.contains(plain(there))).isPresent();
    return ours
        ? Optional.empty()
        : Optional.of(
            "another report has completed the case at the FHIR server: "
                + (outputs.isEmpty() ? "it names none" : String.join(", ", outputs)));
  }

  private static String reader(Reference owner) {
    Identifier id = owner.getIdentifier();
    return Identifiers.READER.equals(id.getSystem()) && id.hasValue() ? id.getValue() : "";
  }

  static boolean isRecall(Task said) {
    return said.getStatus() == TaskStatus.ENTEREDINERROR;
  }

  /** The reports that a task names. */
  static Stream<String> outputs(Task task) {
    return task.getOutput().stream()
        .map(TaskOutputComponent::getValue)
        .filter(Reference.class::isInstance)
        .map(value -> plain((Reference) value));
  }

  /** Ends a task, as a version says, with its report. */
  static void complete(Task said, Task task, Reference report) {
    task.setStatus(TaskStatus.COMPLETED);
    task.setStatusReason(null);
    task.setBusinessStatus(said.getBusinessStatus().copy());
    task.getExecutionPeriod().setEndElement(said.getExecutionPeriod().getEndElement().copy());
    if (!reader(said.getOwner()).isEmpty()) {
      task.setOwner(said.getOwner().copy());
    }
    name(said, task, report);
    TaskAmendment.withoutRequest(task.getMeta());
  }

  private static void name(Task said, Task task, Reference report) {
    if (outputs(task).noneMatch(plain(report)::equals)) {
      task.addOutput().setType(said.getOutputFirstRep().getType().copy()).setValue(report.copy());
    }
  }

  /**
   * A task whose report counts no more is void. It names that report, also where the signed version
   * never came here before it was taken back.
   */
  static void retract(Task said, Task task, Reference report) {
    name(said, task, report);
    task.setStatus(TaskStatus.ENTEREDINERROR);
    task.setStatusReason(
        said.hasStatusReason()
            ? said.getStatusReason().copy()
            : new CodeableConcept().setText("报告已撤回"));
    TaskAmendment.withoutRequest(task.getMeta());
  }

  /** Whether the examination itself was sent under the wrong patient. */
  static boolean isOfWrongPatient(Task said) {
    return said.getStatusReason().getCoding().stream()
        .map(Coding::getSystem)
        .anyMatch(Identifiers.REJECTION::equals);
  }

  /** The key of the task that takes the place of a void one. */
  static Optional<Identifier> again(Task task) {
    String key = RepeatedTask.key(task);
    return task.getStatus() == TaskStatus.ENTEREDINERROR && !key.isEmpty()
        ? Optional.of(
            new Identifier().setSystem(Identifiers.READING_TASK).setValue(CaseKeys.again(key)))
        : Optional.empty();
  }

  static String plain(Reference reference) {
    return String.valueOf(reference.getReferenceElement().toUnqualifiedVersionless().getValue());
  }

  private static String plain(DiagnosticReport report) {
    return String.valueOf(report.getIdElement().toUnqualifiedVersionless().getValue());
  }
}
