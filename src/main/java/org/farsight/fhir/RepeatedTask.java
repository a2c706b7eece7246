package org.farsight.fhir;

import java.time.Instant;
import java.util.Date;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * The reading task of an examination whose report was recalled: the same question once more, for
 * the department. Its key follows from that of the recalled one, so that it is made once.
 */
public final class RepeatedTask {
  private RepeatedTask() {}

  /**
   * Drafts it.
   *
   * @param recalled the task whose report counts no more, as it is at its server
   * @param department who is to read it
   * @param at when the report was recalled
   */
  public static Task of(Task recalled, Reference department, Instant at) {
    Task task = new Task();
    task.getMeta().addProfile(Identifiers.PROFILE_READING_TASK);
    task.getMeta().setSource(source(recalled));
    task.addIdentifier(
        new Identifier()
            .setSystem(Identifiers.READING_TASK)
            .setValue(CaseKeys.again(key(recalled))));
    // part of the first one, as an addendum is: what comes later is told to whichever is open
    Reference first =
        recalled.hasPartOf()
            ? recalled.getPartOfFirstRep().copy()
            : new Reference(recalled.getIdElement().toUnqualifiedVersionless());
    task.addPartOf(first);
    recalled.getBasedOn().forEach(order -> task.addBasedOn(order.copy()));
    task.setFocus(recalled.getFocus().copy()).setFor(recalled.getFor().copy());
    task.setStatus(TaskStatus.REQUESTED).setIntent(Task.TaskIntent.ORDER);
    task.setPriority(recalled.getPriority());
    task.setBusinessStatus(Codings.concept(Identifiers.BUSINESS_STATUS, "complete", "Complete"));
    task.setCode(Codings.concept(Identifiers.READING, "read", "Read and report"));
    task.setRequester(recalled.getRequester().copy()).setOwner(department);
    task.setAuthoredOn(Date.from(at));
    recalled.getInput().forEach(input -> task.addInput(input.copy()));
    task.addNote().setTime(Date.from(at)).setText("To be read again: the report was recalled.");
    deadline(recalled, task, at);
    return task;
  }

  /** The key of a reading task; empty where it is none of ours. */
  public static String key(Task task) {
    return task.getIdentifier().stream()
        .filter(id -> Identifiers.READING_TASK.equals(id.getSystem()) && id.hasValue())
        .map(Identifier::getValue)
        .findFirst()
        .orElse("");
  }

  private static String source(Task recalled) {
    String source = recalled.getMeta().getSource();
    return source == null
        ? TaskInput.exchangeId(recalled).orElse("")
        : source.replaceFirst("#.*", "");
  }

  /** As long as the recalled one had. */
  private static void deadline(Task recalled, Task task, Instant at) {
    Period period = recalled.getRestriction().getPeriod();
    Date began = recalled.getAuthoredOn();
    if (period.getEnd() != null && began != null && period.getEnd().after(began)) {
      long millis = period.getEnd().getTime() - began.getTime();
      task.getRestriction().getPeriod().setEnd(Date.from(at.plusMillis(millis)));
    }
  }
}
