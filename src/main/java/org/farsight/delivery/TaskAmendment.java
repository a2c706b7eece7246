package org.farsight.delivery;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.Date;
import org.farsight.exchange.Delivery.Work;
import org.farsight.fhir.TaskInput;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskPriority;

/**
 * Tells a reading task that was there already what came later: one input and one note for each
 * revision, nothing else. Status, owner and business status stay as whoever wrote them last left
 * them. The Task itself says which revision it knows, so a crash between the transaction and this,
 * a replay, or the same revision twice add nothing twice.
 */
final class TaskAmendment {

  private static final int TRIES = 5;

  private final IGenericClient client;
  private final IdType task;

  TaskAmendment(IGenericClient client, IdType task) {
    this.client = client;
    this.task = task.toUnqualifiedVersionless();
  }

  /**
   * Reads the task, adds what is missing and writes it if nobody has written it since; again where
   * somebody has.
   *
   * @param examination the study that has grown
   * @return false if others were faster each time
   */
  boolean tell(Work work, IdType examination) {
    for (int i = 0; i < TRIES; i++) {
      Task found = client.read().resource(Task.class).withId(task).execute();
      int known = TaskInput.knownRevision(found, work.exchange().id());
      if (known >= work.toRevision()) {
        return true;
      }
      amend(found, work, known, examination);
      try {
        // the id carries the version that was read: sent as If-Match
        client.update().resource(found).execute();
        return true;
      } catch (ResourceVersionConflictException | PreconditionFailedException e) {
        continue;
      }
    }
    return false;
  }

  private static void amend(Task found, Work work, int known, IdType examination) {
    Reference what = new Reference(examination.toUnqualifiedVersionless());
    found.addInput(TaskInput.later(work.exchange().id(), work.toRevision(), what));
    // what came later may be critical; nobody's priority is ever lowered
    TaskPriority least = TaskInput.priority(work.exchange().priority());
    if (found.getPriority() == null || found.getPriority().compareTo(least) < 0) {
      found.setPriority(least);
    }
    // each arrival raises the revision by one
    int count = work.toRevision() - known;
    String text =
        known == 0
            ? "The examination was sent again with " + count + " objects"
            : count == 1 ? "1 object came later" : count + " objects came later";
    Annotation note = new Annotation();
    note.setTime(Date.from(work.exchange().lastAt()));
    note.setText(text + " (revision " + work.toRevision() + ").");
    found.addNote(note);
    withoutRequest(found.getMeta());
  }

  /** HAPI FHIR shows the source with the id of the request that wrote it; that is not ours. */
  static void withoutRequest(Meta meta) {
    String source = meta.getSource();
    if (source != null && source.indexOf('#') > 0) {
      meta.setSource(source.substring(0, source.indexOf('#')));
    }
  }
}
