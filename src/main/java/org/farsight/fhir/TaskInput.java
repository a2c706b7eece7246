package org.farsight.fhir;

import java.util.Optional;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Priority;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.hl7.fhir.r4.model.Task.TaskPriority;

/**
 * What a reading task is to read. Each input tells, beside the resource, which revision of which
 * exchange it was made of, so that the Task itself says what it already knows and nothing is told
 * twice: not after a crash, not on a replay, not when a study is sent again.
 */
public final class TaskInput {

  private static final String CRITICAL = "critical-value";

  private TaskInput() {}

  static ParameterComponent original(Exchange exchange, Reference what) {
    return input("examination", "Examination", exchange.id(), exchange.revision(), what);
  }

  /** A critical value, which whoever takes the Task must not overlook. */
  static ParameterComponent critical(Exchange exchange, Reference flag) {
    return input(CRITICAL, "Critical value", exchange.id(), exchange.revision(), flag);
  }

  /**
   * An input for what came later.
   *
   * @param what the study, which has grown
   */
  public static ParameterComponent later(String exchangeId, int revision, Reference what) {
    return input("late-objects", "Objects that came later", exchangeId, revision, what);
  }

  /** The newest revision of an exchange that a Task knows; 0 if it knows none. */
  public static int knownRevision(Task task, String exchangeId) {
    int newest = 0;
    for (ParameterComponent input : task.getInput()) {
      if (input.getValue() instanceof Reference reference
          && Identifiers.REVISION.equals(reference.getIdentifier().getSystem())) {
        String value = String.valueOf(reference.getIdentifier().getValue());
        int slash = value.lastIndexOf('/');
        if (slash > 0
            && value.substring(0, slash).equals(exchangeId)
            && value.substring(slash + 1).matches("[0-9]{1,9}")) {
          newest = Math.max(newest, Integer.parseInt(value.substring(slash + 1)));
        }
      }
    }
    return newest;
  }

  /** The exchange that a Task is about: the one its first input was made of. */
  public static Optional<String> exchangeId(Task task) {
    for (ParameterComponent input : task.getInput()) {
      if (input.getValue() instanceof Reference reference
          && Identifiers.REVISION.equals(reference.getIdentifier().getSystem())) {
        String value = String.valueOf(reference.getIdentifier().getValue());
        int slash = value.lastIndexOf('/');
        return slash > 0 ? Optional.of(value.substring(0, slash)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Whether one of a Task's inputs is a critical value. */
  public static boolean isCritical(Task task) {
    return task.getInput().stream()
        .anyMatch(input -> input.getType().hasCoding(Identifiers.READING, CRITICAL));
  }

  /** A priority as Tasks have it, whose constants stand in the same order. */
  public static TaskPriority priority(Priority priority) {
    return switch (priority) {
      case ROUTINE -> TaskPriority.ROUTINE;
      case URGENT -> TaskPriority.URGENT;
      case ASAP -> TaskPriority.ASAP;
      case STAT -> TaskPriority.STAT;
    };
  }

  private static ParameterComponent input(
      String code, String display, String exchangeId, int revision, Reference what) {
    Reference reference = what.copy();
    reference.setIdentifier(
        new Identifier().setSystem(Identifiers.REVISION).setValue(exchangeId + "/" + revision));
    return new ParameterComponent()
        .setType(Codings.concept(Identifiers.READING, code, display))
        .setValue(reference);
  }
}
