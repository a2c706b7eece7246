package org.farsight.identity.hl7v2;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.hl7v2.Times;

/**
 * One ADT message. Holds a person, so {@code toString} says only what may be logged.
 *
 * @param trigger MSH-9, second component: {@code A08}
 * @param recorded when the event was recorded (EVN-2), else when the message was made (MSH-7)
 * @param patient PID; of a merge the one that remains
 * @param merged MRG-1, of a merge: the id that is used no more
 * @param remarks what is beside the standard, without the person
 */
public record Registration(
    String trigger,
    Optional<Times.Time> recorded,
    Subject patient,
    Optional<Subject.Id> merged,
    List<String> remarks) {

  /** Takes a copy. */
  public Registration {
    remarks = List.copyOf(remarks);
  }

  /** The moment it speaks of, in this zone where it names none; empty where it names no time. */
  public Optional<Instant> at(ZoneId zone) {
    return recorded.map(
        time ->
            time.offset()
                .map(offset -> time.at().toInstant(offset))
                .orElseGet(() -> time.at().atZone(zone).toInstant()));
  }

  @Override
  public String toString() {
    return "ADT^" + trigger + ", not shown";
  }
}
