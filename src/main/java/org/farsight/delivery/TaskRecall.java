package org.farsight.delivery;

import java.util.Date;
import org.farsight.fhir.RecalledBundle;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * What a recall does to a reading task that is there: an open one is cancelled, with the reason;
 * one that is signed stays as it is and says that an addendum is due. Taken back, a task that the
 * recall has cancelled is requested again.
 */
final class TaskRecall {

  private static final String CANCELLED =
      "Recalled: the examination was sent under the wrong patient.";
  private static final String SIGNED =
      "Recalled: the examination was sent under the wrong patient. It is read already: an addendum"
          + " is due.";
  private static final String AGAIN = "The recall was taken back: to be read after all.";

  private TaskRecall() {}

  /** Whether the task is to be written. */
  static boolean amend(Task found, boolean recalled) {
    if (recalled) {
      return recall(found);
    }
    if (!RecalledBundle.isRecalled(found)) {
      return false;
    }
    found.setStatus(TaskStatus.REQUESTED).setStatusReason(null);
    note(found, AGAIN);
    return true;
  }

  private static boolean recall(Task found) {
    return switch (found.getStatus()) {
      case DRAFT, REQUESTED, RECEIVED, ACCEPTED, READY, INPROGRESS, ONHOLD -> {
        found.setStatus(TaskStatus.CANCELLED).setStatusReason(RecalledBundle.reason());
        note(found, CANCELLED);
        yield true;
      }
      case COMPLETED -> {
        boolean told = found.getNote().stream().anyMatch(note -> SIGNED.equals(note.getText()));
        if (!told) {
          note(found, SIGNED);
        }
        yield !told;
      }
      case REJECTED, CANCELLED, FAILED, ENTEREDINERROR, NULL -> false;
    };
  }

  private static void note(Task found, String text) {
    found.addNote(new Annotation().setTime(new Date()).setText(text));
  }
}
