package org.farsight.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.reading.Clocks;
import org.farsight.reading.ReadingOptions;

/**
 * Who reads, and by when.
 *
 * @param clocks how long a read may take
 * @param groups who reads, the department that gets the cases first
 * @param escalate how long each group has once a case is overdue
 * @param poll how often the FHIR server is asked; zero: never
 * @param target id of the FHIR server that holds the reading tasks; empty: there is none
 * @param subscription where that server can tell us that something has changed
 * @param risFacilities sending facilities of HL7 v2 messages that are reporting systems and no site
 */
record ReadingSettings(
    Clocks clocks,
    List<ReadingOptions.Group> groups,
    Duration escalate,
    Duration poll,
    Optional<String> target,
    Optional<ReadingOptions.Hook> subscription,
    Set<String> risFacilities) {

  /** Takes copies. */
  ReadingSettings {
    risFacilities = Set.copyOf(risFacilities);
    groups = List.copyOf(groups);
  }

  /** Whether another one differs in what only a start puts in force. */
  boolean needsRestartFrom(ReadingSettings running) {
    return !groups.equals(running.groups)
        || !escalate.equals(running.escalate)
        || !poll.equals(running.poll)
        || !target.equals(running.target)
        || !subscription.equals(running.subscription)
        || !risFacilities.equals(running.risFacilities);
  }
}
