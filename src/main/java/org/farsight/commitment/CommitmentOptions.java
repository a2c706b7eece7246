package org.farsight.commitment;

import java.time.Duration;
import org.farsight.exchange.RetryPolicy;

/**
 * How long storage commitment waits for whom.
 *
 * @param objects for an object that is not here yet when a device asks about it
 * @param deliveries for all of a decision, counted from the request: what is not delivered and
 *     answered by then is failed
 * @param association for an archive's report over the association of our request, before it is left
 *     to call us
 * @param answer for an archive's report in all; then it is asked again
 * @param device for a device's response to the report over the association it keeps open
 * @param report for a device to become reachable, counted from the decision
 * @param retry the growing waits between tries
 */
public record CommitmentOptions(
    Duration objects,
    Duration deliveries,
    Duration association,
    Duration answer,
    Duration device,
    Duration report,
    RetryPolicy retry) {

  /**
   * With the usual times.
   *
   * @param objects for an object that is not here yet when a device asks about it
   */
  public static CommitmentOptions of(Duration objects) {
    return new CommitmentOptions(
        objects,
        Duration.ofDays(7),
        Duration.ofSeconds(5),
        Duration.ofMinutes(15),
        Duration.ofSeconds(20),
        Duration.ofDays(7),
        new RetryPolicy(Duration.ofSeconds(2), Duration.ofMinutes(10), 20, Duration.ofMinutes(30)));
  }
}
