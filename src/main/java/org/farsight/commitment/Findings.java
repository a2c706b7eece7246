package org.farsight.commitment;

import static org.farsight.dicom.service.CommitmentReport.CLASS_INSTANCE_CONFLICT;
import static org.farsight.dicom.service.CommitmentReport.NO_SUCH_OBJECT_INSTANCE;
import static org.farsight.dicom.service.CommitmentReport.PROCESSING_FAILURE;
import static org.farsight.exchange.Commitment.Reference.COMMITTED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Commitments.Kept;
import org.farsight.exchange.Commitments.Standing;
import org.farsight.exchange.Step;

/**
 * The rules by which an object is committed. Pure: all that is known comes in.
 *
 * <table>
 * <caption>what an object is told, in this order</caption>
 * <tr><td>0112H</td><td>not here when the wait for it is over; an object of another site is not
 * here for this one</td></tr>
 * <tr><td>0110H</td><td>an object under its UID that came from this site was kept back for a person
 * to decide: whatever is right, the archive has not got it</td></tr>
 * <tr><td>0119H</td><td>it is here under another SOP class</td></tr>
 * <tr><td>0110H</td><td>its conversion or delivery was refused for good, no archive takes it, or
 * all of it took too long</td></tr>
 * <tr><td>the archive's reason</td><td>an archive does not commit itself, or has not got it</td></tr>
 * <tr><td>committed</td><td>here ({@code durable-here}), or by every archive</td></tr>
 * </table>
 *
 * @param request who asks, and when
 * @param mode what the site wants, with the archives there are
 * @param archives ids of the archives that are configured
 * @param steps of an exchange
 * @param answers what archives have said: target, SOP Instance UID, outcome
 * @param objects how long an object may be missing
 * @param deliveries how long all may take
 */
record Findings(
    Commitment request,
    CommitmentMode mode,
    Set<String> archives,
    Function<String, List<Step>> steps,
    Map<String, Map<String, Integer>> answers,
    Duration objects,
    Duration deliveries) {

  Finding of(Standing standing, Instant now) {
    Optional<Kept> kept =
        standing.keptIfAny().filter(object -> object.siteId().equals(request.siteId()));
    if (standing.keptBack()) {
      return new Finding.Decided(PROCESSING_FAILURE);
    }
    if (kept.isEmpty()) {
      return isOver(objects, now)
          ? new Finding.Decided(NO_SUCH_OBJECT_INSTANCE)
          : new Finding.Waiting();
    }
    if (!kept.get().sopClass().equals(standing.reference().sopClass())) {
      return new Finding.Decided(CLASS_INSTANCE_CONFLICT);
    }
    if (mode == CommitmentMode.DURABLE_HERE) {
      return new Finding.Decided(COMMITTED);
    }
    Finding delivered = delivered(kept.get(), standing.reference().sopInstance());
    boolean open = !(delivered instanceof Finding.Decided);
    return open && isOver(deliveries, now) ? new Finding.Decided(PROCESSING_FAILURE) : delivered;
  }

  private boolean isOver(Duration patience, Instant now) {
    return !request.requestedAt().plus(patience).isAfter(now);
  }

  /** What the steps and the archives say of an object that is here. */
  private Finding delivered(Kept object, String sopInstance) {
    List<Step> all = steps.apply(object.exchangeId());
    boolean converted =
        named(all, Step.CONVERT).filter(step -> step.done() >= object.revision()).isPresent();
    if (!converted) {
      boolean stuck = named(all, Step.CONVERT).filter(Findings::isStuck).isPresent();
      return stuck ? new Finding.Decided(PROCESSING_FAILURE) : new Finding.Waiting();
    }
    Set<String> toAsk = new TreeSet<>();
    boolean waiting = false;
    for (String archive : archives) {
      Optional<Step> step = named(all, archive);
      if (step.isEmpty()) {
        return new Finding.Decided(PROCESSING_FAILURE);
      }
      if (step.get().done() < object.revision()) {
        if (isStuck(step.get())) {
          return new Finding.Decided(PROCESSING_FAILURE);
        }
        waiting = true;
      } else {
        Integer answer = answers.getOrDefault(archive, Map.of()).get(sopInstance);
        if (answer == null) {
          toAsk.add(archive);
        } else if (answer != COMMITTED) {
          return new Finding.Decided(answer);
        }
      }
    }
    if (waiting) {
      return new Finding.Waiting();
    }
    if (archives.isEmpty()) {
      return new Finding.Decided(PROCESSING_FAILURE);
    }
    return toAsk.isEmpty() ? new Finding.Decided(COMMITTED) : new Finding.ToAsk(toAsk);
  }

  private static Optional<Step> named(List<Step> steps, String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst();
  }

  /** A step that a person has to look after. */
  private static boolean isStuck(Step step) {
    return step.troubleIfAny().filter(trouble -> !trouble.parked()).isPresent();
  }
}
