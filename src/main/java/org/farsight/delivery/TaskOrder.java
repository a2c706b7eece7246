package org.farsight.delivery;

import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * On which order a reading task is to hang, and whether that was taken back after the examination
 * had come. A task that somebody has signed is never rewritten: it stays as it is.
 *
 * @param order at the server; without an id nothing is moved
 * @param cancelled whether the task is not to be done any more
 */
record TaskOrder(IdType order, boolean cancelled) {

  /** Nothing is to be changed. */
  static final TaskOrder NONE = new TaskOrder(new IdType(), false);

  /** Statuses that end a task well or make it void (FHIR R4 task-status). */
  private static final Set<TaskStatus> CLOSED =
      EnumSet.of(TaskStatus.COMPLETED, TaskStatus.ENTEREDINERROR);

  private static final Set<TaskStatus> ENDED =
      EnumSet.of(
          TaskStatus.COMPLETED,
          TaskStatus.ENTEREDINERROR,
          TaskStatus.CANCELLED,
          TaskStatus.REJECTED,
          TaskStatus.FAILED);

  private static final List<String> SIGNED = List.of("signed", "delivered", "opened-at-branch");

  /** As a transaction says. */
  static TaskOrder of(SentBundle sent, IdType order) {
    boolean cancelled =
        sent.task() >= 0 && sent.resource(sent.task()).path("status").asText().equals("cancelled");
    return new TaskOrder(order.toUnqualifiedVersionless(), cancelled);
  }

  /**
   * Changes a task so that it hangs where it is to hang.
   *
   * @return whether anything was changed
   */
  boolean align(Task task, Instant at) {
    if (isSigned(task)) {
      return false;
    }
    boolean moved = move(task, at);
    if (cancelled && !ENDED.contains(task.getStatus())) {
      task.setStatus(TaskStatus.CANCELLED).setStatusReason(reason());
      note(task, at, "The order was taken back after the examination had come.");
      return true;
    }
    if (!cancelled && order.hasIdPart() && isOurs(task)) {
      task.setStatus(TaskStatus.REQUESTED).setStatusReason(null);
      note(task, at, "The order stands again.");
      return true;
    }
    return moved;
  }

  private boolean move(Task task, Instant at) {
    String now = String.valueOf(order.getValue());
    if (!order.hasIdPart() || (hangsOn(task.getBasedOn(), now) && isAt(task.getFocus(), now))) {
      return false;
    }
    String before = reference(task.getBasedOnFirstRep());
    task.setBasedOn(List.of(new Reference(now))).setFocus(new Reference(now));
    note(task, at, "The examination belongs to " + now + "; before it hung on " + before + ".");
    return true;
  }

  static boolean isSigned(Task task) {
    return CLOSED.contains(task.getStatus())
        || task.getBusinessStatus().getCoding().stream()
            .filter(coding -> Identifiers.BUSINESS_STATUS.equals(coding.getSystem()))
            .map(Coding::getCode)
            .anyMatch(SIGNED::contains);
  }

  private static boolean hangsOn(List<Reference> references, String id) {
    return references.size() == 1 && isAt(references.getFirst(), id);
  }

  private static boolean isAt(Reference reference, String id) {
    return reference(reference).equals(id);
  }

  private static String reference(Reference reference) {
    return String.valueOf(reference.getReferenceElement().toUnqualifiedVersionless().getValue());
  }

  private static CodeableConcept reason() {
    return new CodeableConcept()
        .addCoding(
            new Coding(Identifiers.REJECTION, Identifiers.ORDER_CANCELLED, "Order cancelled"))
        .setText("检查到达后医嘱已取消");
  }

  /** Whether the task was cancelled because of its order, and not by the branch. */
  private static boolean isOurs(Task task) {
    return task.getStatus() == TaskStatus.CANCELLED
        && task.getStatusReason().getCoding().stream()
            .anyMatch(
                coding ->
                    Identifiers.REJECTION.equals(coding.getSystem())
                        && Identifiers.ORDER_CANCELLED.equals(coding.getCode()));
  }

  private static void note(Task task, Instant at, String text) {
    task.addNote(new Annotation().setTime(Date.from(at)).setText(text));
  }
}
