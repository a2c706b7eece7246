package org.farsight.fhir;

import java.util.Comparator;
import java.util.Date;
import org.farsight.exchange.Exchange;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * The reading task of what came after a read was completed: part of that, on the same order, and
 * about what came later. Its key is that of the first with the revision behind it, so that it is
 * made once.
 */
public final class AddendumTask {

  /** What is to be read later is later. */
  public static final Comparator<Task> ORDER =
      Comparator.comparing(
              (Task task) -> task.getAuthoredOn(), Comparator.nullsFirst(Date::compareTo))
          .thenComparing(
              task -> task.getIdentifierFirstRep().getValue(),
              Comparator.nullsFirst(String::compareTo));

  private AddendumTask() {}

  /**
   * Drafts it.
   *
   * @param first the task that is completed
   * @param revision the exchange's, up to which it is to be read
   * @param what the study, which has grown
   * @param department who reads it; null: whoever has read the first
   */
  public static Task of(
      Task first, Exchange exchange, int revision, Reference what, @Nullable Reference department) {
    Task task = new Task();
    task.getMeta().addProfile(Identifiers.PROFILE_READING_TASK).setSource(exchange.id());
    task.addIdentifier(
        new Identifier()
            .setSystem(Identifiers.READING_TASK)
            .setValue(exchange.key() + "/" + revision));
    task.addPartOf(new Reference(first.getIdElement().toUnqualifiedVersionless()));
    first.getBasedOn().forEach(order -> task.addBasedOn(order.copy()));
    task.setFocus(first.getFocus().copy()).setFor(first.getFor().copy());
    task.setStatus(TaskStatus.REQUESTED).setIntent(Task.TaskIntent.ORDER);
    task.setPriority(TaskInput.priority(exchange.priority()));
    task.setBusinessStatus(Codings.concept(Identifiers.BUSINESS_STATUS, "complete", "Complete"));
    task.setCode(Codings.concept(Identifiers.READING, "read", "Read and report"));
    task.setRequester(first.getRequester().copy());
    task.setOwner(department == null ? first.getOwner().copy() : department);
    task.setAuthoredOn(Date.from(exchange.lastAt()));
    deadline(first, exchange, task);
    task.addInput(TaskInput.later(exchange.id(), revision, what));
    return task;
  }

  /** As long as the first one had. */
  private static void deadline(Task first, Exchange exchange, Task task) {
    Period period = first.getRestriction().getPeriod();
    Date began = first.getAuthoredOn();
    if (period.getEnd() != null && began != null && period.getEnd().after(began)) {
      long millis = period.getEnd().getTime() - began.getTime();
      task.getRestriction().getPeriod().setEnd(Date.from(exchange.lastAt().plusMillis(millis)));
    }
  }
}
