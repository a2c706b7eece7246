package org.farsight.delivery;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Delivery.Work;
import org.farsight.fhir.AddendumTask;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.RecalledBundle;
import org.farsight.fhir.TaskInput;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskPriority;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * Tells a reading task that was there already what came later: one input and one note for each
 * revision, and on which order it hangs (see {@link TaskOrder}), nothing else. Status, owner and
 * business status stay as whoever wrote them last left them, unless the order was taken back. A
 * task that is completed stays as it is: what came after it is read under an addendum, a Task of
 * its own that is part of it. The Tasks themselves say which revision they know, so a crash between
 * the transaction and this, a replay, or the same revision twice add nothing twice.
 */
final class TaskAmendment {

  private static final int TRIES = 5;

  private final IGenericClient client;
  private final IdType task;
  private boolean wasRecalled;
  private final Optional<Reference> department;
  private final TaskOrder order;

  /**
   * @param department who reads what comes later
   * @param order on which it is to hang
   */
  TaskAmendment(
      IGenericClient client, IdType task, Optional<Reference> department, TaskOrder order) {
    this.client = client;
    this.order = order;
    this.task = task.toUnqualifiedVersionless();
    this.department = department;
  }

  /**
   * Reads the task, adds what is missing and writes it if nobody has written it since; again where
   * somebody has.
   *
   * @param examination the study that has grown
   * @param recalled whether it was sent under the wrong patient
   * @return false if others were faster each time
   */
  boolean tell(Work work, IdType examination, boolean recalled) {
    return tell(work, examination) && (!(recalled || wasRecalled) || tell(recalled));
  }

  private boolean tell(boolean recalled) {
    for (int i = 0; i < TRIES; i++) {
      try {
        List<Task> all = new ArrayList<>(addenda());
        all.add(client.read().resource(Task.class).withId(task).execute());
        for (Task one : all) {
          if (TaskRecall.amend(one, recalled)) {
            withoutRequest(one.getMeta());
            client.update().resource(one).execute();
          }
        }
        return true;
      } catch (ResourceVersionConflictException | PreconditionFailedException e) {
        continue;
      }
    }
    return false;
  }

  /** The same of an examination that is of the right patient, as far as one knows. */
  boolean tell(Work work, IdType examination) {
    for (int i = 0; i < TRIES; i++) {
      Task first = client.read().resource(Task.class).withId(task).execute();
      wasRecalled = RecalledBundle.isRecalled(first);
      boolean moved = order.align(first, work.exchange().lastAt());
      List<Task> all = new ArrayList<>(List.of(first));
      if (isEnded(first)) {
        all.addAll(addenda());
      }
      int known =
          all.stream()
              .mapToInt(one -> TaskInput.knownRevision(one, work.exchange().id()))
              .max()
              .orElse(0);
      if (known >= work.toRevision() && !moved) {
        return true;
      }
      // the newest that is not completed, which may be the first
      Optional<Task> found =
          all.size() == 1 && first.getStatus() == TaskStatus.ENTEREDINERROR
              ? Optional.of(first)
              : all.reversed().stream().filter(one -> !isEnded(one)).findFirst();
      if (found.isEmpty()) {
        create(first, work, known, examination);
        return true;
      }
      if (known < work.toRevision()) {
        amend(found.get(), work, known, examination);
      }
      withoutRequest(found.get().getMeta());
      try {
        // the id carries the version that was read: sent as If-Match
        client.update().resource(found.get()).execute();
        return true;
      } catch (ResourceVersionConflictException | PreconditionFailedException e) {
        continue;
      }
    }
    return false;
  }

  /** Whether it was read; of a read that was recalled another task is to be read again. */
  private static boolean isEnded(Task one) {
    return one.getStatus() == TaskStatus.COMPLETED || one.getStatus() == TaskStatus.ENTEREDINERROR;
  }

  /** The Tasks that are part of this one, in the order of what they are to read. */
  private List<Task> addenda() {
    return client
        .search()
        .byUrl("Task?part-of=" + task.getValue())
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(BundleEntryComponent::getResource)
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .sorted(AddendumTask.ORDER)
        .toList();
  }

  /** Creates an addendum, unless another try has: its key is the revision. */
  private void create(Task first, Work work, int known, IdType examination) {
    Reference what = new Reference(examination.toUnqualifiedVersionless());
    Task addendum =
        AddendumTask.of(first, work.exchange(), work.toRevision(), what, department.orElse(null));
    addendum.addNote(note(work, known));
    client
        .create()
        .resource(addendum)
        .conditionalByUrl(Identifiers.search("Task", addendum.getIdentifierFirstRep()))
        .execute();
  }

  private static void amend(Task found, Work work, int known, IdType examination) {
    Reference what = new Reference(examination.toUnqualifiedVersionless());
    found.addInput(TaskInput.later(work.exchange().id(), work.toRevision(), what));
    // what came later may be critical; nobody's priority is ever lowered
    TaskPriority least = TaskInput.priority(work.exchange().priority());
    if (found.getPriority() == null || found.getPriority().compareTo(least) < 0) {
      found.setPriority(least);
    }
    found.addNote(note(work, known));
    withoutRequest(found.getMeta());
  }

  private static Annotation note(Work work, int known) {
    // each arrival raises the revision by one
    int count = work.toRevision() - known;
    String text =
        known == 0
            ? "The examination was sent again with " + count + " objects"
            : count == 1 ? "1 object came later" : count + " objects came later";
    Annotation note = new Annotation();
    note.setTime(Date.from(work.exchange().lastAt()));
    note.setText(text + " (revision " + work.toRevision() + ").");
    return note;
  }

  /** HAPI FHIR shows the source with the id of the request that wrote it; that is not ours. */
  static void withoutRequest(Meta meta) {
    String source = meta.getSource();
    if (source != null && source.indexOf('#') > 0) {
      meta.setSource(source.substring(0, source.indexOf('#')));
    }
  }
}
